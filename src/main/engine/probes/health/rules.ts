import type { HealthFinding, ProbeLayer, ProbeMoment } from '../../../../shared/domain/probes';
import type { RecipeChoices, Recipe } from '../../../../shared/domain/model';
import { remark } from '../../../../shared/sentences/say';

/** What a rule looks at: the newest moment, and ‖∂L/∂h_t‖ of the first probe in it. */
export interface HealthFacts {
  readonly moment: ProbeMoment;
  /** The newest moment that knows the update before it: the last look of a run does not. */
  readonly updated: ProbeMoment;
  readonly layers: readonly ProbeLayer[];
  /** [layers][columns] */
  readonly gradients: readonly Float32Array[];
  /** Steps of the first probe. */
  readonly steps: number;
  readonly recipe: Recipe;
}

export type HealthRule = (facts: HealthFacts) => HealthFinding | null;

/** A gradient this many times smaller than the greatest of its sequence has vanished. */
const VANISHED = 1e-4;
/** Of the steps. */
const MUCH_VANISHED = 0.2;
const FEWEST_STEPS = 16;

/** Early steps do not learn: what they did hardly counts for the loss (Bengio et al. 1994). */
const vanishing: HealthRule = ({ gradients, layers, steps, recipe, moment }) => {
  const k = gradients.length - 1;
  const norms = gradients[k];
  if (norms === undefined || layers[k]!.cell === 'transformer' || steps < FEWEST_STEPS) return null;
  const most = Math.max(...norms);
  if (!(most > 0)) return null;
  const lost = norms.filter((norm) => norm < VANISHED * most).length / norms.length;
  if (lost < MUCH_VANISHED) return null;
  const { model } = recipe;
  const isRnn = model.family === 'recurrent' && model.cell === 'rnn';
  const isLast = model.family === 'recurrent' && model.pooling === 'last';
  const choices: RecipeChoices | null = isRnn
    ? { model: { cell: 'gru' } }
    : isLast
      ? { model: { pooling: 'mean' } }
      : null;
  return {
    name: 'vanishing',
    remark: remark('health.vanishing', { lost: Math.round(lost * steps), steps }),
    evidence: { share: lost, greatest: most, least: Math.min(...norms), step: moment.step },
    advice: choices && { remark: remark(isRnn ? 'health.tryGru' : 'health.tryMean'), choices },
  };
};

/** The first step's gradient is this many times the last one's. */
const EXPLODED = 100;

const exploding: HealthRule = ({ gradients, layers, recipe, moment }) => {
  const k = layers.findIndex(({ direction, cell }) => direction === 'forward' && cell !== 'transformer');
  const norms = gradients[k];
  const last = norms?.[norms.length - 1];
  if (norms === undefined || last === undefined || norms.length < FEWEST_STEPS || !(last > 0)) return null;
  const ratio = norms[0]! / last;
  if (!(ratio > EXPLODED)) return null;
  const { clipNorm } = recipe.training;
  const clipped = Number(((clipNorm ?? 1) / (clipNorm === null ? 1 : 4)).toPrecision(2));
  return {
    name: 'exploding',
    remark: remark('health.exploding', { ratio: Number(ratio.toPrecision(2)) }),
    evidence: { ratio, first: norms[0]!, last, step: moment.step },
    advice: {
      remark: remark('health.tryClip', { norm: clipped }),
      choices: { training: { clipNorm: clipped } },
    },
  };
};

/** Before so many optimiser steps nothing is said of what does not move. */
const WARM_UP = 30;
const MANY = 0.3;
const FEWEST_UNITS = 8;

const still: HealthRule = ({ moment, layers, recipe }) => {
  if (moment.step < WARM_UP) return null;
  const k = moment.layers.findIndex(({ still: own }, at) => own >= MANY * layers[at]!.units);
  if (k === -1) return null;
  const { units } = layers[k]!;
  const own = moment.layers[k]!.still;
  const fewer = Math.max(FEWEST_UNITS, units - own);
  const { model } = recipe;
  return {
    name: 'still',
    remark: remark('health.still', { still: own, units, layer: layers[k]!.layer + 1 }),
    evidence: { still: own, units, step: moment.step },
    advice:
      model.family === 'recurrent' && fewer < model.units
        ? { remark: remark('health.tryUnits', { units: fewer }), choices: { model: { units: fewer } } }
        : null,
  };
};

/** Gates that decide what is kept, where 1 keeps all: an LSTM's forget gate, a GRU's update gate (Keras' z). */
const keeping = ['f', 'z'];
const STUCK = 0.9;

const stuck =
  (name: 'stuckOpen' | 'stuckShut'): HealthRule =>
  ({ moment, layers }) => {
    if (moment.step < WARM_UP) return null;
    for (const [k, { gates }] of moment.layers.entries()) {
      const gate = gates.find((own) => keeping.includes(own.gate));
      const share = name === 'stuckOpen' ? gate?.open : gate?.shut;
      if (share === undefined || share < STUCK) continue;
      return {
        name,
        remark: remark(name === 'stuckOpen' ? 'health.stuckOpen' : 'health.stuckShut', {
          percent: Math.round(100 * share),
          gate: gate!.gate === 'f' ? 'forget' : 'update',
          layer: layers[k]!.layer + 1,
        }),
        evidence: { share, mean: gate!.mean, step: moment.step },
        advice: null,
      };
    }
    return null;
  };

/** Steps that change a weight by more than this share of it overshoot; by less than that, hardly learn. */
const RESTLESS = 0.1;
const FROZEN = 1e-5;
const RATE_FACTOR = 3;

/** The greatest ‖Δw‖ ÷ ‖w‖ of the kernels; null before the first step. Biases begin at zero, and say nothing. */
function greatestUpdate({ weights }: ProbeMoment): { readonly name: string; readonly ratio: number } | null {
  let found: { name: string; ratio: number } | null = null;
  for (const { name, norm, update } of weights) {
    if (update === null || !(norm > 0) || !/kernel$/.test(name)) continue;
    const ratio = update / norm;
    if (found === null || ratio > found.ratio) found = { name, ratio };
  }
  return found;
}

const restless: HealthRule = ({ updated: moment, recipe }) => {
  const found = greatestUpdate(moment);
  if (found === null || moment.step < WARM_UP || found.ratio < RESTLESS) return null;
  const learningRate = Number((recipe.training.learningRate / RATE_FACTOR).toPrecision(2));
  return {
    name: 'restless',
    remark: remark('health.restless', { percent: Math.round(100 * found.ratio), weight: found.name }),
    evidence: { ratio: found.ratio, step: moment.step },
    advice: { remark: remark('health.tryRate', { learningRate }), choices: { training: { learningRate } } },
  };
};

const frozen: HealthRule = ({ updated: moment, recipe }) => {
  const found = greatestUpdate(moment);
  if (found === null || moment.step < WARM_UP || found.ratio > FROZEN) return null;
  const learningRate = Number((recipe.training.learningRate * RATE_FACTOR).toPrecision(2));
  return {
    name: 'frozen',
    remark: remark('health.frozen', { ratio: Number(found.ratio.toPrecision(2)) }),
    evidence: { ratio: found.ratio, step: moment.step },
    advice: { remark: remark('health.tryRate', { learningRate }), choices: { training: { learningRate } } },
  };
};

/** What is said first comes first. */
export const healthRules: readonly HealthRule[] = [
  exploding,
  restless,
  vanishing,
  still,
  stuck('stuckOpen'),
  stuck('stuckShut'),
  frozen,
];
