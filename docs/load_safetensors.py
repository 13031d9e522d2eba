"""A safetensors export in PyTorch: net, config = load(folder); net(x) with x [batch, time, features], scaled, gives logits."""
import json, pathlib, torch
from safetensors.torch import load_file

class Net(torch.nn.Module):
    def __init__(self, spec, shape, weights):
        super().__init__()
        kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[spec["cell"]]
        extra = {"nonlinearity": spec["activation"]} if spec["cell"] == "rnn" else {}
        sides = {"": "forward/", "_reverse": "backward/"} if spec["bidirectional"] else {"": ""}
        self.rnn = kind(shape["features"], spec["units"], spec["layers"], batch_first=True, bidirectional=len(sides) == 2, **extra)
        self.spec, self.head = spec, (weights["head/kernel"], weights["head/bias"])
        order = {"lstm": [0, 1, 2, 3], "gru": [1, 0, 2], "rnn": [0]}[spec["cell"]]  # Keras' z r h is PyTorch's r z n
        gates = lambda m: torch.cat([m.chunk(len(order), -1)[k] for k in order], -1)
        for name, parameter in self.rnn.named_parameters():
            what, part, layer = name.split("_")[0], name.split("_")[1], int(name.split("_l")[1].split("_")[0])
            key = f"recurrent_{layer + 1}/{sides['_reverse' if name.endswith('reverse') else '']}"
            bias = weights[key + "bias"].reshape(-1, len(order) * spec["units"])  # one row, or input and recurrent
            second = bias[1] if len(bias) == 2 else torch.zeros_like(bias[0])
            own = {"weight": {"ih": weights[key + "kernel"], "hh": weights[key + "recurrent_kernel"]}, "bias": {"ih": bias[0], "hh": second}}
            parameter.data = gates(own[what][part]).T.contiguous() if what == "weight" else gates(own[what][part])

    def forward(self, x):
        steps, final = self.rnn(x)
        states = final[0] if isinstance(final, tuple) else final
        last = torch.cat(list(states[-2:] if self.spec["bidirectional"] else states[-1:]), -1)
        return (steps.mean(1) if self.spec["pooling"] == "mean" else last) @ self.head[0] + self.head[1]

def load(folder):
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())["network"]
    assert config["spec"]["cell"] != "gru" or config["spec"]["resetAfter"], "PyTorch has no GRU that resets before the product"
    return Net(config["spec"], config["shape"], load_file(pathlib.Path(folder) / "model.safetensors")).eval(), config
