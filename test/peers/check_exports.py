"""Runs exported models with the software that they are for, and writes down what it answers.

python check_exports.py DIR [OUT]: every folder NETWORK/FORMAT in DIR holds an export, and NETWORK/inputs.json
{"sequences": [[[…features] …steps] …], "scaled": the same, scaled, "expected": what ONNX is to answer to each, one number after
the other, "units": what frameworks are to, in the network's units}. Needs numpy, onnx, onnxruntime; keras with a backend;
torch and safetensors. What is not installed is left out and said. OUT: JSON, network → format → [sequences][outputs]."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))
has = lambda name: importlib.util.find_spec(name) is not None


def softmax(logits):
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def onnx_whole(folder, inputs):
    import onnx, onnxruntime

    onnx.checker.check_model(onnx.load(folder / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    sequences = [np.array(s, np.float32) for s in inputs["sequences"]]
    longest = max(map(len, sequences))
    batch = np.full((len(sequences), longest, sequences[0].shape[1]), 1e3, np.float32)
    for row, sequence in zip(batch, sequences):
        row[: len(sequence)] = sequence
    lengths = np.array([len(s) for s in sequences], np.int64)
    return session.run(None, {session.get_inputs()[0].name: batch, "lengths": lengths})[0]


def onnx_stream(folder, inputs):
    import onnx, onnxruntime

    onnx.checker.check_model(onnx.load(folder / "model.onnx"), full_check=True)
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"))
    first, *states = session.get_inputs()
    block = first.shape[1] if len(first.shape) == 3 else 1  # behind convolutions a call takes several rows
    answers = []
    for sequence in inputs["sequences"]:
        said = []
        state = {s.name: np.zeros((1, s.shape[1]), np.float32) for s in states}
        rows = np.array(sequence, np.float32)
        before = np.full((block - 1, rows.shape[1]), 1e3, np.float32)  # there is anything before the first row
        padded = np.concatenate([before, rows])
        for end in range(0, len(rows), block):
            given = padded[end : end + block]
            out = session.run(None, {first.name: given[None] if block > 1 else given, **state})
            state = {o.name[len("next_"):]: v for o, v in zip(session.get_outputs()[1:], out[1:])}
            said.append(out[0][0])
        answers.append(said if inputs["everyStep"] else said[-1])
    return answers


def keras_file(name):
    def run(folder, inputs):
        import keras

        model = keras.models.load_model(folder / name)
        return [model.predict(np.array([s], np.float32), verbose=0)[0] for s in inputs["scaled"]]

    return run


def pytorch(folder, inputs):
    import torch
    from load_safetensors import load

    net, config = load(folder)
    with torch.no_grad():
        said = [net(torch.tensor([s], dtype=torch.float32))[0].numpy() for s in inputs["scaled"]]
    return [softmax(values) for values in said] if config["shape"]["head"] == "softmax" else said


RUNNERS = {
    "onnx": (onnx_whole, ["onnx", "onnxruntime"]),
    "onnx-int8": (onnx_whole, ["onnx", "onnxruntime"]),
    "onnx-stream": (onnx_stream, ["onnx", "onnxruntime"]),
    "keras": (keras_file("model.keras"), ["keras"]),
    "keras-h5": (keras_file("model.h5"), ["keras", "h5py"]),
    "safetensors": (pytorch, ["torch", "safetensors"]),
}


def main(root, out=None):
    answers = {}
    for inputs_file in sorted(Path(root).glob("*/inputs.json")):
        network = inputs_file.parent
        inputs = json.loads(inputs_file.read_text())
        for form, (run, needs) in RUNNERS.items():
            folder = network / form
            if not folder.exists():
                continue
            if missing := [name for name in needs if not has(name)]:
                print(f"{network.name}/{form}: left out, {', '.join(missing)} is not installed")
                continue
            wanted = inputs["expected" if form.startswith("onnx") else "units"]
            # Of a batch where every step is answered, what lies beyond a sequence's end is nothing.
            given = [np.ravel(a).astype(np.float64)[: len(e)] for a, e in zip(run(folder, inputs), wanted)]
            worst = max(np.abs(a - e).max() for a, e in zip(given, wanted))
            print(f"{network.name}/{form}: largest difference {worst:.1e}")
            answers.setdefault(network.name, {})[form] = [[float(f"{v:.9g}") for v in row] for row in given]
    if out:
        old = json.loads(Path(out).read_text()) if Path(out).exists() else {}
        for network, forms in answers.items():
            old.setdefault(network, {}).update(forms)
        Path(out).write_text(json.dumps(old, indent=1, sort_keys=True) + "\n")


main(*sys.argv[1:])
