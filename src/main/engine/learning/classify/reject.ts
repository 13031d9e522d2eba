import type { Reject } from '../../../../shared/domain/detection';
import { classifies } from '../../../../shared/domain/task';
import { softmaxRows } from '../../models/network/loss';
import type { PreparedData } from '../../prepare/prepared';
import { backgroundOf } from '../events/soft-part';
import type { PartLogits } from '../events/detection';
import { bestThresholds } from '../tag/thresholds';
import { argmax } from './scores';

/** Whether recordings have a class each, one of which is none of the others. */
export function canReject(data: PreparedData): boolean {
  return classifies(data.task) && data.recordings === undefined && backgroundOf(data) >= 0;
}

/** Thresholds that are best on the validation part, and what they come to; null where {@link canReject} says no. */
export function rejectOf(
  data: PreparedData,
  { validation, test }: { readonly validation: PartLogits; readonly test: PartLogits },
): Reject | null {
  if (!canReject(data) || validation.examples.length === 0) return null;
  const { outputs, labels } = data;
  const width = outputs.length;
  const none = backgroundOf(data);
  const isSo = new Uint8Array(validation.examples.length * width);
  validation.examples.forEach((example, row) => (isSo[row * width + labels[example]!] = 1));
  const thresholds = bestThresholds(softmaxRows(validation.logits, width), isSo, width);
  const judged = ({ examples, logits }: PartLogits): Reject['validation'] => {
    if (examples.length === 0) return null;
    const probabilities = softmaxRows(logits, width);
    let [answered, right, others, refused] = [0, 0, 0, 0];
    examples.forEach((example, row) => {
      const own = probabilities.subarray(row * width, (row + 1) * width);
      const said = likeliest(own, none, thresholds);
      const truth = labels[example]!;
      answered += Number(said !== none);
      right += Number(said !== none && said === truth);
      others += Number(truth === none);
      refused += Number(truth === none && said === none);
    });
    return {
      answered: answered / examples.length,
      right: answered === 0 ? NaN : right / answered,
      refused: others === 0 ? NaN : refused / others,
    };
  };
  return {
    none: outputs[none]!,
    labels: outputs.flatMap((label, k) => (k === none ? [] : [{ label, threshold: thresholds[k]! }])),
    validation: judged(validation),
    test: judged(test),
  };
}

/** The likeliest label but for `none`, which is the answer where that label does not reach its threshold. */
function likeliest(probabilities: ArrayLike<number>, none: number, thresholds: readonly number[]): number {
  const others = Float32Array.from(probabilities, (value, k) => (k === none ? -1 : value));
  const best = argmax(others, 0, others.length);
  return probabilities[best]! >= thresholds[best]! ? best : none;
}

/** What a model answers by its thresholds. @param outputs of the model */
export function answerBy(
  { none, labels }: Reject,
  outputs: readonly string[],
  probabilities: ArrayLike<number>,
): string {
  const thresholds = outputs.map(
    (output) => labels.find(({ label }) => label === output)?.threshold ?? Infinity,
  );
  return outputs[likeliest(probabilities, outputs.indexOf(none), thresholds)]!;
}
