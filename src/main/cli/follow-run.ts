import type { EpochMetrics, Run } from '../../shared/domain/run';
import type { MeasuredValues } from '../../shared/domain/tasks/task-facts';
import { modelKind, modelName } from '../../shared/domain/model-name';
import { errorFromShape } from '../../shared/domain/error';
import type { Verdict } from '../../shared/domain/verdict';
import { say } from '../../shared/sentences/say';
import type { Session } from './command';
import type { Result } from './output';
import { duration, fields, significant } from './output';
import { eventsJson, eventsText, rejectText, unseenText } from './event-scores';
import { scoreIntervals, scoreNumbers } from './score-numbers';
import { floorsText } from './run-floors';
import type { ComparedFloor } from './run-floors';
import { heading, remarkWords } from './language';
import { verdictText } from './verdict';

const ended = new Set<Run['status']>(['completed', 'stopped', 'interrupted', 'failed']);

function epochLine(epochs: EpochMetrics, total: number): string {
  const last = epochs.epoch.length - 1;
  const at = (column: ArrayLike<number>): string => significant(column[last] ?? NaN);
  return (
    `epoch ${epochs.epoch[last]}/${total}  loss ${at(epochs.trainLoss)}  metric ${at(epochs.trainMetric)}` +
    `  val loss ${at(epochs.validationLoss)}  val metric ${at(epochs.validationMetric)}`
  );
}

/** Progress on stderr until the run has ended. */
async function watchRun({ client, progress }: Session, run: Run, signal: AbortSignal): Promise<void> {
  const totalEpochs = run.recipe.training.epochs;
  // How many steps an epoch has is known once the worker has read the data.
  let { stepsPerEpoch } = run;
  const shareOf = (step: number): number | null =>
    stepsPerEpoch === 0 ? null : Math.min(1, step / (totalEpochs * stepsPerEpoch));
  const startedMs = Date.now();
  let firstStep: number | null = null;
  let facts = '';
  let shownDecisions = run.decisions.length;
  for await (const event of await client.runs.watch({}, { signal })) {
    if (event.kind === 'deleted' || (event.kind === 'changed' ? event.run.id : event.run) !== run.id)
      continue;
    if (event.kind === 'changed') {
      ({ stepsPerEpoch } = event.run);
      for (const { level, remark } of event.run.decisions.slice(shownDecisions))
        progress.log(`${level === 'warning' ? 'warning' : 'note'}: ${remarkWords(remark)}`);
      shownDecisions = event.run.decisions.length;
      if (event.run.progress !== null) progress.show('fitting', event.run.progress, '');
      if (ended.has(event.run.status)) return;
    } else if (event.kind === 'epoch') {
      facts = epochLine(event.epochs, totalEpochs);
      progress.show('training', shareOf(event.epochs.step[event.epochs.step.length - 1]!), facts);
    } else {
      const step = event.steps.step[event.steps.step.length - 1];
      if (step === undefined) continue;
      firstStep ??= step;
      const rate = (step - firstStep) / (Date.now() - startedMs);
      const stepsLeft = totalEpochs * stepsPerEpoch - step;
      const left = rate > 0 && stepsLeft > 0 ? `  at most ${duration(stepsLeft / rate / 1000)} left` : '';
      progress.show('training', shareOf(step), facts + left);
    }
  }
}

/**
 * Follows a run to its end. Ctrl+C stops it at the next step, scored and resumable; a second Ctrl+C quits at once.
 * @throws UnrollError what the run failed of
 */
export async function followRun(session: Session, run: Run): Promise<Run> {
  const { client, progress } = session;
  let asked = 0;
  const stop = (): void => {
    asked += 1;
    if (asked > 1) process.exit(1);
    progress.log(
      `Stopping at the next step; \`unroll resume ${run.id}\` goes on. Ctrl+C again quits at once.`,
    );
    void client.runs.stop({ run: run.id }).catch(() => {});
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const watching = new AbortController();
  try {
    // The watch is for the eyes; the answer of `wait` is what counts.
    const watch = watchRun(session, run, watching.signal).catch(() => {});
    const end = await client.runs.wait({ run: run.id });
    watching.abort();
    await watch;
    progress.clear();
    if (end.status === 'interrupted') progress.log(`\`unroll resume ${run.id}\` goes on.`);
    if (end.error) throw errorFromShape(end.error);
    return end;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** How many values were measured, where not all were. */
const measuredOf = (scores: Run['test']): MeasuredValues | undefined =>
  scores !== null && 'measured' in scores ? scores.measured : undefined;

function scoreText(scores: Run['test']): string {
  const numbers = Object.entries(scoreNumbers(scores) ?? {});
  const measured = measuredOf(scores);
  const said = numbers.map(([name, value]) => `${name} ${significant(value)}`);
  return [...said, ...(measured ? [say('en', 'scores.measured', measured)] : [])].join('  ') || '–';
}

/** How fast the steps went, and where their time went; null before the first. */
function timingText({ timing }: Run): string | null {
  const { inputMs, kernelMs, restMs, stepsPerSecond } = timing;
  const total = inputMs + kernelMs + restMs;
  // A fit without a network has no steps.
  if (total === 0 || stepsPerSecond === 0) return null;
  const share = (ms: number): string => `${Math.round((100 * ms) / total)} %`;
  return (
    `${significant(stepsPerSecond)} steps/s: ` +
    `kernel ${share(kernelMs)}, input ${share(inputMs)}, rest ${share(restMs)}`
  );
}

/** The contract's answer to `train` and `resume`. */
export function runResult(run: Run, floors: readonly ComparedFloor[], verdict: Verdict | null): Result {
  const { id, status, backend, kernel, parameters, epoch, bestEpoch, validation, test, timing } = run;
  const measured = measuredOf(test);
  const computed = backend === null ? [] : [`${backend} tensors`, `${kernel} kernel`];
  return {
    json: {
      run: id,
      model: modelKind(run.recipe.model),
      status,
      backend,
      kernel,
      parameters,
      epochs: epoch,
      bestEpoch,
      validation: scoreNumbers(validation),
      test: scoreNumbers(test),
      intervals: scoreIntervals(test),
      ...(measured && { measured }),
      ...(run.detection !== undefined && { detection: eventsJson(run.detection) }),
      ...(run.reject !== undefined && { reject: run.reject }),
      ...(run.unseen !== undefined && { unseen: run.unseen }),
      floor: run.floor,
      floors,
      verdict,
      seconds: timing.seconds,
    },
    text: [
      fields([
        [heading('run'), `${id}  ${run.name}`],
        [heading('status'), status],
        [heading('model'), [modelName(run.recipe.model), `${parameters} parameters`, ...computed].join(', ')],
        epoch > 0
          ? ['epochs', `${epoch}, best ${bestEpoch ?? '–'}, ${duration(timing.seconds)}`]
          : ['fitted in', duration(timing.seconds)],
        [heading('speed'), timingText(run)],
        [heading('validation'), scoreText(validation)],
        [heading('test'), scoreText(test)],
      ]),
      ...(run.reject === undefined ? [] : ['', rejectText(run.reject)]),
      ...(run.detection === undefined ? [] : ['', eventsText(run.detection)]),
      ...(run.unseen === undefined ? [] : ['', unseenText(run.unseen)]),
      ...(floors.length === 0 ? [] : ['', floorsText(floors)]),
      ...(verdict === null ? [] : ['', verdictText(verdict)]),
    ].join('\n'),
  };
}
