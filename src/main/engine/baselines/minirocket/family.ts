import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { windowsOf } from '../../models/network/batch';
import type { Window } from '../../models/scale/forecast-scale';
import type { PreparedData } from '../../prepare/prepared';
import { RandomStream } from '../../random/random-stream';
import { temperatureOf } from '../calibrate';
import { thinned } from '../thinned';
import type { Family, FitContext, FittedModel, StoredModel } from '../family';
import { restoreStandard, standardOf, storedStandard } from '../sequences';
import type { Standard } from '../sequences';
import { seriesOf } from '../series';
import { numbers, tensor } from '../stored';
import { MOST_EXAMPLES, requireTime } from './cost';
import { fitKernels, KERNELS, Transform, tripleOf } from './kernels';
import type { Kernels } from './kernels';
import { ridgeClassifier } from './ridge-classifier';

type Description = Pick<StoredModel<'minirocket'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

interface Facts {
  /** Shorter sequences are filled up with zeros (the mean) to this many steps, the longest of the training part. */
  readonly steps: number;
  readonly penalty: number;
  /** Class scores · factor are logarithms of probabilities, up to a constant. */
  readonly factor: number;
}

interface Numbers {
  readonly kernels: Kernels;
  /** [features, classes] */
  readonly weights: Float32Array;
  /** [classes] */
  readonly intercepts: Float64Array;
}

export class MiniRocketModel implements FittedModel<'minirocket'> {
  readonly #transform: Transform;

  constructor(
    readonly description: Description,
    readonly standard: Standard,
    readonly facts: Facts,
    readonly numbers: Numbers,
  ) {
    this.#transform = new Transform(numbers.kernels);
  }

  get parameters(): number {
    const { kernels, weights, intercepts } = this.numbers;
    return kernels.biases.length + weights.length + intercepts.length;
  }

  predict(windows: readonly Window[]): Float32Array {
    const { weights, intercepts } = this.numbers;
    const classes = intercepts.length;
    const answers = new Float32Array(windows.length * classes);
    windows.forEach((window, row) => {
      const features = this.#features(window);
      const own = intercepts.slice();
      for (let f = 0, k = 0; f < features.length; f++)
        for (let c = 0; c < classes; c++, k++) own[c]! += features[f]! * weights[k]!;
      answers.set(
        own.map((score) => score * this.facts.factor),
        row * classes,
      );
    });
    return answers;
  }

  /** What the features of each combination of kernel, dilation and channels add to the answer that is given. */
  explain(window: Window): {
    names: string[];
    values: Float32Array;
    contributions: Float64Array;
    answer: string;
  } {
    const { kernels, weights, intercepts } = this.numbers;
    const classes = intercepts.length;
    const features = this.#features(window).slice();
    const answers = this.predict([window]);
    const column = answers.indexOf(Math.max(...answers));
    const count = kernels.channelStarts.length - 1;
    const values = new Float32Array(count);
    const contributions = new Float64Array(count);
    const names: string[] = [];
    for (let combination = 0, f = 0; combination < count; combination++) {
      const d = Math.floor(combination / KERNELS);
      const each = kernels.biasesEach[d]!;
      for (let k = 0; k < each; k++, f++) {
        values[combination]! += features[f]! / each;
        contributions[combination]! += features[f]! * weights[f * classes + column]!;
      }
      names.push(this.#nameOf(combination, d));
    }
    return { names, values, contributions, answer: this.description.outputs[column]! };
  }

  stored(): StoredModel<'minirocket'> {
    const { kernels, weights, intercepts } = this.numbers;
    const whole = (data: Int32Array | Float32Array) => ({ shape: [data.length], data });
    return {
      ...this.description,
      facts: { ...this.facts },
      tensors: new Map([
        ...storedStandard(this.standard),
        ['kernels/dilations', whole(kernels.dilations)],
        ['kernels/biases_each', whole(kernels.biasesEach)],
        ['kernels/channel_starts', whole(kernels.channelStarts)],
        ['kernels/channels', whole(kernels.channels)],
        ['kernels/biases', whole(kernels.biases)],
        ['head/weights', { shape: [kernels.biases.length, intercepts.length], data: weights }],
        ['head/intercepts', tensor(intercepts)],
      ]),
    };
  }

  #features(window: Window): Float32Array {
    return this.#transform.of(seriesOf(window, this.standard, this.facts.steps));
  }

  /** `every 5th step, 2 at 1 4 9 · x + y` */
  #nameOf(combination: number, d: number): string {
    const { channelStarts, channels, dilations } = this.numbers.kernels;
    const added = channels.subarray(channelStarts[combination], channelStarts[combination + 1]);
    const names = [...added].map((channel) => this.description.featureNames[this.standard.columns[channel]!]);
    const places = tripleOf(combination - d * KERNELS).map((place) => place + 1);
    return `${names.join(' + ')} · ${dilations[d]} · ${places.join(' ')}`;
  }
}

async function fitTo(
  context: FitContext<'minirocket'>,
  given: Int32Array,
  examples: Int32Array,
): Promise<MiniRocketModel> {
  const { data, spec, training, report } = context;
  const standard = standardOf(data);
  const steps = given.reduce((most, example) => Math.max(most, data.lengths[example]!), 9);
  const series = windowsOf(data, examples).map((window) => seriesOf(window, standard, steps));
  const random = new RandomStream(training.seed, 'sample');
  const kernels = fitKernels(series, { steps, features: spec.kernelFeatures, random });
  const transform = new Transform(kernels);
  const x = new Float32Array(series.length * transform.features);
  for (const [row, one] of series.entries()) {
    x.set(transform.of(one), row * transform.features);
    if (row % 16 === 0) await report((0.5 * row) / series.length);
  }
  const labels = examples.map((example) => data.labels[example]!);
  const classes = data.outputs.length;
  const { weights, intercepts, penalty, leftOut } = await ridgeClassifier(
    ...([x, transform.features, labels, classes] as const),
    (share) => report(0.5 + 0.5 * share),
  );
  const { task, featureNames, outputs } = data;
  const factor = temperatureOf(leftOut, labels, classes);
  return new MiniRocketModel(
    { spec, task, featureNames, outputs },
    standard,
    { steps, penalty, factor },
    { kernels, weights, intercepts },
  );
}

function remarksOf(
  data: PreparedData,
  train: Int32Array,
  used: Int32Array,
  { facts }: MiniRocketModel,
): Remark[] {
  const shortest = train.reduce((least, example) => Math.min(least, data.lengths[example]!), Infinity);
  return [
    remark('fit.leftOut', { penalty: Number(facts.penalty.toPrecision(2)) }),
    ...(shortest < facts.steps ? [remark('fit.filledUp', { steps: facts.steps })] : []),
    ...(used.length < train.length
      ? [remark('fit.thinned', { used: used.length, examples: train.length })]
      : []),
  ];
}

/**
 * MiniRocket (Dempster, Schmidt & Webb 2021): shares of outputs of 84 fixed kernels above biases, then ridge regression to the
 * classes with the penalty that errs least when each example is left out; what was left out also says how sure an answer is
 * (temperature scaling, Guo et al. 2017).
 */
export const miniRocketFamily: Family<'minirocket'> = {
  async fit(context) {
    requireTime(context, context.spec.kernelFeatures);
    const { data, parts } = context;
    const fitThinned = (examples: Int32Array): Promise<MiniRocketModel> =>
      fitTo(context, examples, thinned(examples, MOST_EXAMPLES));
    const model = await fitThinned(parts.train);
    const used = thinned(parts.train, MOST_EXAMPLES);
    return { model, remarks: remarksOf(data, parts.train, used, model), again: fitThinned };
  },
  restore(stored) {
    const { spec, task, featureNames, outputs, facts, tensors } = stored;
    const data = <T>(name: string): T => tensors.get(name)!.data as T;
    return new MiniRocketModel(
      { spec, task, featureNames, outputs },
      restoreStandard(stored),
      facts as unknown as Facts,
      {
        kernels: {
          dilations: data('kernels/dilations'),
          biasesEach: data('kernels/biases_each'),
          channelStarts: data('kernels/channel_starts'),
          channels: data('kernels/channels'),
          biases: data('kernels/biases'),
        },
        weights: data('head/weights'),
        intercepts: numbers(stored, 'head/intercepts'),
      },
    );
  },
};
