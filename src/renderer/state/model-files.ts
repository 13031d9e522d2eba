/** Bundles of the lab, by their ending. */
const bundle = /\.unroll$/i;
/** Models made elsewhere, by the endings that their makers give them. */
const foreign = /(\.(keras|h5|hdf5|onnx)|(^|[\\/])model\.json)$/i;
/** Of those, the endings that data have too. */
const either = /\.(h5|hdf5)$/i;
/** What lies beside a tfjs model.json. */
const shard = /\.bin$/i;

export type ModelFiles =
  | { readonly kind: 'bundles'; readonly names: readonly string[] }
  | {
      readonly kind: 'foreign';
      readonly name: string;
      /** Its name leaves open whether it is a model or data. */
      readonly mayBeData: boolean;
    };

/** Whether files are models rather than data: all of them bundles, or one that was made elsewhere. Null: they are data. */
export function modelsAmong(names: readonly string[]): ModelFiles | null {
  if (names.length > 0 && names.every((name) => bundle.test(name))) return { kind: 'bundles', names };
  const [name, ...others] = names.filter((one) => !shard.test(one));
  const isOne = name !== undefined && others.length === 0 && foreign.test(name);
  return isOne ? { kind: 'foreign', name, mayBeData: either.test(name) } : null;
}
