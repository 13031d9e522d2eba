"""What each rule for the epoch that is kept would have scored on the test part: python3 bench/early-stopping/read.py OUT (run.sh)."""
import json
import os
import statistics
import sys
from collections import defaultdict
from glob import glob


def rows(file):
    return [json.loads(line) for line in open(file)]


def least(values):
    return min(range(len(values)), key=lambda k: values[k])


def mean_of(values, width):
    half = width // 2
    return [statistics.mean(values[max(0, k - half):k + half + 1]) for k in range(len(values))]


def running(values, keep):
    out = []
    for value in values:
        out.append(value if not out else keep * out[-1] + (1 - keep) * value)
    return out


def patient(values):
    """As the lab stops: after half the epochs without a lower loss."""
    best = 0
    for k in range(len(values)):
        if values[k] < values[best]:
            best = k
        if k - best >= (len(values) + 1) // 2:
            break
    return best


def rules(own, merged):
    loss = [row['validationLoss'] for row in own]
    test = [row['testMetric'] for row in own]
    smooth = mean_of(loss, 9)
    picked = {
        'least loss, patience (the default)': test[patient(loss)],
        'mean of 5 epochs': test[least(mean_of(loss, 5))],
        'mean of 9 epochs': test[least(smooth)],
        'mean of 15 epochs': test[least(mean_of(loss, 15))],
        'running mean, 0.8': test[least(running(loss, 0.8))],
        'running mean, 0.9': test[least(running(loss, 0.9))],
        'the last epoch': test[-1],
        'the best epoch of the test part (out of reach)': max(test),
    }
    if merged:
        at = lambda step: merged[least([abs(row['step'] - step) for row in merged])]['testMetric']
        picked['refit on both parts, as many steps'] = at(own[patient(loss)]['step'])
        picked['refit on both parts, steps of the mean of 9'] = at(own[least(smooth)]['step'])
        picked['refit on both parts, to the end'] = merged[-1]['testMetric']
    return picked


table = defaultdict(lambda: defaultdict(list))
for file in sorted(glob(os.path.join(sys.argv[1], '*.0.jsonl'))):
    if not os.path.getsize(file.replace('.jsonl', '.json')):
        continue
    other = file.replace('.0.jsonl', '.1.jsonl')
    whole = os.path.exists(other) and os.path.getsize(other.replace('.jsonl', '.json'))
    name = os.path.basename(file).split('.')[0]
    for rule, score in rules(rows(file), rows(other) if whole else None).items():
        table[rule][name].append(score)
sets = sorted({name for own in table.values() for name in own})
print('| rule |', ' | '.join(f'{s} ({len(table["the last epoch"][s])})' for s in sets), '| mean |')
print('|---|' + '---|' * (len(sets) + 1))
for rule, own in table.items():
    means = [statistics.mean(own[s]) for s in sets]
    print(f'| {rule} |', ' | '.join(f'{m:.3f}' for m in means), f'| {statistics.mean(means):.3f} |')
