import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { UnrollError } from '../../../../shared/domain/error';
import { probeTensorflow } from '../../compute/tensorflow/probing';
import type { RuntimeStamp } from '../../compute/tensorflow/runtime';
import { readStamp, runtimeFiles } from '../../compute/tensorflow/runtime';
import { throwIfCancelled } from '../../tasks';
import type { TaskProgress } from '../../tasks';
import type { Source } from './artifacts';
import { sourcesFor, tfjsNode } from './artifacts';
import { compileAddon, findCompiler } from './compiler';
import { download } from './download';
import { unpackTar, unpackTfjsNode, unpackWheel } from './unpack';

export interface SetUpOptions {
  /** Where the runtime is to be. */
  readonly dir: string;
  readonly cuda: boolean;
  readonly sources?: readonly Source[];
}

/** Work that is not counted in bytes, as so many of them. */
const COMPILE_UNITS = 150e6;
const PROBE_UNITS = 50e6;
/** Packed and unpacked files lie side by side for a while. */
const SPARE_BYTES = 200e6;

/** What the machine lacks of a source's needs. Only Linux has sources with needs. */
async function missingLibraries(needs: readonly string[]): Promise<string[]> {
  if (needs.length === 0) return [];
  const known = await promisify(execFile)('ldconfig', ['-p']).then(
    ({ stdout }) => stdout,
    () => '',
  );
  return needs.filter((name) => !known.includes(name));
}

async function checkDisk(dir: string, bytes: number): Promise<void> {
  // Node 16 has no statfs; there a full disk is found when it is full.
  if (typeof fs.statfs !== 'function') return;
  const { bavail, bsize } = await fs.statfs(dir);
  if (bavail * bsize < bytes) throw diskFull(dir, bytes);
}

const diskFull = (dir: string, bytes: number | null): UnrollError =>
  new UnrollError(
    'DISK_FULL',
    `There is not enough room for TensorFlow in ${dir}${
      bytes === null ? '' : ` (${(bytes / 1e9).toFixed(1)} GB are needed)`
    }; make room, or move the lab with UNROLL_HOME.`,
    { dir, bytes },
  );

function fromSystem(thrown: unknown, dir: string): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(dir, null);
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new UnrollError(
      'OUTPUT_UNWRITABLE',
      `${dir} cannot be written.`,
      { file: dir },
      { cause: thrown },
    );
  return thrown;
}

/** Working folders of set-ups that were killed. */
async function removeLeftovers(dir: string): Promise<void> {
  const parentDir = dirname(dir);
  const pattern = new RegExp(`^${basename(dir).replaceAll(/\W/g, '\\$&')}\\.(?:part|old)-(\\d+)$`);
  for (const name of await fs.readdir(parentDir)) {
    const pid = pattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await fs.rm(join(parentDir, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function install(
  source: Source,
  workDir: string,
  compiler: string,
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
  await unpackTfjsNode(await download(tfjsNode, downloadsDir, onBytes, signal), packageDir, signal);
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
    throw new UnrollError('SETUP_FAILED', `${source.title} does not work on this machine: ${probe.detail}`, {
      source: source.title,
    });
}

/** Puts the finished runtime in its place; what is there already gives way. */
async function moveInto(workDir: string, dir: string): Promise<void> {
  const oldDir = `${dir}.old-${process.pid}`;
  await fs.rename(dir, oldDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await fs.rename(workDir, dir);
  await fs.rm(oldDir, { recursive: true, force: true });
}

/**
 * Gets a TensorFlow runtime: downloads it from the first source that can be had and works here, compiles tfjs-node's addon against
 * it, lets it compute in a process of its own and only then moves it into its place.
 *
 * @throws UnrollError PLATFORM_UNSUPPORTED, COMPILER_MISSING, DISK_FULL, OUTPUT_UNWRITABLE, DOWNLOAD_FAILED, DOWNLOAD_CORRUPT, SETUP_FAILED, CANCELLED
 */
export async function setUpTensorflow(
  { dir, cuda, sources = sourcesFor(process.platform, process.arch, cuda) }: SetUpOptions,
  progress: TaskProgress,
  signal: AbortSignal,
): Promise<RuntimeStamp> {
  if (sources.length === 0)
    throw new UnrollError(
      'PLATFORM_UNSUPPORTED',
      `The lab can set up TensorFlow${cuda ? ' with CUDA' : ''} on Linux on ${
        cuda ? 'x86-64' : 'x86-64 and ARM64'
      }, not on ${process.platform} ${process.arch}; the native and wasm kernels work here.`,
      { platform: process.platform, architecture: process.arch },
    );
  const compiler = await findCompiler();
  const workDir = `${dir}.part-${process.pid}`;
  try {
    await fs.mkdir(dirname(dir), { recursive: true });
    await removeLeftovers(dir);
    await fs.rm(workDir, { recursive: true, force: true });
    await fs.mkdir(workDir);
    for (const [k, source] of sources.entries()) {
      const missing = await missingLibraries(source.needs);
      const isLast = k === sources.length - 1;
      if (missing.length > 0 && !isLast) continue;
      try {
        const downloads = [...source.artifacts, tfjsNode].reduce((sum, { bytes }) => sum + bytes, 0);
        const largest = Math.max(...source.artifacts.map(({ bytes }) => bytes));
        await checkDisk(workDir, source.unpackedBytes + largest + SPARE_BYTES);
        const unpacked = source.kind === 'wheels' ? source.unpackedBytes : 0;
        const total = downloads + unpacked + COMPILE_UNITS + PROBE_UNITS;
        let done = 0;
        const onBytes = (bytes: number): void => {
          done += bytes;
          progress.report(Math.min(done, total), total);
        };
        await install(source, workDir, compiler, onBytes, signal);
        await prove(source, workDir, cuda, signal);
        await moveInto(workDir, dir);
        return readStamp(dir)!;
      } catch (thrown) {
        throwIfCancelled(signal);
        const mayGoOn = thrown instanceof UnrollError && /^(DOWNLOAD_FAILED|SETUP_FAILED)$/.test(thrown.code);
        if (isLast || !mayGoOn) throw thrown;
        await fs.rm(workDir, { recursive: true, force: true });
        await fs.mkdir(workDir);
      }
    }
    throw new Error('there was no source');
  } catch (thrown) {
    throwIfCancelled(signal);
    throw fromSystem(thrown, dir);
  } finally {
    await fs.rm(workDir, { recursive: true, force: true });
  }
}
