import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import { failure } from '../../../shared/sentences/failure';
import { causedBy } from '../../../shared/sentences/why';
import { readOrdinary } from '../files/ordinary';
import { readKerasFile, readKerasH5 } from './keras-reader';
import { readLayersModel, weightFilesOf } from './layers-model-reader';
import { readOnnxModel } from './onnx-reader';
import type { ForeignNetwork } from './parts';

const MOST_BYTES = 2 ** 30;
const MOST_JSON_BYTES = 64 * 2 ** 20;

/**
 * A model made elsewhere, told by its content: `.keras`, Keras H5, ONNX, or a tfjs model.json (or its folder). Nothing in
 * it is executed, and of other files only weights beside a model.json are opened.
 *
 * @throws UnrollError FILE_MISSING, FILE_TOO_LARGE, MODEL_UNREADABLE
 */
export async function readForeignModel(path: string): Promise<ForeignNetwork> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw missing(path);
  const file = found.isDirectory() ? join(path, 'model.json') : path;
  try {
    if (file.endsWith('.json')) return await readLayersModelFile(file);
    const bytes = await limited(file, MOST_BYTES);
    const magic = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
    if (magic === 'PK\u0003\u0004') return await readKerasFile(bytes);
    if (magic === '\u0089HDF') return await readKerasH5(bytes);
    return readOnnxModel(bytes);
  } catch (thrown) {
    if (thrown instanceof UnrollError && thrown.code === 'MODEL_UNREADABLE')
      throw failure(
        'MODEL_UNREADABLE.inFile',
        { ...causedBy(thrown), path, name: basename(path) },
        { cause: thrown },
      );
    throw thrown;
  }
}

async function readLayersModelFile(file: string): Promise<ForeignNetwork> {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(await limited(file, MOST_JSON_BYTES)).toString('utf8'));
  } catch (thrown) {
    if (thrown instanceof UnrollError) throw thrown;
    throw failure('MODEL_UNREADABLE.foreignJson', {}, { cause: thrown });
  }
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const name of weightFilesOf(json)) {
    const part = await limited(join(dirname(file), name), MOST_BYTES - total);
    total += part.length;
    parts.push(part);
  }
  return readLayersModel(json, Buffer.concat(parts));
}

async function limited(file: string, most: number): Promise<Uint8Array> {
  try {
    return await readOrdinary(file, most);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOTFILE') throw failure('MODEL_UNREADABLE.notOrdinary', {}, { cause: thrown });
    if (code !== 'EFBIG') throw missing(file);
    throw failure('FILE_TOO_LARGE.foreignModel', { file, name: basename(file) });
  }
}

function missing(file: string): UnrollError {
  return failure('FILE_MISSING.notFound', { file: basename(file) });
}
