import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type * as Hdf5 from 'h5wasm';
import type { File as Hdf5File } from 'h5wasm';

/** A file of the library's own file system, as far as it is changed here. */
interface MemoryNode {
  usedBytes: number;
  stream_ops: object;
}
interface MemoryFiles {
  readFile(name: string): Uint8Array;
  writeFile(name: string, bytes: Uint8Array): void;
  unlink(name: string): void;
  lookupPath(name: string): { node: MemoryNode };
}

export interface Hdf5Library {
  readonly hdf5: typeof Hdf5;
  readonly module: Awaited<typeof Hdf5.ready>;
  readonly files: MemoryFiles;
}

let opened: Promise<Hdf5Library> | null = null;
let count = 0;

/** HDF5 with files of its own, so that a link in a file leads nowhere. */
export function hdf5Library(): Promise<Hdf5Library> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Hdf5Library> {
  const hdf5 = await import('h5wasm');
  const module = await hdf5.ready;
  const { activate_throwing_error_handler: throwErrors } = module;
  // Else the library writes its troubles to stderr.
  throwErrors();
  const files = module.FS as unknown as MemoryFiles;
  // A file may say that its values lie in another: the process's own input is none.
  for (const device of ['stdin', 'stdout', 'stderr', 'tty', 'tty1', 'random', 'urandom'])
    files.unlink(`/dev/${device}`);
  return { hdf5, module, files };
}

/** A name that no open file has. */
export function freshHdf5Name(): string {
  return `unroll-${++count}.h5`;
}

/** A file of the disk that is open in the library. */
export interface OpenHdf5 {
  readonly file: Hdf5File;
  readonly library: Hdf5Library;
  close(): void;
}

/**
 * Opens a file of the disk. Only what is looked at is read, so that its size does not matter.
 *
 * @throws the library's Error where it is no HDF5 file, or a damaged one; Node's where it cannot be opened
 */
export async function openHdf5File(path: string): Promise<OpenHdf5> {
  const library = await hdf5Library();
  const { hdf5, files } = library;
  const name = freshHdf5Name();
  const handle = openSync(path, 'r');
  let file: Hdf5File | null = null;
  const close = (): void => {
    closeQuietly(file);
    files.unlink(name);
    closeSync(handle);
  };
  try {
    files.writeFile(name, new Uint8Array(0));
    const { node } = files.lookupPath(name);
    node.usedBytes = fstatSync(handle).size;
    node.stream_ops = {
      ...node.stream_ops,
      read: (_: unknown, into: Int8Array, offset: number, length: number, position: number): number =>
        readSync(handle, into, offset, length, Number(position)),
    };
    file = new hdf5.File(name, 'r');
    if (file.file_id < 0n) throw new Error('it is not an HDF5 file');
    return { file, library, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** {@link openHdf5File} for as long as `use` runs. */
export async function withHdf5File<T>(
  path: string,
  use: (file: Hdf5File, library: Hdf5Library) => T,
): Promise<T> {
  const { file, library, close } = await openHdf5File(path);
  try {
    return use(file, library);
  } finally {
    close();
  }
}

/** What Keras writes at the root of its models and weights. */
const ofKeras = ['layer_names', 'keras_version', 'model_config'];

export function isKerasFile({ attrs }: Pick<Hdf5File, 'attrs'>): boolean {
  return ofKeras.some((name) => name in attrs);
}

/** A damaged file may not even be closed; what went wrong before says more. */
function closeQuietly(file: Hdf5File | null): void {
  try {
    file?.close();
  } catch {
    // The library's memory goes with its thread.
  }
}
