import { hasClasses } from '../../../shared/domain/task';
import { modelName } from '../../../shared/domain/model-name';
import type { ModelView, ModelViewOf } from '../../../shared/domain/model-view';
import type { PreparedData } from '../prepare/prepared';
import { alignment, radiusOf } from '../baselines/dtw/distance';
import { DtwModel, scaledSequence } from '../baselines/dtw/family';
import { ArModel } from '../baselines/ar/model';
import { autocorrelation, predictSteps } from '../baselines/ar/predictor';
import { sample, transitionMatrix, stepLogLikelihoods } from '../baselines/markov/chain';
import { MarkovModel } from '../baselines/markov/model';
import type { FittedModel } from '../baselines/family';
import { LatentModel } from '../baselines/latent/model';
import { RecurrentLatentModel } from '../baselines/latent/recurrent-model';
import { spectralRadius } from '../baselines/latent/subspace';
import { EnsembleModel } from '../baselines/ensemble/family';
import { MiniRocketModel } from '../baselines/minirocket/family';
import { QuantModel } from '../baselines/quant/family';
import { NaiveModel } from '../baselines/naive/family';
import { firstSteps, inDataUnits, standardise } from '../baselines/sequences';
import type { Standard } from '../baselines/sequences';
import { StatisticsModel } from '../baselines/statistics/family';
import type { Window } from '../models/scale/forecast-scale';

const MOST_LAGS = 40;
const SHOWN_NEIGHBOURS = 3;

const channelNames = (data: PreparedData, columns: Int32Array): string[] =>
  Array.from(columns, (column) => data.featureNames[column]!);

/** Which of a classifier's models to show: the true class's. */
function groupOf(data: PreparedData, example: number): { index: number; name: string | null } {
  if (!hasClasses(data.task)) return { index: 0, name: null };
  const index = data.labels[example]!;
  return { index, name: data.outputs[index]! };
}

function seriesOf(
  data: PreparedData,
  standard: Standard,
  values: Float64Array,
  expected: Float64Array,
): Pick<ModelViewOf<'ar'>, 'channels' | 'actual' | 'expected'> {
  return {
    channels: channelNames(data, standard.columns),
    actual: Float32Array.from(inDataUnits(values, standard)),
    expected: Float32Array.from(inDataUnits(expected, standard)),
  };
}

function arView(model: ArModel, data: PreparedData, example: number, window: Window): ModelViewOf<'ar'> {
  const { index, name } = groupOf(data, example);
  const { autoregression } = model.groups[index]!;
  const sequence = standardise(window, model.standard);
  const expected = predictSteps(autoregression, sequence);
  const { order, width } = autoregression;
  const from = Math.min(order, sequence.steps - 1);
  const residuals = sequence.values.map((value, k) => value - expected[k]!).slice(from * width);
  const steps = sequence.steps - from;
  const lags = Math.max(1, Math.min(MOST_LAGS, Math.floor(steps / 2)));
  return {
    kind: 'ar',
    group: name,
    ...seriesOf(data, model.standard, sequence.values, expected),
    order,
    curve: [...model.facts.curve],
    criterion: model.description.spec.criterion,
    autocorrelation: Float32Array.from(autocorrelation(residuals, steps, width, lags)),
    lags,
    bound: 1.96 / Math.sqrt(steps),
  };
}

function markovView(
  model: MarkovModel,
  data: PreparedData,
  example: number,
  window: Window,
): ModelViewOf<'markov'> {
  const { index, name } = groupOf(data, example);
  const chain = model.chains[index]!;
  const path = model.statesOf(window);
  return {
    kind: 'markov',
    group: name,
    states: chain.states,
    order: chain.order,
    matrix: Float32Array.from(transitionMatrix(chain)),
    path,
    sample: sample(chain, path.length, model.facts.seed),
    logLikelihoods: Float32Array.from(model.chains, (one) =>
      stepLogLikelihoods(one, path).reduce((sum, step) => sum + step, 0),
    ),
  };
}

/** A model that goes on by itself is asked to from here: it has heard two thirds. */
const heard = (steps: number): number => Math.max(1, Math.ceil((2 * steps) / 3));

function latentView(
  model: LatentModel,
  data: PreparedData,
  example: number,
  window: Window,
): ModelViewOf<'latent'> {
  const { index, name } = groupOf(data, example);
  const sequence = standardise(window, model.standard);
  const { filtered, expected, logLikelihoods } = model.filter(sequence, index);
  const from = heard(sequence.steps);
  return {
    kind: 'latent',
    group: name,
    ...seriesOf(data, model.standard, sequence.values, expected),
    states: model.facts.states,
    path: Float32Array.from(filtered),
    logLikelihoods: Float32Array.from(logLikelihoods),
    spectralRadius: spectralRadius(model.models[index]!.a),
    from,
    continued: Float32Array.from(
      inDataUnits(model.goOn(firstSteps(sequence, from), index, sequence.steps - from), model.standard),
    ),
    linear: null,
  };
}

function recurrentLatentView(
  model: RecurrentLatentModel,
  data: PreparedData,
  example: number,
  window: Window,
): ModelViewOf<'latent'> {
  const beside = latentView(model.linear, data, example, window);
  const { index } = groupOf(data, example);
  const { standard } = model.linear;
  const sequence = standardise(window, standard);
  const states = model.follow(sequence, index);
  const { from } = beside;
  const continued = model.goOn(firstSteps(sequence, from), index, sequence.steps - from);
  return {
    ...beside,
    expected: Float32Array.from(inDataUnits(states.expected, standard)),
    states: model.description.spec.states,
    path: Float32Array.from(states.path),
    logLikelihoods: Float32Array.from(model.stepLogLikelihoods(sequence, index, states)),
    spectralRadius: null,
    continued: Float32Array.from(inDataUnits(continued, standard)),
    linear: { expected: beside.expected, continued: beside.continued },
  };
}

function dtwView(model: DtwModel, data: PreparedData, example: number, window: Window): ModelViewOf<'dtw'> {
  const { references, examples, labels, scaling, band, scale } = model.memory;
  const query = scaledSequence(window, scaling, model.columns, scale);
  // An example of the training part is its own nearest neighbour, which says nothing.
  const itself = examples.indexOf(example);
  const found = model.nearest(query, SHOWN_NEIGHBOURS, itself);
  return {
    kind: 'dtw',
    band,
    channels: channelNames(data, model.columns),
    query: Float32Array.from(query.values),
    neighbours: found.map(({ index, distance }) => {
      const reference = references[index]!;
      return {
        example: examples[index]!,
        label: labels.length === 0 ? null : data.outputs[labels[index]!]!,
        distance,
        steps: reference.steps,
        values: Float32Array.from(reference.values),
        alignment: alignment(query, reference, radiusOf(band, query.steps, reference.steps)),
      };
    }),
  };
}

function naiveView({ prefixes, facts }: NaiveModel): ModelViewOf<'naive'> {
  const { steps, width, outputs } = prefixes;
  const parameters = Float32Array.from({ length: steps }, (_, k) => ((k + 1) * width + 1) * outputs);
  let sum = 0;
  return { kind: 'naive', ridge: facts.ridge, parameters, total: parameters.map((own) => (sum += own)) };
}

function statisticsView(
  model: StatisticsModel,
  data: PreparedData,
  window: Window,
): ModelViewOf<'statistics'> {
  const { names, values, contributions, answer } = model.explain(window, data.featureNames);
  return {
    kind: 'statistics',
    names,
    values: Float32Array.from(values),
    contributions: Float32Array.from(contributions),
    answer,
  };
}

function miniRocketView(model: MiniRocketModel, window: Window): ModelViewOf<'minirocket'> {
  const { contributions, ...rest } = model.explain(window);
  return { kind: 'minirocket', ...rest, contributions: Float32Array.from(contributions) };
}

function quantView(model: QuantModel, window: Window): ModelViewOf<'quant'> {
  const { contributions, ...rest } = model.explain(window);
  return { kind: 'quant', ...rest, contributions: Float32Array.from(contributions) };
}

async function ensembleView(model: EnsembleModel, window: Window): Promise<ModelViewOf<'ensemble'>> {
  const members: ModelViewOf<'ensemble'>['members'] = [];
  for (const member of model.members)
    members.push({
      run: member.run,
      model: modelName(member.spec),
      answers: Float32Array.from(await member.answers([window])),
    });
  return { kind: 'ensemble', members };
}

/** What a fitted model has to show of one example. */
export async function modelView(
  model: FittedModel,
  data: PreparedData,
  example: number,
  window: Window,
): Promise<ModelView | null> {
  if (model instanceof EnsembleModel) return ensembleView(model, window);
  if (model instanceof ArModel) return arView(model, data, example, window);
  if (model instanceof MarkovModel) return markovView(model, data, example, window);
  if (model instanceof LatentModel) return latentView(model, data, example, window);
  if (model instanceof RecurrentLatentModel) return recurrentLatentView(model, data, example, window);
  if (model instanceof DtwModel) return dtwView(model, data, example, window);
  if (model instanceof MiniRocketModel) return miniRocketView(model, window);
  if (model instanceof QuantModel) return quantView(model, window);
  if (model instanceof NaiveModel) return naiveView(model);
  return model instanceof StatisticsModel ? statisticsView(model, data, window) : null;
}
