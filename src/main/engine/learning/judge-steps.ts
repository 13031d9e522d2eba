import { offsetsOf } from './predict';
import type { Objective } from './objective';
import { notClassified } from './task';
import type { Answered, Judged } from './task';

/** Metric and loss of each window's steps. */
export function judgeSteps({ data, example, logits }: Answered, objective: Objective): Judged {
  const width = data.outputs.length;
  const offsets = offsetsOf(Array.from(example, (index) => data.lengths[index]! * width));
  const judged = Array.from(example, (_, row) => {
    const one = example.subarray(row, row + 1);
    const own = logits.subarray(offsets[row]!, offsets[row + 1]!);
    return { metric: objective.metric(one, own), loss: objective.loss(one)(own).loss };
  });
  return {
    ...notClassified(example),
    confidence: Float32Array.from(judged, ({ metric }) => metric),
    loss: Float32Array.from(judged, ({ loss }) => loss),
  };
}
