import type { NamedTensor } from '../files/safetensors';
import { failure } from '../../../shared/sentences/failure';
import type { ClassicalFamily } from './defaults';
import type { StoredModel } from './family';

/** A Float64Array as it is kept in a file. */
export function tensor(data: Float64Array, ...shape: readonly number[]): NamedTensor {
  return { shape: shape.length === 0 ? [data.length] : shape, data };
}

/** @throws UnrollError MODEL_UNREADABLE */
export function numbers(
  { tensors }: Pick<StoredModel<ClassicalFamily>, 'tensors'>,
  name: string,
): Float64Array {
  const data = tensors.get(name)?.data;
  if (!(data instanceof Float64Array)) throw failure('MODEL_UNREADABLE.numbers', { name });
  return data;
}
