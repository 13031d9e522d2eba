import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { probeTensorflow } from '../../kernels/tensorflow/probing';
import type { RuntimeStamp } from '../../kernels/tensorflow/runtime';
import { readStamp, runtimeFiles } from '../../kernels/tensorflow/runtime';
import { throwIfCancelled } from '../../activities/activity-registry';
import type { ActivityProgress } from '../../activities/activity-registry';
import type { Source } from './artifacts';
import { sourcesFor, tfjsNode } from './artifacts';
import { compileAddon, findCompiler } from './compiler';
import { download } from './download';
import type { Artifact } from './download';
import { checkDisk, fromSystem, moveInto, removeLeftovers } from './place';
import { unpackTar, unpackTfjsNode, unpackWheel } from './unpack';

export interface SetUpOptions {
  /** Where the runtime is to be. */
  readonly dir: string;
  readonly cuda: boolean;
  readonly sources?: readonly Source[];
  /** tfjs-node's package. */
  readonly tfjs?: Artifact;
}

/** Work that is not counted in bytes, as so many of them. */
const COMPILE_UNITS = 150e6;
const PROBE_UNITS = 50e6;
/** Packed and unpacked files lie side by side for a while. */
const SPARE_BYTES = 200e6;

/** Whether the machine has the libraries that a source needs. Only Linux has sources with needs. */
async function hasLibraries(needs: readonly string[]): Promise<boolean> {
  if (needs.length === 0) return true;
  const known = await promisify(execFile)('ldconfig', ['-p']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  return needs.every((name) => known.includes(name));
}

async function install(
  source: Source,
  { workDir, compiler, tfjs }: Site,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { siteDir, packageDir, addon } = runtimeFiles(workDir);
  const downloadsDir = join(workDir, 'downloads');
  await fs.mkdir(downloadsDir, { recursive: true });
  await fs.mkdir(dirname(addon), { recursive: true });
  for (const artifact of source.artifacts) {
    const file = await download(artifact, downloadsDir, onBytes, signal);
    if (source.kind === 'archive') await unpackTar(file, join(siteDir, 'tensorflow'), { strip: 1, signal });
    else await unpackWheel(file, siteDir, onBytes, signal);
    await fs.rm(file);
  }
  await unpackTfjsNode(await download(tfjs, downloadsDir, onBytes, signal), packageDir, signal);
  const isArchive = source.kind === 'archive';
  const inTensorflow = isArchive ? 'tensorflow/lib' : 'tensorflow';
  const includeDir = join(siteDir, 'tensorflow', 'include');
  const sourceDir = join(packageDir, 'binding');
  const library = isArchive ? 'libtensorflow.so.2' : 'libtensorflow_cc.so.2';
  await compileAddon(
    compiler,
    {
      sourceDir,
      includeDir,
      libDir: join(siteDir, inTensorflow),
      libraries: [library, 'libtensorflow_framework.so.2'],
      file: addon,
      toLibDir: `../site/${inTensorflow}`,
    },
    signal,
  );
  onBytes(COMPILE_UNITS);
  for (const dir of [includeDir, sourceDir, downloadsDir]) await fs.rm(dir, { recursive: true, force: true });
}

/** The stamp is what makes a folder a runtime; it is written when the runtime has computed right. */
async function prove(source: Source, workDir: string, cuda: boolean, signal: AbortSignal): Promise<void> {
  const stamp: RuntimeStamp = { formatVersion: 1, version: source.version, source: source.title, cuda };
  const { stamp: stampFile } = runtimeFiles(workDir);
  await fs.writeFile(stampFile, `${JSON.stringify(stamp, null, 2)}\n`);
  const probe = await probeTensorflow(workDir, signal);
  throwIfCancelled(signal);
  if (!probe.works)
    throw failure('SETUP_FAILED.source', { source: source.title, reason: foreign(probe.detail) });
}

interface Site {
  readonly workDir: string;
  readonly compiler: string;
  readonly tfjs: Artifact;
  readonly cuda: boolean;
}

/** One source from its download to its proof, in the working folder. */
async function build(
  source: Source,
  site: Site,
  progress: ActivityProgress,
  signal: AbortSignal,
): Promise<void> {
  const { workDir, tfjs, cuda } = site;
  await fs.rm(workDir, { recursive: true, force: true });
  await fs.mkdir(workDir);
  const largest = Math.max(...source.artifacts.map(({ bytes }) => bytes));
  await checkDisk(workDir, source.unpackedBytes + largest + SPARE_BYTES);
  const downloads = [...source.artifacts, tfjs].reduce((sum, { bytes }) => sum + bytes, 0);
  const unpacked = source.kind === 'wheels' ? source.unpackedBytes : 0;
  const total = downloads + unpacked + COMPILE_UNITS + PROBE_UNITS;
  let done = 0;
  const onBytes = (bytes: number): void => {
    done += bytes;
    progress.report(Math.min(done, total), total);
  };
  await install(source, site, onBytes, signal);
  await prove(source, workDir, cuda, signal);
}

/** Another source may have what this one lacks. */
const isWorthAnother = (thrown: unknown): boolean =>
  thrown instanceof UnrollError && (thrown.code === 'DOWNLOAD_FAILED' || thrown.code === 'SETUP_FAILED');

/**
 * Gets a TensorFlow runtime: downloads it from the first source that can be had and works here, compiles tfjs-node's addon
 * against it, lets it compute in a process of its own and only then moves it into its place.
 *
 * @throws UnrollError PLATFORM_UNSUPPORTED, COMPILER_MISSING, DISK_FULL, OUTPUT_UNWRITABLE, DOWNLOAD_FAILED,
 * DOWNLOAD_CORRUPT, SETUP_FAILED, CANCELLED
 */
export async function setUpTensorflow(
  { dir, cuda, sources = sourcesFor(process.platform, process.arch, cuda), tfjs = tfjsNode }: SetUpOptions,
  progress: ActivityProgress,
  signal: AbortSignal,
): Promise<RuntimeStamp> {
  if (sources.length === 0) throw unsupported(cuda);
  const compiler = await findCompiler();
  const workDir = `${dir}.part-${process.pid}`;
  try {
    await fs.mkdir(dirname(dir), { recursive: true });
    await removeLeftovers(dir);
    for (const [k, source] of sources.entries()) {
      const isLast = k === sources.length - 1;
      if (!isLast && !(await hasLibraries(source.needs))) continue;
      try {
        await build(source, { workDir, compiler, tfjs, cuda }, progress, signal);
        break;
      } catch (thrown) {
        if (isLast || signal.aborted || !isWorthAnother(thrown)) throw thrown;
      }
    }
    await moveInto(workDir, dir);
    return readStamp(dir)!;
  } catch (thrown) {
    throwIfCancelled(signal);
    throw fromSystem(thrown, dir);
  } finally {
    await fs.rm(workDir, { recursive: true, force: true });
  }
}

function unsupported(cuda: boolean): UnrollError {
  const { platform, arch } = process;
  return failure('PLATFORM_UNSUPPORTED.tensorflow', {
    platform,
    architecture: arch,
    cuda: cuda ? 'yes' : 'no',
  });
}
