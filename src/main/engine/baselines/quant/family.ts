import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { windowsOf } from '../../models/network/batch';
import type { Window } from '../../models/scale/forecast-scale';
import { RandomStream } from '../../random/random-stream';
import type { Family, FitContext, FittedModel, StoredModel } from '../family';
import { restoreStandard, standardOf, storedStandard } from '../sequences';
import type { Standard } from '../sequences';
import { seriesOf } from '../series';
import { thinned } from '../thinned';
import { QuantCore } from './core';
import { quantSize, requireTime } from './cost';
import { addShares, growTrees, pathOf, votes } from './extra-trees';
import type { Trees } from './extra-trees';
import { intervalsFor, IntervalTransform, quantilesOf } from './intervals';
import type { Representation } from './intervals';

type Description = Pick<StoredModel<'quant'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

interface Facts {
  /** The longest of the training part: shorter sequences are filled up with the mean, longer ones cut. */
  readonly steps: number;
}

/** What an interval is of, as the view of a model writes it. */
const signs: { readonly [R in Representation]: string } = {
  values: 'x',
  slopes: 'Δ',
  bends: 'Δ²',
  frequencies: '|F|',
};

/** Share of the features that a node tries. */
const TRIED = 0.1;

export class QuantModel implements FittedModel<'quant'> {
  readonly #transform: IntervalTransform;
  readonly #featuresAt: number;

  constructor(
    readonly description: Description,
    readonly standard: Standard,
    readonly facts: Facts,
    readonly trees: Trees,
  ) {
    const core = new QuantCore();
    this.#transform = new IntervalTransform(core, facts.steps, standard.columns.length);
    this.#featuresAt = core.take(4 * this.#transform.features);
  }

  /** Features and thresholds of all cuts. */
  get parameters(): number {
    return this.trees.feature.reduce((sum, feature) => sum + (feature < 0 ? 0 : 2), 0);
  }

  /**
   * Shares of the trees' leaves, as if one more tree knew nothing: what no tree says is not impossible.
   */
  predict(windows: readonly Window[]): Float32Array {
    const classes = this.description.outputs.length;
    const trees = this.trees.starts.length - 1;
    const answers = new Float32Array(windows.length * classes);
    windows.forEach((window, row) => {
      const shares = votes(this.trees, this.#features(window), classes);
      for (let c = 0; c < classes; c++)
        answers[row * classes + c] = Math.log((shares[c]! * trees + 1 / classes) / (trees + 1));
    });
    return answers;
  }

  /**
   * What the cuts in each interval moved the share of the class that is answered, along the example's way through every tree
   * (Saabas 2014; Palczewska et al. 2013): with the share at the roots they add up to the trees' own.
   */
  explain(window: Window): {
    names: string[];
    values: Float32Array;
    contributions: Float64Array;
    answer: string;
  } {
    const { outputs, featureNames } = this.description;
    const classes = outputs.length;
    const x = this.#features(window).slice();
    const answers = this.predict([window]);
    const column = answers.indexOf(Math.max(...answers));
    const intervals = intervalsFor(this.facts.steps);
    const ofFeature = intervals.flatMap((interval, k) => new Array<number>(quantilesOf(interval)).fill(k));
    const { columns } = this.standard;
    const values = new Float32Array(columns.length * intervals.length);
    const contributions = new Float64Array(values.length);
    const count = this.trees.starts.length - 1;
    const shareAt = (node: number): number => {
      const shares = new Float64Array(classes);
      addShares(this.trees, node, 1, shares);
      return shares[column]!;
    };
    for (let tree = 0; tree < count; tree++) {
      let before: { node: number; share: number } | null = null;
      for (const node of pathOf(this.trees, tree, x)) {
        const share = shareAt(node);
        if (before !== null) {
          const feature = this.trees.feature[before.node]!;
          const channel = Math.floor(feature / ofFeature.length);
          const place = channel * intervals.length + ofFeature[feature % ofFeature.length]!;
          contributions[place]! += (share - before.share) / count;
          values[place]! += 1 / count;
        }
        before = { node, share };
      }
    }
    const names = [...columns].flatMap((own) =>
      intervals.map(({ of, begin, end }) => `${featureNames[own]} · ${signs[of]} · ${begin + 1}–${end}`),
    );
    return { names, values, contributions, answer: outputs[column]! };
  }

  stored(): StoredModel<'quant'> {
    const { starts, feature, threshold, left, tally } = this.trees;
    const whole = (data: Int32Array | Float32Array) => ({ shape: [data.length], data });
    return {
      ...this.description,
      facts: { ...this.facts },
      tensors: new Map([
        ...storedStandard(this.standard),
        ['trees/starts', whole(starts)],
        ['trees/feature', whole(feature)],
        ['trees/threshold', whole(threshold)],
        ['trees/left', whole(left)],
        ['trees/tally', { shape: [feature.length, this.description.outputs.length], data: tally }],
      ]),
    };
  }

  #features(window: Window): Float32Array {
    const { steps } = this.facts;
    this.#transform.to(seriesOf(window, this.standard, steps, steps), this.#featuresAt);
    return this.#transform.core.view(Float32Array, this.#featuresAt, this.#transform.features);
  }
}

async function fitTo(
  context: FitContext<'quant'>,
  { steps, features, most }: ReturnType<typeof quantSize>,
  given: Int32Array,
): Promise<QuantModel> {
  const { data, spec, training, report } = context;
  const examples = thinned(given, most);
  const rows = examples.length;
  const standard = standardOf(data);
  const core = new QuantCore();
  const transform = new IntervalTransform(core, steps, standard.columns.length);
  const xAt = core.take(4 * features * rows);
  for (const [row, window] of windowsOf(data, examples).entries()) {
    transform.to(seriesOf(window, standard, steps, steps), xAt + 4 * row, rows);
    if (row % 16 === 0) await report((0.3 * row) / rows);
  }
  const random = new RandomStream(training.seed, 'sample');
  const trees = await growTrees(
    core,
    {
      ...{ xAt, rows, features, trees: spec.trees },
      labels: examples.map((example) => data.labels[example]!),
      classes: data.outputs.length,
      tried: Math.max(1, Math.floor(TRIED * features)),
      draw: () => Math.floor(random.next() * 2 ** 32),
    },
    (share) => report(0.3 + 0.7 * share),
  );
  const { task, featureNames, outputs } = data;
  return new QuantModel({ spec, task, featureNames, outputs }, standard, { steps }, trees);
}

function remarksOf({ data, parts: { train } }: FitContext<'quant'>, steps: number, most: number): Remark[] {
  const shortest = train.reduce((least, example) => Math.min(least, data.lengths[example]!), Infinity);
  const used = thinned(train, most).length;
  return [
    ...(shortest < steps ? [remark('fit.evenSteps', { steps })] : []),
    ...(used < train.length ? [remark('fit.thinnedToFit', { used, examples: train.length })] : []),
  ];
}

/**
 * QUANT (Dempster, Schmidt & Webb 2023, arXiv 2308.00928): quantiles of dyadic intervals of a series, its differences and its
 * spectrum, then extremely randomised trees.
 */
export const quantFamily: Family<'quant'> = {
  async fit(context) {
    requireTime(context, context.spec.trees);
    const size = quantSize(context);
    const fitThinned = (examples: Int32Array): Promise<QuantModel> => fitTo(context, size, examples);
    const model = await fitThinned(context.parts.train);
    return { model, remarks: remarksOf(context, size.steps, size.most), again: fitThinned };
  },
  restore(stored) {
    const { spec, task, featureNames, outputs, facts, tensors } = stored;
    const data = <T>(name: string): T => tensors.get(`trees/${name}`)!.data as T;
    return new QuantModel(
      { spec, task, featureNames, outputs },
      restoreStandard(stored),
      facts as unknown as Facts,
      {
        starts: data('starts'),
        feature: data('feature'),
        threshold: data('threshold'),
        left: data('left'),
        tally: data('tally'),
      },
    );
  },
};
