import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecipeChoices } from '../../../src/shared/domain/model';
import type { HeldData } from '../../../src/main/engine/prepare/prepared';
import { writePrepared } from '../../../src/main/engine/prepare/prepared';
import { proposeRecipe } from '../../../src/main/engine/models/recipe/propose';
import { createControl } from '../../../src/main/engine/training/control';
import type { TrainingEvent, TrainingJob } from '../../../src/main/engine/training/job';
import { train } from '../../../src/main/engine/training/train';

export type Finished = Extract<TrainingEvent, { kind: 'finished' }>;

/** Of this process: the kernel of a second run must not hang on how busy the machine was meanwhile. */
const choicesFile = join(mkdtempSync(join(tmpdir(), 'unroll-choices-')), 'kernel-choices.json');

/** A training job in a folder of its own. */
export async function makeJob(data: HeldData, choices: RecipeChoices = {}): Promise<TrainingJob> {
  const runDir = mkdtempSync(join(tmpdir(), 'unroll-training-'));
  const preparedFile = join(runDir, 'prepared.safetensors');
  await writePrepared(preparedFile, data);
  const { recipe } = proposeRecipe(data, choices, 'sensor');
  return { run: 'r1', runDir, preparedFile, recipe, resume: false, choicesFile };
}

/** Runs a job in this thread. `onEvent` may send commands. */
export async function runTraining(
  job: TrainingJob,
  onEvent: (event: TrainingEvent, control: ReturnType<typeof createControl>) => void = () => {},
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  const control = createControl();
  await train(
    job,
    (event) => {
      events.push(event);
      onEvent(event, control);
    },
    control,
  );
  return events;
}

export const only = <Kind extends TrainingEvent['kind']>(
  events: readonly TrainingEvent[],
  kind: Kind,
): Extract<TrainingEvent, { kind: Kind }>[] =>
  events.filter((event): event is Extract<TrainingEvent, { kind: Kind }> => event.kind === kind);
