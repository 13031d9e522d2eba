import { valuesSteps } from '../../../shared/domain/task';
import type { Task } from '../../../shared/domain/task';
import { failure } from '../../../shared/sentences/failure';
import { remark } from '../../../shared/sentences/say';
import type { Modality, PlanEdits, SplitPlan, WindowPlan } from '../../../shared/domain/dataset';
import { extent } from '../examples/lengths';
import type { Evidence } from './evidence';
import { byHand } from './evidence';

const MOST_STEPS = 256;
/** Of sound, and of values that follow from all that was before: remaining life. */
const MOST_SAMPLES = 512;
const FEWEST_STEPS = 16;
/** A training part shorter than so many windows gets shorter ones. */
const LEAST_WINDOWS = 8;
const MANY_WINDOWS = 4_000;

/** How long sequences are cut: so short that gradients reach, so long that the past counts. */
export function chooseWindows(
  task: Task,
  modality: Modality,
  lengths: readonly number[],
  split: SplitPlan,
  { windows: wanted }: PlanEdits,
  stepSeconds: number | null,
  evidence: Evidence,
): WindowPlan {
  const inSteps = (seconds: number | undefined): number | undefined => {
    if (seconds === undefined) return undefined;
    if (stepSeconds === null) throw failure('ARGUMENT_INVALID.secondsUnknown');
    return Math.max(2, Math.round(seconds / stepSeconds));
  };
  const [, longest] = extent(lengths);
  const train =
    split.kind === 'time' ? longest * (1 - split.testFraction) * (1 - split.validationFraction) : longest;
  const room = split.kind === 'time' ? Math.max(FEWEST_STEPS, Math.floor(train / LEAST_WINDOWS)) : longest;
  const steps =
    wanted?.steps ??
    inSteps(wanted?.seconds) ??
    Math.max(
      2,
      Math.min(modality === 'audio' || valuesSteps(task) ? MOST_SAMPLES : MOST_STEPS, room, longest),
    );
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const quarter = Math.max(1, Math.floor(steps / 4));
  const strideSteps =
    wanted?.strideSteps ?? inSteps(wanted?.hopSeconds) ?? (total / quarter <= MANY_WINDOWS ? quarter : steps);
  evidence.windows = wanted ? byHand : remark('windows.steps', { steps });
  return { steps, strideSteps };
}
