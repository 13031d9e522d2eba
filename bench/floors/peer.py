"""Public sets out of the packages that ship them, and aeon's MiniRocket and QUANT on them, for bench/floors/run.mjs.

    python peer.py sets DIR            writes DIR/<name>.json with lengths, labels, parts and values
    python peer.py fit DIR NAME MODEL SEEDS  one line of JSON: seconds and test accuracy of each seed

Needs aeon==1.6.0 torch==2.15.0 tslearn==0.10.0 pyts==0.14.1
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

FROM_AEON = (
    "ACSF1 ArrowHead BasicMotions GunPoint ItalyPowerDemand JapaneseVowels JapaneseVowels_eq OSULeaf "
    "PickupGestureWiimoteZ PickupGestureWiimoteZ_eq"
).split()


def from_aeon(name):
    import aeon.datasets

    folder = Path(aeon.datasets.__file__).parent / "data" / name.removesuffix("_eq")
    parts = [aeon.datasets.load_from_ts_file(str(folder / f"{name}_{part}.ts")) for part in ("TRAIN", "TEST")]
    return [(list(x), list(y)) for x, y in parts]


def from_pyts(name):
    import pyts.datasets

    folder = Path(pyts.datasets.__file__).parent / "cached_datasets/UCR" / name
    parts = [np.loadtxt(folder / f"{name}_{part}.txt") for part in ("TRAIN", "TEST")]
    return [([row[None, 1:] for row in part], [str(int(row[0])) for row in part]) for part in parts]


def from_tslearn(name):
    import tslearn

    held = np.load(Path(tslearn.__file__).parent / ".cached_datasets" / f"{name}.npz")
    return [
        ([one.T for one in held[f"X_{part}"]], [str(label) for label in held[f"y_{part}"]])
        for part in ("train", "test")
    ]


def write_sets(folder):
    folder.mkdir(parents=True, exist_ok=True)
    sets = {name: from_aeon(name) for name in FROM_AEON}
    sets |= {name: from_pyts(name) for name in ("Coffee", "PigCVP")}
    sets["Trace"] = from_tslearn("Trace")
    for name, parts in sets.items():
        cases = [np.asarray(case, dtype=np.float64) for x, _ in parts for case in x]
        out = {
            "channels": int(cases[0].shape[0]),
            "train": len(parts[0][0]),
            "lengths": [int(case.shape[1]) for case in cases],
            "labels": [str(label) for _, y in parts for label in y],
            # Row after row, channels within.
            "values": [float(f"{value:.9g}") for case in cases for value in case.T.ravel()],
        }
        (folder / f"{name}.json").write_text(json.dumps(out))
    print(json.dumps(sorted(sets)))


def read_set(folder, name):
    held = json.loads((folder / f"{name}.json").read_text())
    values = np.asarray(held["values"]).reshape(-1, held["channels"])
    ends = np.cumsum(held["lengths"])
    cases = [values[end - length : end].T.copy() for end, length in zip(ends, held["lengths"])]
    equal = len(set(held["lengths"])) == 1
    pack = (lambda some: np.stack(some)) if equal else list
    labels = np.asarray(held["labels"])
    n = held["train"]
    return (pack(cases[:n]), labels[:n]), (pack(cases[n:]), labels[n:])


def make(model, seed):
    from aeon.classification.convolution_based import MiniRocketClassifier
    from aeon.classification.interval_based import QUANTClassifier

    if model == "minirocket":
        return MiniRocketClassifier(random_state=seed, n_jobs=2)
    return QUANTClassifier(random_state=seed)


def fit(folder, name, model, seeds):
    train, test = read_set(folder, name)
    # Compiles what numba compiles, outside of the time.
    make(model, 0).fit(*train).predict(test[0])
    seconds, accuracies = [], []
    for seed in range(1, seeds + 1):
        start = time.perf_counter()
        said = make(model, seed).fit(*train).predict(test[0])
        seconds.append(time.perf_counter() - start)
        accuracies.append(float((said == test[1]).mean()))
    print(json.dumps({"seconds": seconds, "accuracies": accuracies}))


if __name__ == "__main__":
    if sys.argv[1] == "sets":
        write_sets(Path(sys.argv[2]))
    else:
        fit(Path(sys.argv[2]), sys.argv[3], sys.argv[4], int(sys.argv[5]))
