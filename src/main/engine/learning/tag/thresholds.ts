/** What a label without a positive example to choose by is said from on. */
export const MIDDLE = 0.5;

/**
 * The probability from which on each label is said that gives the best F1, halfway to the next lower one that occurs; of
 * equals the one nearest to the middle (Lipton et al. 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure").
 *
 * @param probabilities [examples, labels]
 * @param truth [examples, labels] 1 where an example has the label
 */
export function bestThresholds(probabilities: Float32Array, truth: Uint8Array, labels: number): number[] {
  const examples = truth.length / labels;
  return Array.from({ length: labels }, (_, label) => {
    const order = Array.from({ length: examples }, (_row, example) => example * labels + label).sort(
      (a, b) => probabilities[b]! - probabilities[a]!,
    );
    const positives = order.reduce((sum, at) => sum + truth[at]!, 0);
    if (positives === 0 || positives === examples) return MIDDLE;
    let hits = 0;
    let best = { f1: 0, threshold: MIDDLE };
    order.forEach((at, k) => {
      hits += truth[at]!;
      const own = probabilities[at]!;
      const next = order[k + 1] === undefined ? 0 : probabilities[order[k + 1]!]!;
      // Equal probabilities are said together.
      if (next === own && k + 1 < examples) return;
      const f1 = (2 * hits) / (k + 1 + positives);
      const threshold = (own + next) / 2;
      const isNearer = Math.abs(threshold - MIDDLE) < Math.abs(best.threshold - MIDDLE);
      if (f1 > best.f1 || (f1 === best.f1 && isNearer)) best = { f1, threshold };
    });
    return best.threshold;
  });
}
