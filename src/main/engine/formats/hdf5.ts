import type * as Hdf5 from 'h5wasm';
import type { File as Hdf5File, Group } from 'h5wasm';
import { UnrollError } from '../../../shared/domain/error';
import { freshHdf5Name, hdf5Library } from '../files/hdf5-library';
import { failure } from '../../../shared/sentences/failure';
import type { Why } from '../../../shared/sentences/why';
import { foreign, why } from '../../../shared/sentences/why';

interface Hdf5Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Room for names, attributes and padding beside the numbers. */
const MOST_VALUES = 2 ** 28;

export interface Hdf5Writer {
  group(path: string): void;
  text(path: string, name: string, value: string): void;
  texts(path: string, name: string, values: readonly string[]): void;
  tensor(path: string, tensor: Hdf5Tensor): void;
}

/** The bytes of a file that `write` fills; groups above a path are made as they are needed. */
export async function writeHdf5(write: (writer: Hdf5Writer) => void): Promise<Uint8Array> {
  const { hdf5, files } = await hdf5Library();
  const name = freshHdf5Name();
  const file = new hdf5.File(name, 'w');
  const groupAt = (path: string): Group => {
    let group: Group = file;
    for (const part of path.split('/').filter((step) => step !== ''))
      group = (group.keys().includes(part) ? group.get(part) : group.create_group(part)) as Group;
    return group;
  };
  try {
    write({
      group: (path) => void groupAt(path),
      text: (path, key, value) => groupAt(path).create_attribute(key, value),
      texts: (path, key, values) => groupAt(path).create_attribute(key, [...values]),
      tensor(path, { shape, data }) {
        const at = path.lastIndexOf('/');
        groupAt(path.slice(0, at)).create_dataset({
          name: path.slice(at + 1),
          data,
          shape: [...shape],
          dtype: '<f4',
        });
      },
    });
  } finally {
    file.close();
  }
  const bytes = files.readFile(name).slice();
  files.unlink(name);
  return bytes;
}

export interface Hdf5Reader {
  /** Names of what lies in a group; empty when there is none. */
  names(path: string): string[];
  text(path: string, name: string): string | null;
  texts(path: string, name: string): string[];
  /** @throws UnrollError MODEL_UNREADABLE when it is no float32 array of at most four dimensions */
  tensor(path: string): Hdf5Tensor;
}

/**
 * Reads a file that is not trusted. Only groups, attributes and float32 arrays are looked at.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export async function readHdf5<T>(bytes: Uint8Array, read: (reader: Hdf5Reader) => T): Promise<T> {
  const { hdf5, files } = await hdf5Library();
  const name = freshHdf5Name();
  files.writeFile(name, bytes);
  let file: Hdf5File | null = null;
  try {
    file = new hdf5.File(name, 'r');
    if (file.file_id < 0n) throw unreadable(why('why.hdf5.format'));
    return read(readerOf(file, hdf5));
  } catch (thrown) {
    if (thrown instanceof UnrollError) throw thrown;
    throw unreadable({ why: foreign(thrown instanceof Error ? thrown.message : String(thrown)) }, thrown);
  } finally {
    file?.close();
    files.unlink(name);
  }
}

function readerOf(file: Hdf5File, { Group: GroupClass, Dataset }: typeof Hdf5): Hdf5Reader {
  const attribute = (path: string, key: string): unknown => {
    const entity = path === '' ? file : file.get(path);
    if (!(entity instanceof GroupClass) || !(key in entity.attrs)) return null;
    return entity.attrs[key]!.value;
  };
  return {
    names(path) {
      const entity = path === '' ? file : file.get(path);
      return entity instanceof GroupClass ? entity.keys() : [];
    },
    text(path, key) {
      const value = attribute(path, key);
      return typeof value === 'string' ? value : null;
    },
    texts(path, key) {
      const value = attribute(path, key);
      return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
    },
    tensor(path) {
      const entity = file.get(path);
      if (!(entity instanceof Dataset)) throw unreadable(why('why.isMissing', { name: path }));
      const shape = entity.shape ?? [];
      const size = shape.reduce((product, n) => product * n, 1);
      if (entity.dtype !== '<f' || shape.length > 4 || !(size <= MOST_VALUES))
        throw unreadable(why('why.hdf5.array', { name: path }));
      const data = entity.value;
      if (!(data instanceof Float32Array) || data.length !== size)
        throw unreadable(why('why.hdf5.damaged', { name: path }));
      return { shape, data: data.slice() };
    },
  };
}

function unreadable(reason: Why, cause?: unknown): UnrollError {
  return failure('MODEL_UNREADABLE.hdf5', { ...reason }, { cause });
}
