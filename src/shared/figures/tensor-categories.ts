import type { TraceTensorName } from '../domain/trace';

/**
 * The colour of each tensor of a recurrent layer, as a place among the categories from 0: the same wherever one is drawn as a
 * line. An LSTM and a GRU are never in one figure, so their gates share colours.
 */
export const tensorCategories: Readonly<Record<TraceTensorName, number>> = {
  h: 7,
  c: 1,
  i: 2,
  f: 0,
  o: 3,
  g: 5,
  z: 0,
  r: 2,
};
