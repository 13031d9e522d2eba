import { channelColumns } from '../../features/channel-columns';
import { failure } from '../../../../shared/sentences/failure';
import type { FitContext } from '../family';
import { featuresPerChannel, LEAST_STEPS } from './intervals';

/** Numbers of all training examples that lie in memory at once: half a gigabyte. */
const MOST_NUMBERS = 2 ** 27;
const MOST_EXAMPLES = 20_000;
/** Looks at a number of an example a second, measured on one core of 2026. */
const LOOKS_PER_SECOND = 3e8;
const FEATURES_PER_SECOND = 1e7;
const MOST_SECONDS = 1800;

type Given = Pick<FitContext<'quant'>, 'data' | 'parts'>;

interface QuantSize {
  readonly steps: number;
  /** Of all channels together. */
  readonly features: number;
  /** Training examples that a fit takes. */
  readonly most: number;
}

export function quantSize({ data, parts }: Given): QuantSize {
  const steps = parts.train.reduce((most, example) => Math.max(most, data.lengths[example]!), LEAST_STEPS);
  const features = channelColumns(data.featureNames).length * featuresPerChannel(steps);
  const most = Math.max(2, Math.min(MOST_EXAMPLES, Math.floor(MOST_NUMBERS / features)));
  return { steps, features, most };
}

/** How long features, fit and scores take. */
export function quantSeconds(given: Given, trees = 200): number {
  const { features, most } = quantSize(given);
  const { train, validation, test } = given.parts;
  const used = Math.min(train.length, most);
  const all = train.length + validation.length + test.length;
  const looks = trees * (features / 10) * used * Math.log2(used + 1) * 1.5;
  return looks / LOOKS_PER_SECOND + (all * features) / FEATURES_PER_SECOND;
}

/** @throws UnrollError MODEL_TOO_LARGE when a fit and its scores would take hours */
export function requireTime(given: Given, trees: number): void {
  const seconds = quantSeconds(given, trees);
  if (seconds <= MOST_SECONDS) return;
  const { train, validation, test } = given.parts;
  const sequences = train.length + validation.length + test.length;
  throw failure('MODEL_TOO_LARGE.treeTime', { sequences, minutes: Math.round(seconds / 60) });
}
