import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { TFJS_GLOBAL } from '../../kernels/tensorflow/runtime';
import { extractZipEntry, listZip } from '../../files/zip';
import { throwIfCancelled } from '../../activities/activity-registry';

const run = promisify(execFile);
const TAR_TIMEOUT_MS = 300_000;

/** Unpacks a `.tar.gz`, all or the given members, with the system's tar. @throws UnrollError SETUP_FAILED, CANCELLED */
export async function unpackTar(
  file: string,
  targetDir: string,
  { strip, members = [], signal }: { strip: number; members?: readonly string[]; signal: AbortSignal },
): Promise<void> {
  await mkdir(targetDir, { recursive: true });
  const args = ['-xzf', file, '-C', targetDir, `--strip-components=${strip}`, '--no-same-owner', ...members];
  try {
    await run('tar', args, { signal, timeout: TAR_TIMEOUT_MS });
  } catch (thrown) {
    throwIfCancelled(signal);
    if (/No space left/i.test(String(thrown))) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const reason =
      thrown instanceof Error ? thrown.message.split('\n').slice(0, 2).join(' ') : String(thrown);
    throw failure(
      'SETUP_FAILED.unpack',
      { file: basename(file), reason: foreign(reason) },
      { cause: thrown },
    );
  }
}

/** What of a wheel is needed: TensorFlow's C library and the headers of its C interface, CUDA's libraries and tools. */
const needed = [
  /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/,
  /^tensorflow\/include\/tensorflow\/c\/(eager\/)?[\w.]+\.h$/,
  /^tensorflow\/include\/tensorflow\/core\/platform\/ctstring\w*\.h$/,
  /^tensorflow\/include\/tsl\/platform\/ctstring\w*\.h$/,
  /^tensorflow\/include\/xla\/tsl\/c\/[\w.]+\.h$/,
  /^nvidia\/.*\.so(\.\d+)*$/,
  /^nvidia\/cuda_nvcc\/(bin|nvvm\/libdevice)\/[^/]+$/,
];

/** Unpacks what is needed of a wheel, as pip would lay it out. */
export async function unpackWheel(
  file: string,
  siteDir: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const entry of await listZip(file)) {
    if (entry.name.includes('..') || !needed.some((pattern) => pattern.test(entry.name))) continue;
    await extractZipEntry(file, entry, join(siteDir, entry.name), onBytes, signal);
  }
}

/** Under these names tfjs-node asks for tfjs; what it gets is the lab's own. */
const borrowed = ['@tensorflow/tfjs', '@tensorflow/tfjs-core'];

/** tfjs-node's JavaScript and the addon's sources, without its dependencies, tests and SavedModel messages. */
export async function unpackTfjsNode(file: string, packageDir: string, signal: AbortSignal): Promise<void> {
  const members = ['package/package.json', 'package/dist', 'package/binding'];
  await unpackTar(file, packageDir, { strip: 1, members, signal });
  const distDir = join(packageDir, 'dist');
  for (const name of await readdir(distDir, { recursive: true }))
    if (/(_test\.js|\.d\.ts)$/.test(name)) await rm(join(distDir, name));
  // Only SavedModels and TensorBoard need them, and with them the google-protobuf package.
  await writeFile(join(distDir, 'proto', 'api_pb.js'), 'module.exports = {};\n');
  for (const name of borrowed) {
    const shim = join(packageDir, 'node_modules', name, 'index.js');
    await mkdir(dirname(shim), { recursive: true });
    await writeFile(shim, `module.exports = globalThis[Symbol.for('${TFJS_GLOBAL}')];\n`);
  }
}
