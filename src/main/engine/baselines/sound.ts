import { hasClasses, traitsOf } from '../../../shared/domain/task';
import * as v from 'valibot';
import type { NamedTensor } from '../files/safetensors';
import { ForecastScaleSchema } from '../../../shared/contract/model-card';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
import type { ClassicalFamily } from './defaults';
import type { StoredModel } from './family';
import { STATISTICS_PER_CHANNEL } from './outline';
import { MOST_MEMBERS } from '../../../shared/domain/model';
import { storedMembers } from './ensemble/family';
import { memberModel, requireAlike } from './ensemble/member';
import { gatesOf } from './latent/next-net';
import { prefixOffset } from './naive/prefixes';
import { featuresPerChannel, LEAST_STEPS } from './quant/intervals';
import { storedColumns } from './sequences';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const count = v.pipe(whole, v.minValue(1));
const number = v.pipe(v.number(), v.finite());
const stepsAhead = v.array(v.object({ channel: whole, step: v.pipe(count, v.maxValue(100_000)) }));
const forecastScale = v.nullable(ForecastScaleSchema);

const facts = {
  naive: v.object({ steps: v.pipe(count, v.maxValue(1_000_000)), ridge: number, factor: number }),
  ar: v.object({
    order: v.pipe(whole, v.maxValue(2048)),
    curve: v.array(v.nullable(v.number())),
    factor: number,
    rows: v.pipe(v.array(count), v.minLength(1)),
    forecast: stepsAhead,
    /** Files of earlier versions have hidden units without a line. */
    line: v.optional(v.boolean(), false),
  }),
  markov: v.object({
    states: v.pipe(count, v.maxValue(256)),
    order: v.pipe(whole, v.maxValue(4)),
    smoothing: v.pipe(number, v.gtValue(0)),
    chains: count,
    factor: number,
    seed: number,
    forecast: stepsAhead,
  }),
  latent: v.object({
    states: v.pipe(count, v.maxValue(64)),
    models: count,
    factor: number,
    rows: v.optional(v.array(count), () => []),
    forecast: stepsAhead,
  }),
  dtw: v.object({
    forecast: forecastScale,
    band: v.pipe(number, v.minValue(0), v.maxValue(1)),
    scale: v.picklist(['channel', 'common']),
  }),
  statistics: v.object({ forecast: forecastScale }),
  minirocket: v.object({
    steps: v.pipe(v.number(), v.integer(), v.minValue(9), v.maxValue(10_000_000)),
    penalty: number,
    factor: number,
  }),
  quant: v.object({
    steps: v.pipe(v.number(), v.integer(), v.minValue(LEAST_STEPS), v.maxValue(1_000_000)),
  }),
  ensemble: v.object({
    members: v.pipe(
      v.array(v.object({ run: v.string(), header: v.string() })),
      v.minLength(2),
      v.maxLength(MOST_MEMBERS),
    ),
  }),
} as const satisfies Record<ClassicalFamily, v.GenericSchema>;

/** Sums of squares of what is smaller stay numbers, and loops that wait for one end. */
const MOST_MAGNITUDE = 1e100;

type Kind = 'Float32Array' | 'Float64Array' | 'Int32Array';

/** A fitted model of unknown origin, and how large its parts must be. */
class Suspect {
  readonly features: number;
  readonly outputs: number;
  readonly width: number;
  readonly isClassifier: boolean;

  constructor(readonly stored: StoredModel<ClassicalFamily>) {
    this.features = stored.featureNames.length;
    this.outputs = stored.outputs.length;
    const { tensors } = stored;
    const kept = tensors.get('standard/mean')?.data.length ?? tensors.get('references/values')?.shape[1] ?? 0;
    this.width = storedColumns(stored.featureNames, kept).length;
    this.isClassifier = hasClasses(stored.task);
  }

  /** One model a class, or the forecast's only one. */
  get groups(): number {
    return this.isClassifier ? this.outputs : 1;
  }

  /** Of a latent model that is no linear one. */
  get net(): { units: number; columns: number } | null {
    const { spec } = this.stored;
    if (spec.family !== 'latent' || spec.transition === 'linear') return null;
    return { units: spec.states, columns: gatesOf[spec.transition] * spec.states };
  }

  require(holds: boolean, reason: Why): void {
    if (!holds) throw failure('MODEL_UNREADABLE.contradicts', { ...reason });
  }

  has(name: string): boolean {
    return this.stored.tensors.has(name);
  }

  tensor(name: string, kind: Kind, length?: number): NamedTensor['data'] {
    const data = this.stored.tensors.get(name)?.data;
    this.require(
      data?.constructor.name === kind && (length === undefined || data.length === length),
      why('why.model.tensor', { tensor: name }),
    );
    return data!;
  }

  standard(): void {
    for (const name of ['standard/mean', 'standard/deviation']) this.tensor(name, 'Float64Array', this.width);
  }

  priors(): void {
    this.tensor('priors', 'Float64Array', this.isClassifier ? this.outputs : 0);
  }

  scaler(): void {
    for (const name of ['scaler/mean', 'scaler/deviation']) this.tensor(name, 'Float32Array', this.features);
  }

  stepsAhead(forecast: v.InferOutput<typeof stepsAhead>): void {
    this.require(
      forecast.length === (this.isClassifier ? 0 : this.outputs) &&
        forecast.every(({ channel }) => channel < this.width),
      why('why.model.outputs'),
    );
  }

  scale(forecast: v.InferOutput<typeof forecastScale>): void {
    this.require(
      (forecast === null) === this.isClassifier &&
        (forecast === null ||
          (forecast.outputs.length === this.outputs &&
            forecast.outputs.every(({ target }) => target < forecast.targets.length) &&
            forecast.targets.every(({ column }) => column < this.features))),
      why('why.model.outputs'),
    );
  }
}

const checks: {
  readonly [F in ClassicalFamily]: (it: Suspect, given: v.InferOutput<(typeof facts)[F]>) => void;
} = {
  naive(it, { steps }) {
    it.standard();
    it.tensor('prefixes', 'Float32Array', prefixOffset(steps + 1, it.width, it.outputs));
    for (const name of ['target/mean', 'target/deviation']) it.tensor(name, 'Float64Array', it.outputs);
  },
  ar(it, { order, rows, forecast, line }) {
    it.standard();
    it.priors();
    it.stepsAhead(forecast);
    it.require(rows.length === it.groups, why('why.model.autoregressions'));
    const { width } = it;
    const inputs = 1 + order * width;
    rows.forEach((_, k) => {
      const { length } = it.tensor(`${k}/weights`, 'Float64Array');
      if (it.has(`${k}/hidden`)) {
        it.require(
          length % width === 0 && length > width,
          why('why.model.hidden', { tensor: `${k}/weights` }),
        );
        it.tensor(`${k}/hidden`, 'Float64Array', inputs * (length / width - 1));
        if (line) it.tensor(`${k}/line`, 'Float64Array', inputs * width);
      } else it.require(length === inputs * width, why('why.model.order', { tensor: `${k}/weights` }));
      it.tensor(`${k}/initial_mean`, 'Float64Array', width);
      for (const name of ['covariance', 'initial_covariance'])
        it.tensor(`${k}/${name}`, 'Float64Array', width * width);
    });
  },
  markov(it, { states, order, chains, forecast }) {
    it.standard();
    it.priors();
    it.stepsAhead(forecast);
    it.require(chains === it.groups, why('why.model.chains'));
    it.tensor('states/centroids', 'Float64Array', states * it.width);
    it.tensor('states/axis', 'Float64Array', it.width);
    if (it.has('states/edges')) it.tensor('states/edges', 'Float64Array', states - 1);
    for (let k = 0; k < chains; k++)
      for (let n = 0; n <= order; n++) it.tensor(`${k}/counts_${n}`, 'Float64Array', states ** (n + 1));
  },
  latent(it, { states, models, rows, forecast }) {
    it.standard();
    it.priors();
    it.stepsAhead(forecast);
    it.require(models === it.groups, why('why.model.models'));
    const { width } = it;
    const sizes = {
      A: states * states,
      C: width * states,
      d: width,
      Q: states * states,
      R: width * width,
      initial_mean: states,
      initial_covariance: states * states,
    };
    for (let k = 0; k < models; k++)
      for (const [name, size] of Object.entries(sizes)) it.tensor(`${k}/${name}`, 'Float64Array', size);
    const net = it.net;
    it.require(rows.length === (net === null ? 0 : models), why('why.model.nets'));
    if (net === null) return;
    const { units, columns } = net;
    const netSizes = {
      kernel: width * columns,
      recurrent_kernel: units * columns,
      bias: columns,
      head: units * width,
      head_bias: width,
      line: (1 + width) * width,
      covariance: width * width,
      first_mean: width,
      first_covariance: width * width,
    };
    for (let k = 0; k < models; k++)
      for (const [name, size] of Object.entries(netSizes)) it.tensor(`${k}/${name}`, 'Float64Array', size);
  },
  dtw(it, { forecast }) {
    it.scaler();
    it.scale(forecast);
    const steps = it.tensor('references/steps', 'Int32Array');
    it.require(steps.length > 0 && steps.every((own) => own > 0), why('why.model.emptyReference'));
    const rows = (steps as Int32Array).reduce((sum, own) => sum + own, 0);
    it.tensor('references/values', 'Float64Array', rows * it.width);
    it.tensor('references/example', 'Int32Array', steps.length);
    const labels = it.tensor('references/label', 'Int32Array', it.isClassifier ? steps.length : 0);
    it.require(
      labels.every((label) => label >= 0 && label < it.outputs),
      why('why.model.referenceClass'),
    );
    it.tensor('references/continuation', 'Float64Array', forecast === null ? 0 : steps.length * it.outputs);
  },
  statistics(it, { forecast }) {
    it.scaler();
    it.scale(forecast);
    const described = STATISTICS_PER_CHANNEL * it.features;
    for (const name of ['statistics/mean', 'statistics/deviation'])
      it.tensor(name, 'Float64Array', described);
    it.tensor('head/weights', 'Float64Array', (described + 1) * it.outputs);
  },
  minirocket(it) {
    it.standard();
    it.require(it.isClassifier, why('why.model.task'));
    const dilations = it.tensor('kernels/dilations', 'Int32Array');
    it.require(
      dilations.length > 0 && dilations.every((one) => one > 0 && one < 2 ** 24),
      why('why.model.kernels'),
    );
    const each = it.tensor('kernels/biases_each', 'Int32Array', dilations.length);
    const starts = it.tensor('kernels/channel_starts', 'Int32Array', 84 * dilations.length + 1);
    const channels = it.tensor('kernels/channels', 'Int32Array');
    it.require(
      each.every((one) => one > 0 && one <= 50_000) &&
        starts[0] === 0 &&
        starts[starts.length - 1] === channels.length &&
        starts.every((start, k) => k === 0 || start > starts[k - 1]!) &&
        channels.every((channel) => channel >= 0 && channel < it.width),
      why('why.model.kernels'),
    );
    const features = 84 * (each as Int32Array).reduce((sum, one) => sum + one, 0);
    it.tensor('kernels/biases', 'Float32Array', features);
    it.tensor('head/weights', 'Float32Array', features * it.outputs);
    it.tensor('head/intercepts', 'Float64Array', it.outputs);
  },
  quant(it, { steps }) {
    it.standard();
    it.require(it.isClassifier, why('why.model.task'));
    const starts = it.tensor('trees/starts', 'Int32Array') as Int32Array;
    const nodes = starts[starts.length - 1] ?? 0;
    const feature = it.tensor('trees/feature', 'Int32Array', nodes) as Int32Array;
    const left = it.tensor('trees/left', 'Int32Array', nodes) as Int32Array;
    it.tensor('trees/threshold', 'Float32Array', nodes);
    const tally = it.tensor('trees/tally', 'Int32Array', nodes * it.outputs) as Int32Array;
    const features = it.width * featuresPerChannel(steps);
    it.require(
      starts.length > 1 &&
        starts[0] === 0 &&
        starts.every((start, k) => k === 0 || start > starts[k - 1]!) &&
        feature.every((own) => own >= -1 && own < features) &&
        childrenFollow(starts, feature, left) &&
        everyNodeCounts(tally, it.outputs),
      why('why.model.trees'),
    );
  },
  ensemble(it) {
    const members = storedMembers(it.stored).map(memberModel);
    requireAlike(members, it.stored);
    for (const { kind, model } of members) if (kind === 'fitted') requireSound(model);
  },
};

/** Whether both children of every cut lie behind it, within their tree: so every way ends. */
function childrenFollow(starts: Int32Array, feature: Int32Array, left: Int32Array): boolean {
  for (let tree = 0; tree + 1 < starts.length; tree++)
    for (let node = starts[tree]!; node < starts[tree + 1]!; node++) {
      const child = starts[tree]! + left[node]!;
      if (feature[node]! >= 0 && (child <= node || child + 1 >= starts[tree + 1]!)) return false;
    }
  return true;
}

/** Whether some example came to every node, and no class has less than none. */
function everyNodeCounts(tally: Int32Array, classes: number): boolean {
  for (let at = 0; at < tally.length; at += classes) {
    const own = tally.subarray(at, at + classes);
    if (own.some((count) => count < 0) || own.every((count) => count === 0)) return false;
  }
  return true;
}

/**
 * Checks a fitted model from elsewhere, before it is restored: every fact, and that every tensor is as large as facts and
 * names say, and holds numbers that can be computed with.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export function requireSound(stored: StoredModel<ClassicalFamily>): void {
  const it = new Suspect(stored);
  it.require(traitsOf(stored.task).isClassical, why('why.model.task'));
  const hasWidth = it.width > 0 || stored.spec.family === 'ensemble';
  it.require(hasWidth && it.outputs > 0, why('why.model.empty'));
  checkFamily(stored.spec.family, stored.facts, it);
  for (const [name, { data }] of stored.tensors)
    it.require(
      data.every((value) => Math.abs(value) <= MOST_MAGNITUDE),
      why('why.model.notNumber', { tensor: name }),
    );
}

function checkFamily<F extends ClassicalFamily>(family: F, written: unknown, it: Suspect): void {
  const given = v.safeParse<(typeof facts)[F]>(facts[family], written);
  if (given.success) checks[family](it, given.output);
  else it.require(false, why('why.model.facts'));
}
