"""PyTorch's side of the benchmark: nn.LSTM and nn.GRU on the CPU. One JSON line in, one out."""
import json
import os
import resource
import sys
import time

import torch

torch.set_num_threads(int(os.environ["BENCH_THREADS"]))
CLASSES = 10


def work_of(request):
    layer = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[request["cell"]]
    layer = layer(request["inputs"], request["units"], batch_first=True)
    head = torch.nn.Linear(request["units"], CLASSES)
    x = torch.randn(request["batch"], request["time"], request["inputs"])
    lengths = torch.tensor(request["lengthOf"])
    labels = torch.arange(request["batch"]) % CLASSES
    parameters = [*layer.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, 1e-3)
    varied = request["lengths"] == "varied"

    def logits():
        if not varied:
            return head(layer(x)[0][:, -1])
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        final = layer(packed)[1]
        return head((final[0] if request["cell"] == "lstm" else final)[-1])

    def train():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(logits(), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        loss.item()

    def sequence():
        with torch.inference_mode():
            logits().numpy()

    def stream():
        with torch.inference_mode():
            state = None
            for t in range(request["time"]):
                out, state = layer(x[:, t : t + 1], state)
            head(out[:, -1]).numpy()

    return {"train": train, "sequence": sequence, "stream": stream}.get(request["do"])


def gemm(size=2048):
    """Billions of floating-point operations per second of a large matrix product."""
    a, b = torch.randn(size, size), torch.randn(size, size)
    best = float("inf")
    for _ in range(8):
        start = time.perf_counter()
        torch.mm(a, b)
        best = min(best, time.perf_counter() - start)
    return 2 * size**3 / best / 1e9


def say(answer):
    print(json.dumps(answer), flush=True)


say({"version": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads()})
work = None
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "forget":
        work = None
        say({"peakRssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
    elif request["do"] == "gemm":
        say({"gflops": gemm()})
    else:
        work = work or work_of(request)
        if work is None:
            say({"error": "not measured"})
            continue
        ms = []
        for _ in range(request["steps"]):
            start = time.perf_counter()
            work()
            ms.append((time.perf_counter() - start) * 1e3)
        say({"ms": ms})
