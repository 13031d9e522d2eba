import { stat } from 'node:fs/promises';
import type { SplitName } from '../../../shared/domain/dataset';
import { usualCriteria } from '../../../shared/domain/detection';
import type {
  DecideBy,
  Detection,
  EventCriteria,
  EventDecision,
  EventLook,
} from '../../../shared/domain/detection';
import { failure } from '../../../shared/sentences/failure';
import { asHeadOutputs } from '../baselines/answers';
import { detectionOf, softOf } from '../learning/events/detection';
import { intersectionVerdicts } from '../learning/events/intersection';
import { toleranceOf } from '../learning/events/measure';
import { saidOf } from '../learning/events/said';
import { hasEvents } from '../learning/events/soft-part';
import type { SoftPart, SoftStretch } from '../learning/events/soft-part';
import type { TimedEvent } from '../learning/events/timed-event';
import { predictLogits } from '../learning/predict';
import { windowsOf } from '../models/network/batch';
import { fitScaling } from '../models/scale/scaling';
import { loadFitted, loadModel, loadPrepared } from '../models/trained/loaded';
import { examplesOf } from '../prepare/examples-of';
import type { PreparedData } from '../prepare/prepared';
import type { ModelFiles } from './looked-at';

interface ModelAndData extends ModelFiles {
  /** Null where steps have no time. */
  readonly stepSeconds: number | null;
}

export interface DetectInput extends ModelAndData {
  /** Judged as it is, or chosen. */
  readonly how: EventDecision | { readonly by: DecideBy; readonly mostFalseAlarms?: number | undefined };
  readonly criteria: EventCriteria;
}

export interface LookAtEventsInput extends ModelAndData {
  readonly split: SplitName;
  readonly decision: EventDecision;
  readonly label: string;
  readonly curve: boolean;
}

const CURVE_POINTS = 49;
const MOST_WRONG = 500;
/** What a network says of a part is kept for as long as somebody drags its threshold. */
const KEPT = 4;
const kept = new Map<string, SoftPart | null>();

/** @throws UnrollError ARGUMENT_INVALID where recordings have no events in them */
export async function detectJob(input: DetectInput): Promise<Detection> {
  const data = await loadPrepared(input.preparedFile);
  const parts = {
    validation: await softFor(input, data, 'validation'),
    test: await softFor(input, data, 'test'),
  };
  const detection = detectionOf(data, parts, input.how, input.criteria);
  if (detection === null) throw failure('ARGUMENT_INVALID.noEvents');
  return detection;
}

/** @throws UnrollError as {@link detectJob} */
export async function lookAtEventsJob(input: LookAtEventsInput): Promise<EventLook> {
  const { decision, label, split } = input;
  const data = await loadPrepared(input.preparedFile);
  const part = await softFor(input, data, split);
  if (part === null) throw failure('ARGUMENT_INVALID.noEvents');
  const judged = part.stretches.map((stretch) => judgedBy(part, stretch, decision));
  const perLabel = part.labels.map((name, k) => countsOf(name, k, judged));
  const wrong = part.stretches.flatMap((stretch, k) => wrongIn(part, stretch, judged[k]!, data, split));
  const seconds = part.stretches.reduce(
    (sum, { scores, stepSeconds }) => sum + (scores.length / part.labels.length) * stepSeconds,
    0,
  );
  return {
    ...{ seconds, perLabel, wrong: wrong.slice(0, MOST_WRONG) },
    curve: input.curve ? curveOver(part, decision, label) : null,
  };
}

async function softFor(
  { weightsFile, preparedFile, stepSeconds }: ModelAndData,
  data: PreparedData,
  split: SplitName,
): Promise<SoftPart | null> {
  if (!hasEvents(data, stepSeconds)) throw failure('ARGUMENT_INVALID.noEvents');
  const { size, mtimeMs, ino } = await stat(weightsFile);
  const key = `${weightsFile}:${size}:${mtimeMs}:${ino}:${preparedFile}:${split}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const examples = examplesOf(data, split);
  const soft = softOf(data, { examples, logits: await logitsOf(weightsFile, data, examples) }, stepSeconds);
  kept.set(key, soft);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return soft;
}

async function logitsOf(
  weightsFile: string,
  data: PreparedData,
  examples: Int32Array,
): Promise<Float32Array> {
  const windows = windowsOf(data, examples);
  const fitted = await loadFitted(weightsFile);
  if (fitted !== null) return asHeadOutputs(data, fitScaling(data), windows, await fitted.predict(windows));
  const { network, model } = await loadModel(weightsFile);
  return predictLogits(network, model.scaling, windows);
}

interface Judged {
  readonly truth: readonly TimedEvent[];
  readonly said: readonly TimedEvent[];
  readonly found: readonly boolean[];
  readonly right: readonly boolean[];
}

function judgedBy(part: SoftPart, stretch: SoftStretch, decision: EventDecision): Judged {
  const { truth } = stretch;
  const said = saidOf(part, stretch, decision);
  return { truth, said, ...intersectionVerdicts({ truth, said }, toleranceOf(usualCriteria)) };
}

function countsOf(label: string, k: number, judged: readonly Judged[]): EventLook['perLabel'][number] {
  let [truth, misses, falseAlarms] = [0, 0, 0];
  for (const own of judged) {
    own.truth.forEach((event, j) => {
      if (event.label !== k) return;
      truth++;
      misses += Number(!own.found[j]!);
    });
    own.said.forEach((event, j) => (falseAlarms += Number(event.label === k && !own.right[j]!)));
  }
  return { label, truth, misses, falseAlarms };
}

/** With everything but one threshold as decided; its lower threshold stays in proportion. */
function curveOver(part: SoftPart, decision: EventDecision, label: string): EventLook['curve'] {
  const k = part.labels.indexOf(label);
  const on = Array.from({ length: CURVE_POINTS }, (_, at) =>
    Number((0.02 + (0.96 * at) / (CURVE_POINTS - 1)).toFixed(2)),
  );
  const counts = on.map((threshold) => {
    const changed = withThreshold(decision, label, threshold);
    return countsOf(
      label,
      k,
      part.stretches.map((stretch) => judgedBy(part, stretch, changed)),
    );
  });
  return {
    on,
    misses: counts.map(({ misses }) => misses),
    falseAlarms: counts.map(({ falseAlarms }) => falseAlarms),
  };
}

function withThreshold(decision: EventDecision, label: string, on: number): EventDecision {
  return {
    ...decision,
    labels: decision.labels.map((own) =>
      own.label === label ? { ...own, on, off: own.on === 0 ? on : (on * own.off) / own.on } : own,
    ),
  };
}

function wrongIn(
  part: SoftPart,
  { firstRow, stepSeconds }: SoftStretch,
  { truth, said, found, right }: Judged,
  data: PreparedData,
  split: SplitName,
): EventLook['wrong'] {
  const of = (kind: 'miss' | 'falseAlarm', { label, onset, offset }: TimedEvent): EventLook['wrong'] => {
    const row = firstRow + Math.round(onset / stepSeconds);
    const example = exampleAt(data, split, row);
    if (example < 0) return [];
    const from = (row - data.starts[example]!) * stepSeconds;
    const name = part.labels[label]!;
    return [{ kind, label: name, example, fromSeconds: from, toSeconds: from + offset - onset }];
  };
  return [
    ...truth.flatMap((event, k) => (found[k]! ? [] : of('miss', event))),
    ...said.flatMap((event, k) => (right[k]! ? [] : of('falseAlarm', event))),
  ].sort((a, b) => a.example - b.example || a.fromSeconds - b.fromSeconds);
}

/** The first of a part in which a row is judged; −1 where there is none. */
function exampleAt(data: PreparedData, split: SplitName, row: number): number {
  const { starts, lengths, scoredFrom } = data;
  for (const example of examplesOf(data, split))
    if (row >= starts[example]! + scoredFrom[example]! && row < starts[example]! + lengths[example]!)
      return example;
  return -1;
}
