import { arFamily } from './ar/family';
import type { ClassicalFamily } from './defaults';
import { dtwFamily } from './dtw/family';
import type { Family } from './family';
import { latentFamily } from './latent/family';
import { markovFamily } from './markov/family';
import { miniRocketFamily } from './minirocket/family';
import { naiveFamily } from './naive/family';
import { quantFamily } from './quant/family';
import { statisticsFamily } from './statistics/family';

const families: { readonly [F in ClassicalFamily]: Family<F> } = {
  naive: naiveFamily,
  ar: arFamily,
  markov: markovFamily,
  latent: latentFamily,
  dtw: dtwFamily,
  statistics: statisticsFamily,
  minirocket: miniRocketFamily,
  quant: quantFamily,
};

export function familyOf<F extends ClassicalFamily>(name: F): Family<F> {
  return families[name];
}
