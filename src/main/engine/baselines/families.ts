import { arFamily } from './ar/family';
import type { ClassicalFamily } from './defaults';
import { dtwFamily } from './dtw/family';
import { ensembleFamily } from './ensemble/family';
import type { Family, FittedModel, KernelChoice, StoredModel } from './family';
import { latentFamily } from './latent/family';
import { markovFamily } from './markov/family';
import { miniRocketFamily } from './minirocket/family';
import { naiveFamily } from './naive/family';
import { quantFamily } from './quant/family';
import { statisticsFamily } from './statistics/family';

/** A model of any of the families. */
function restored<F extends ClassicalFamily>(stored: StoredModel<F>, kernel: KernelChoice): FittedModel {
  return familyOf<F>(stored.spec.family as F).restore(stored, kernel) as unknown as FittedModel;
}

const families: { readonly [F in ClassicalFamily]: Family<F> } = {
  naive: naiveFamily,
  ar: arFamily,
  markov: markovFamily,
  latent: latentFamily,
  dtw: dtwFamily,
  statistics: statisticsFamily,
  minirocket: miniRocketFamily,
  quant: quantFamily,
  ensemble: ensembleFamily(restored),
};

export function familyOf<F extends ClassicalFamily>(name: F): Family<F> {
  return families[name];
}
