import { InvalidArgumentError } from 'commander';
import type { Run } from '../../shared/domain/run';
import { failure } from '../../shared/sentences/failure';
import { finishActivity } from './activity-progress';
import type { Session } from './command';
import { remarkWords } from './language';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** `90s`, `5m`, `2h`: seconds. @throws InvalidArgumentError */
export function budgetOf(text: string): number {
  const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text.trim()) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Give a time as 90s, 5m or 2h.');
  return Number(count) * unitSeconds[unit]!;
}

interface Wanted {
  readonly budgetSeconds: number;
  readonly seed?: number;
  readonly name?: string;
}

/**
 * The run that the lab chose, as soon as it begins; every step is told meanwhile. Ctrl+C takes the best so far.
 * @throws UnrollError CANCELLED where no model was tried to its end
 */
export async function chosenRun(session: Session, dataset: string, wanted: Wanted): Promise<Run> {
  const { client, progress } = session;
  const { activity } = await client.choices.start({ dataset, ...wanted });
  let told = 0;
  const tell = async (): Promise<string | null> => {
    const choice = await client.choices.get({ activity });
    for (const remark of choice.told.slice(told)) progress.log(remarkWords(remark));
    told = choice.told.length;
    return choice.run;
  };
  const timer = setInterval(() => void tell().catch(() => {}), 500);
  try {
    // A choice that was cut short has made its run all the same.
    await finishActivity(session, activity);
  } finally {
    clearInterval(timer);
  }
  const run = await tell();
  if (run === null) throw failure('CANCELLED.choice');
  return client.runs.get({ run });
}
