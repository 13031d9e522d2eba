import { hasClasses } from '../../../../shared/domain/task';
import { Matrix } from 'ml-matrix';
import type { SpecOf } from '../../../../shared/domain/model';
import { remark } from '../../../../shared/sentences/say';
import { windowsOf } from '../../models/network/batch';
import type { Window } from '../../models/scale/forecast-scale';
import { lastValue, windowDeviation } from '../../models/scale/forecast-scale';
import type { ForecastScale } from '../../models/scale/forecast-scale';
import { fitScaling, scaled } from '../../models/scale/scaling';
import type { Scaling } from '../../models/scale/scaling';
import type { Family, FitContext, FittedModel, StoredModel } from '../family';
import { ridgeRegressionWhereKnown } from '../ridge';
import { numbers, tensor } from '../stored';
import { thinned } from '../thinned';
import { describe, statisticNames } from './describe';
import { linear, logisticRegression } from './logistic';
import type { LinearWeights, Table } from './logistic';

type Description = Pick<StoredModel<'statistics'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

interface Numbers {
  readonly scaling: Scaling;
  /** [statistics]: what standardises each statistic. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly weights: LinearWeights;
}

/** Statistics of all training examples that lie in memory at once: an eighth of a gigabyte. */
const MOST_NUMBERS = 2 ** 24;

/** A window's statistics; a forecast's window relative to its own end, as networks see it. */
function describeWindow(window: Window, scaling: Scaling): Float64Array {
  return describe({ values: scaled(window, scaling).inputs, steps: window.steps, width: window.width });
}

function tableOf(windows: readonly Window[], scaling: Scaling): Table {
  const width = (windows[0]?.width ?? 0) * statisticNames.length;
  const values = new Float64Array(windows.length * width);
  windows.forEach((window, k) => values.set(describeWindow(window, scaling), k * width));
  return { values, rows: windows.length, width };
}

function standardiseTable(
  { values, rows, width }: Table,
  mean: Float64Array,
  deviation: Float64Array,
): Table {
  return {
    rows,
    width,
    values: values.map((value, k) => (value - mean[k % width]!) / deviation[k % width]!),
  };
}

/** Mean and population deviation of each column; 1 where nothing varies. */
function columnMoments({ values, rows, width }: Table): Pick<Numbers, 'mean' | 'deviation'> {
  const mean = new Float64Array(width);
  const deviation = new Float64Array(width);
  values.forEach((value, k) => (mean[k % width]! += value / rows));
  values.forEach((value, k) => (deviation[k % width]! += (value - mean[k % width]!) ** 2 / rows));
  return { mean, deviation: deviation.map((square) => (square > 1e-24 ? Math.sqrt(square) : 1)) };
}

/** Targets of a forecast relative to the window's last value, in window deviations; or back. */
function relative(
  window: Window,
  { targets, outputs }: ForecastScale,
  values: Float64Array,
  back: boolean,
): void {
  outputs.forEach(({ target }, k) => {
    const scale = targets[target]!;
    const last = lastValue(window, scale.column);
    const unit = windowDeviation(window, scale);
    values[k] = back ? last + values[k]! * unit : (values[k]! - last) / unit;
  });
}

export class StatisticsModel implements FittedModel<'statistics'> {
  constructor(
    readonly description: Description,
    readonly numbers: Numbers,
  ) {}

  get parameters(): number {
    return this.numbers.weights.length;
  }

  predict(windows: readonly Window[]): Float32Array {
    const { scaling, mean, deviation, weights } = this.numbers;
    const k = this.description.outputs.length;
    const answers = linear(standardiseTable(tableOf(windows, scaling), mean, deviation), weights, k);
    const { forecast } = scaling;
    if (forecast !== null)
      windows.forEach((window, row) =>
        relative(window, forecast, answers.subarray(row * k, (row + 1) * k), true),
      );
    return Float32Array.from(answers);
  }

  /** What each statistic of a window adds to the answer that is given. */
  explain(
    window: Window,
    featureNames: readonly string[],
  ): { names: string[]; values: Float64Array; contributions: Float64Array; answer: string } {
    const { scaling, mean, deviation, weights } = this.numbers;
    const { outputs, task } = this.description;
    const { values } = standardiseTable(tableOf([window], scaling), mean, deviation);
    const answers = this.predict([window]);
    const column = hasClasses(task) ? answers.indexOf(Math.max(...answers)) : 0;
    return {
      names: featureNames.flatMap((name) => statisticNames.map((statistic) => `${name} · ${statistic}`)),
      values,
      contributions: values.map((value, k) => value * weights[k * outputs.length + column]!),
      answer: outputs[column]!,
    };
  }

  stored(): StoredModel<'statistics'> {
    const { scaling, mean, deviation, weights } = this.numbers;
    return {
      ...this.description,
      facts: { forecast: scaling.forecast },
      tensors: new Map([
        ['scaler/mean', { shape: [scaling.mean.length], data: scaling.mean }],
        ['scaler/deviation', { shape: [scaling.deviation.length], data: scaling.deviation }],
        ['statistics/mean', tensor(mean)],
        ['statistics/deviation', tensor(deviation)],
        ['head/weights', tensor(weights, mean.length + 1, this.description.outputs.length)],
      ]),
    };
  }
}

function float32(stored: StoredModel<'statistics'>, name: string): Float32Array {
  return Float32Array.from(stored.tensors.get(name)!.data);
}

async function fitStatistics(
  { spec, data, report }: FitContext<'statistics'>,
  examples: Int32Array,
): Promise<StatisticsModel> {
  const scaling = fitScaling(data);
  const windows = windowsOf(data, examples);
  await report(0.1);
  const table = tableOf(windows, scaling);
  const moments = columnMoments(table);
  const x = standardiseTable(table, moments.mean, moments.deviation);
  await report(0.4);
  const weights =
    scaling.forecast === null
      ? logisticRegression(
          x,
          examples.map((example) => data.labels[example]!),
          data.outputs.length,
          spec.ridge,
        )
      : forecastWeights(x, windows, scaling.forecast, data.targets, examples, spec);
  const { task, featureNames, outputs } = data;
  return new StatisticsModel({ spec, task, featureNames, outputs }, { scaling, ...moments, weights });
}

/** Statistics of each channel, then logistic regression; a forecast by ridge regression. */
export const statisticsFamily: Family<'statistics'> = {
  async fit(context) {
    const { data, parts } = context;
    const most = Math.max(1, Math.floor(MOST_NUMBERS / (data.featureNames.length * statisticNames.length)));
    const fitTo = (examples: Int32Array): Promise<StatisticsModel> =>
      fitStatistics(context, thinned(examples, most));
    const examples = parts.train.length;
    const used = thinned(parts.train, most).length;
    const remarks = used < examples ? [remark('fit.thinnedToFit', { used, examples })] : [];
    return { model: await fitTo(parts.train), remarks, again: fitTo };
  },
  restore(stored) {
    const { spec, task, featureNames, outputs, facts } = stored;
    return new StatisticsModel(
      { spec, task, featureNames, outputs },
      {
        scaling: {
          mean: float32(stored, 'scaler/mean'),
          deviation: float32(stored, 'scaler/deviation'),
          forecast: facts['forecast'] as ForecastScale | null,
          values: null,
        },
        mean: numbers(stored, 'statistics/mean'),
        deviation: numbers(stored, 'statistics/deviation'),
        weights: numbers(stored, 'head/weights'),
      },
    );
  },
};

function forecastWeights(
  { values, rows, width }: Table,
  windows: readonly Window[],
  scale: ForecastScale,
  targets: Float32Array,
  train: Int32Array,
  { ridge }: SpecOf<'statistics'>,
): LinearWeights {
  const k = scale.outputs.length;
  const wanted = Matrix.zeros(rows, k);
  windows.forEach((window, row) => {
    const own = Float64Array.from(targets.subarray(train[row]! * k, (train[row]! + 1) * k));
    relative(window, scale, own, false);
    wanted.setRow(row, own);
  });
  const x = Matrix.from1DArray(rows, width, values);
  const { weights, intercept } = ridgeRegressionWhereKnown(x, wanted, ridge);
  return Float64Array.from([...weights.to1DArray(), ...intercept]);
}
