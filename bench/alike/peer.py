"""Looks at every window of an index in double precision with numpy, and takes the best that do not overlap.

    python3 peer.py DIR QUESTION
"""

import json
import sys
import time

import numpy as np

folder, question = sys.argv[1], json.loads(sys.argv[2])
index = json.load(open(f"{folder}/index.json"))
mean = np.array(index["mean"], np.float32).astype(np.float64)
deviation = np.array(index["deviation"], np.float32).astype(np.float64)
units = len(mean)
items = index["items"]
begun = time.time()
blocks = [np.fromfile(f"{folder}/{b['name']}.states", np.float16).reshape(-1, units) for b in index["blocks"]]
states = np.concatenate(blocks)
own = items["key"].index(question["key"])
first = int(np.floor(question["from"] / items["perCell"][own] + 1e-6))
length = int(np.ceil(question["to"] / items["perCell"][own] - 1e-6)) - first
chosen = question.get("units")


def off(rows):
    away = rows.astype(np.float64) - mean
    if chosen:
        return away[:, chosen] / deviation[chosen]
    return away / np.linalg.norm(away, axis=1, keepdims=True)


asked = off(states[items["row"][own] + first :][:length]).sum(0)
asked = asked / length if chosen else asked / np.linalg.norm(asked)
scores = np.concatenate(
    [
        -((off(states[at : at + 50_000]) - asked) ** 2).mean(1) if chosen else off(states[at : at + 50_000]) @ asked
        for at in range(0, len(states), 50_000)
    ]
)
windows = []
for k, (row, rows) in enumerate(zip(items["row"], items["rows"])):
    sums = np.convolve(scores[row : row + rows], np.ones(length), "valid") / length
    if chosen:
        sums = -np.sqrt(np.maximum(0, -sums))
    windows.append(np.stack([np.full(len(sums), k), np.arange(len(sums)), sums], 1))
windows = np.concatenate(windows)
windows = windows[np.argsort(-windows[:, 2], kind="stable")]
taken, found = [(own, first)], []
for k, cell, score in windows:
    if any(k == other and abs(cell - at) < length for other, at in taken):
        continue
    taken.append((k, cell))
    found.append([items["key"][int(k)], cell * items["perCell"][int(k)], score])
    if len(found) == question["count"]:
        break
print(json.dumps({"found": found, "seconds": time.time() - begun}))
