"""A safetensors export in PyTorch: net, config = load(folder); net(x) with x [batch, time, features], scaled, gives logits."""
import json, pathlib, torch
from safetensors.torch import load_file
from torch.nn import functional as F

def recurrent(spec, w, stem):
    sides = ["forward/", "backward/"] if spec["bidirectional"] else [""]
    order = {"lstm": [0, 1, 2, 3], "gru": [1, 0, 2], "rnn": [0]}[spec["cell"]]  # Keras' z r h is PyTorch's r z n
    gates = lambda m: torch.cat([m.chunk(len(order), -1)[k] for k in order], -1).T.contiguous()
    values = []
    for kernel, recurrent_kernel, bias in ([w[f"{stem}/{side}{part}"] for part in ("kernel", "recurrent_kernel", "bias")] for side in sides):
        rows = bias.reshape(-1, kernel.shape[1])  # one row, or input and recurrent
        values += [gates(m) for m in (kernel, recurrent_kernel, rows[0], rows[1] if len(rows) == 2 else torch.zeros_like(rows[0]))]
    extra = {"nonlinearity": spec["activation"]} if spec["cell"] == "rnn" else {}
    layer = getattr(torch.nn, spec["cell"].upper())(values[0].shape[1], spec["units"], batch_first=True, bidirectional=len(sides) == 2, **extra)
    for parameter, value in zip(layer.parameters(), values): parameter.data = value
    return layer

def load(folder):
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())["network"]
    spec, w = config["spec"], load_file(pathlib.Path(folder) / "model.safetensors")
    assert not any(spec.get(k) for k in ("width", "peepholes", "coupled")) and (spec["cell"] != "gru" or spec["resetAfter"]), "PyTorch has no such cell"
    layers = [recurrent(spec, w, f"recurrent_{k + 1}") for k in range(spec["layers"])]
    def net(x):
        for k, conv in enumerate(spec.get("convolutions", [])):
            padded, kernel = F.pad(x.transpose(1, 2), (conv["width"] - 1, 0)), w[f"conv_{k + 1}/kernel"].permute(2, 1, 0)
            x = F.conv1d(padded, kernel, w[f"conv_{k + 1}/bias"], conv["stride"]).relu().transpose(1, 2)
        for k, layer in enumerate(layers):
            x, final = layer(x)
            last = torch.cat(list(final[0] if spec["cell"] == "lstm" else final), -1)
            if spec.get("layerNorm"): x, last = (F.layer_norm(y, y.shape[-1:], w[f"norm_{k + 1}/gamma"], w[f"norm_{k + 1}/beta"]) for y in (x, last))
        if spec["pooling"] == "attention": x = (torch.tanh(x @ w["pooling/kernel"] + w["pooling/bias"]) @ w["pooling/context"]).softmax(1)[..., None] * x
        seen = {"last": last, "none": x, "mean": x.mean(1), "attention": x.sum(1)}[spec["pooling"]]
        return seen @ w["head/kernel"] + w["head/bias"]
    return net, config
