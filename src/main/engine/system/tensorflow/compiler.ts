import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { labDir } from '../../files/places';
import { throwIfCancelled } from '../../activities/activity-registry';

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 10_000;
const BUILD_TIMEOUT_MS = 300_000;
const OUTPUT_BYTES = 2 ** 24;

/** The command of a C++ compiler. @throws UnrollError COMPILER_MISSING */
export async function findCompiler(): Promise<string> {
  for (const name of [process.env['CXX'], 'c++', 'g++', 'clang++']) {
    if (name === undefined || name === '') continue;
    const answers = await run(name, ['--version'], { timeout: PROBE_TIMEOUT_MS }).then(
      () => true,
      () => false,
    );
    if (answers) return name;
  }
  throw failure('COMPILER_MISSING.addon');
}

/** node_api.h and what it includes. */
function nodeApiHeaders(): string {
  const packageFile = createRequire(join(labDir(), 'package.json')).resolve('node-api-headers/package.json');
  return join(dirname(packageFile), 'include');
}

export interface AddonPaths {
  /** tfjs-node's own sources, unpacked. */
  readonly sourceDir: string;
  readonly includeDir: string;
  readonly libDir: string;
  readonly libraries: readonly string[];
  /** The addon, and how its loader gets from there to `libDir`. */
  readonly file: string;
  readonly toLibDir: string;
}

/**
 * The names of attributes are kept in a set that all threads of a process share without a lock; the lab computes in several
 * threads at once. One set for each thread costs nothing.
 */
async function makeThreadSafe(sourceFile: string): Promise<void> {
  const shared = 'static std::set<std::string> ATTR_NAME_SET;';
  const source = await readFile(sourceFile, 'utf8');
  if (!source.includes(shared)) throw new Error('tfjs_backend.cc is not the source that the lab knows');
  await writeFile(sourceFile, source.replace(shared, shared.replace('static', 'static thread_local')));
}

/**
 * Compiles tfjs-node's addon (about ten seconds).
 *
 * @throws UnrollError SETUP_FAILED with the compiler's last words, CANCELLED
 */
export async function compileAddon(compiler: string, paths: AddonPaths, signal: AbortSignal): Promise<void> {
  const backendFile = join(paths.sourceDir, 'tfjs_backend.cc');
  await makeThreadSafe(backendFile);
  const args = [
    ...['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
    ...['-I', paths.includeDir, '-I', nodeApiHeaders(), '-I', dirname(paths.sourceDir)],
    ...[backendFile, join(paths.sourceDir, 'tfjs_binding.cc')],
    ...['-o', paths.file, '-L', paths.libDir, ...paths.libraries.map((name) => `-l:${name}`)],
    `-Wl,-rpath,$ORIGIN/${paths.toLibDir}`,
  ];
  try {
    await run(compiler, args, { signal, timeout: BUILD_TIMEOUT_MS, maxBuffer: OUTPUT_BYTES });
  } catch (thrown) {
    throwIfCancelled(signal);
    const output = (thrown as { stderr?: string }).stderr ?? String(thrown);
    const complaint = output.split('\n').find((line) => /error/i.test(line)) ?? output.slice(0, 200);
    throw failure('SETUP_FAILED.compile', { compiler, reason: foreign(complaint.trim()) }, { cause: thrown });
  }
  if (!existsSync(paths.file)) throw new Error('the compiler wrote nothing');
}
