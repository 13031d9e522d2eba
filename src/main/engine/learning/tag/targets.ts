import type { PreparedData } from '../../prepare/prepared';

/** [examples, labels] 1 where an example has a label. */
export function tagTargets(
  { tags, outputs }: Pick<PreparedData, 'tags' | 'outputs'>,
  examples: ArrayLike<number>,
): Uint8Array {
  const width = outputs.length;
  const targets = new Uint8Array(examples.length * width);
  for (let k = 0; k < examples.length; k++)
    targets.set(tags!.subarray(examples[k]! * width, (examples[k]! + 1) * width), k * width);
  return targets;
}

/** Examples that have each label, [labels]. */
export function tagCounts(
  data: Pick<PreparedData, 'tags' | 'outputs'>,
  examples: ArrayLike<number>,
): Float64Array {
  const width = data.outputs.length;
  const counts = new Float64Array(width);
  tagTargets(data, examples).forEach((has, k) => (counts[k % width]! += has));
  return counts;
}
