import { UnrollError } from '../../../../shared/domain/error';
import type { ClassicalFamily } from './defaults';
import type { Family } from './family';

type Families = { readonly [F in ClassicalFamily]?: Family<F> };

const families: Families = {};

/** @throws UnrollError MODEL_UNSUITABLE */
export function familyOf<F extends ClassicalFamily>(name: F): Family<F> {
  const family = families[name] as Family<F> | undefined;
  if (family === undefined)
    throw new UnrollError('MODEL_UNSUITABLE', `This version of the lab cannot fit the model ${name} yet.`, {
      model: name,
    });
  return family;
}
