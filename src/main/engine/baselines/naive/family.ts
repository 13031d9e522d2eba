import { hasClasses } from '../../../../shared/domain/task';
import { Matrix } from 'ml-matrix';
import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import { failure } from '../../../../shared/sentences/failure';
import type { Window } from '../../models/scale/forecast-scale';
import { calibrated } from '../calibrate';
import type { Family, FitContext, FittedModel, StoredModel } from '../family';
import { naiveParameters } from '../outline';
import { channelColumns } from '../../features/channel-columns';
import { restoreStandard, sequencesOf, standardOf, standardise, storedStandard } from '../sequences';
import type { Standard } from '../sequences';
import { numbers, tensor } from '../stored';
import type { PrefixWeights } from './prefixes';
import { answerPrefix, chooseRidge, fitPrefixes, fitSeconds } from './prefixes';

type Description = Pick<StoredModel<'naive'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

interface NaiveFacts {
  readonly steps: number;
  readonly ridge: number;
  readonly factor: number;
}

const MOST_PARAMETERS = 64_000_000;
const MOST_SECONDS = 600;
const LEAST_EXAMPLES = 10;

export class NaiveModel implements FittedModel<'naive'> {
  constructor(
    readonly description: Description,
    readonly facts: NaiveFacts,
    readonly prefixes: PrefixWeights,
    readonly standard: Standard,
    /** [outputs] What forecasts are standardised by; 0 and 1 when classifying. */
    readonly target: Pick<Standard, 'mean' | 'deviation'>,
  ) {}

  get parameters(): number {
    return this.prefixes.weights.length;
  }

  /** Answer to the first `t` steps of a window: scores, or a forecast in data units. [outputs] */
  answer(values: Float64Array, t: number): Float64Array {
    return answerPrefix(this.prefixes, values, t).map(
      (value, k) => value * this.target.deviation[k]! + this.target.mean[k]!,
    );
  }

  scores(windows: readonly Window[]): Float64Array {
    const k = this.description.outputs.length;
    const scores = new Float64Array(windows.length * k);
    windows.forEach((window, row) => {
      scores.set(this.answer(standardise(window, this.standard).values, window.steps), row * k);
    });
    return scores;
  }

  predict(windows: readonly Window[]): Float32Array {
    return Float32Array.from(this.scores(windows), (score) => score * this.facts.factor);
  }

  stored(): StoredModel<'naive'> {
    const { weights } = this.prefixes;
    return {
      ...this.description,
      facts: { ...this.facts },
      tensors: new Map([
        ...storedStandard(this.standard),
        ['target/mean', tensor(this.target.mean)],
        ['target/deviation', tensor(this.target.deviation)],
        ['prefixes', { shape: [weights.length], data: weights }],
      ]),
    };
  }
}

/** @throws UnrollError MODEL_TOO_LARGE, with what it would have needed */
function requireRoom({ data, parts }: FitContext<'naive'>): void {
  const lengths = Array.from(parts.train, (example) => data.lengths[example]!);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const width = channelColumns(data.featureNames).length;
  const parameters = naiveParameters(longest, width, data.outputs.length);
  const megabytes = Math.ceil((parameters * 4) / 2 ** 20);
  const seconds = fitSeconds(lengths, width);
  if (parameters <= MOST_PARAMETERS && seconds <= MOST_SECONDS) return;
  const minutes = Math.ceil(seconds / 60);
  throw failure('MODEL_TOO_LARGE.naivePrefixes', {
    steps: longest,
    parameters,
    megabytes,
    minutes,
    width,
    many: parameters.toLocaleString('en'),
    mib: megabytes.toLocaleString('en'),
    time: minutes.toLocaleString('en'),
  });
}

/** Examples of which every value was measured: one regression has all outputs. @throws UnrollError MODEL_UNSUITABLE */
function wholeExamples({ data }: FitContext<'naive'>, examples: Int32Array): Int32Array {
  if (data.filled === undefined) return examples;
  const k = data.outputs.length;
  const whole = examples.filter((e) => !data.targets.subarray(e * k, (e + 1) * k).some(Number.isNaN));
  if (whole.length >= LEAST_EXAMPLES) return whole;
  throw failure('MODEL_UNSUITABLE.naiveHorizon', { whole: whole.length, examples: examples.length });
}

/** What is regressed: one column a class with 1 for its own and −1 for others, or standardised future values. */
function targetsOf(
  { data }: FitContext<'naive'>,
  examples: Int32Array,
): { targets: Matrix; target: NaiveModel['target'] } {
  const k = data.outputs.length;
  const rows = Array.from(examples, (example) =>
    hasClasses(data.task)
      ? Array.from({ length: k }, (_, c) => (data.labels[example] === c ? 1 : -1))
      : [...data.targets.subarray(example * k, (example + 1) * k)],
  );
  const targets = new Matrix(rows);
  if (hasClasses(data.task))
    return { targets, target: { mean: new Float64Array(k), deviation: new Float64Array(k).fill(1) } };
  const mean = Float64Array.from(targets.mean('column'));
  const deviation = Float64Array.from(targets.standardDeviation('column', { unbiased: false }), (d) =>
    d > 0 ? d : 1,
  );
  return {
    targets: targets.subRowVector([...mean]).divRowVector([...deviation]),
    target: { mean, deviation },
  };
}

/** The naive sequence model: a ridge regression (classifier) per prefix length, in closed form. */
export const naiveFamily: Family<'naive'> = {
  async fit(context) {
    const { spec, data, parts, report } = context;
    requireRoom(context);
    const standard = standardOf(data);
    const width = standard.columns.length;
    const remarks: Remark[] = [];
    let { ridge } = spec;
    if (ridge === null) {
      await report(0);
      const train = wholeExamples(context, parts.train);
      const sequences = sequencesOf(data, train, standard);
      const chosen = chooseRidge(sequences, targetsOf(context, train).targets, width);
      ridge = chosen.ridge;
      remarks.push(remark('fit.ridge', { ridge, error: chosen.error.toPrecision(3) }));
    }
    const penalty = ridge;
    const { task, featureNames, outputs } = data;
    const fitTo = async (given: Int32Array): Promise<(factor: number) => NaiveModel> => {
      const examples = wholeExamples(context, given);
      const { targets, target } = targetsOf(context, examples);
      const sequences = sequencesOf(data, examples, standard);
      const prefixes = await fitPrefixes(sequences, targets, width, penalty, report);
      const description = { spec, task, featureNames, outputs };
      return (factor) => {
        const facts = { steps: prefixes.steps, ridge: penalty, factor };
        return new NaiveModel(description, facts, prefixes, standard, target);
      };
    };
    const make = await fitTo(parts.train);
    const factor = calibrated(context, (windows) => make(1).scores(windows));
    return {
      model: make(factor),
      remarks,
      again: async (examples) => (await fitTo(examples))(factor),
    };
  },
  restore(stored) {
    const { spec, task, featureNames, outputs, tensors } = stored;
    const facts = stored.facts as unknown as NaiveFacts;
    const standard = restoreStandard(stored);
    return new NaiveModel(
      { spec, task, featureNames, outputs },
      facts,
      {
        steps: facts.steps,
        width: standard.columns.length,
        outputs: outputs.length,
        weights: tensors.get('prefixes')!.data as Float32Array,
      },
      standard,
      { mean: numbers(stored, 'target/mean'), deviation: numbers(stored, 'target/deviation') },
    );
  },
};
