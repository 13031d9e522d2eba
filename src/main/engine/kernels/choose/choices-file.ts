import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { version } from '../../version';
import { BackendName, KernelName } from '../../../../shared/domain/model';
import { labDir, resourcesDir } from '../../files/places';
import { nativeAddonFile, threadCount } from '../cpp/native-kernel';
import { runtimeDir, runtimeFiles } from '../tensorflow/runtime';
import type { TimedCandidate } from './trial';

const Choice = v.object({
  atMs: v.number(),
  timed: v.pipe(
    v.array(v.object({ backend: BackendName, kernel: KernelName, stepMs: v.number() })),
    v.minLength(1),
  ),
});
const ChoicesFile = v.object({ formatVersion: v.literal(1), choices: v.record(v.string(), Choice) });
type Choices = v.InferOutput<typeof ChoicesFile>['choices'];

const MOST_CHOICES = 500;

/** When a file was last written; nothing when it is not there. */
function mark(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.size}@${Math.round(stat.mtimeMs)}`;
}

/**
 * Everything but the shape that a trial's outcome depends on: the machine, the threads, the versions, the kernels.
 * With any of it changed the former decision is not found any more.
 */
export function machineMark(): string {
  const { node } = process.versions;
  const tensorflow = runtimeDir();
  const kernels = [
    nativeAddonFile(),
    join(resourcesDir(), 'kernels/recurrent.wasm'),
    ...(tensorflow === null ? [] : [runtimeFiles(tensorflow).stamp]),
  ].map(mark);
  const packages = mark(join(labDir(), 'package.json'));
  const simd = process.env['UNROLL_SIMD'] ?? '';
  return [
    cpus()[0]?.model ?? '',
    process.arch,
    threadCount(),
    version,
    node,
    simd,
    packages,
    ...kernels,
  ].join('|');
}

/** cache/kernel-choices.json of the home folder: what trials have found (`docs/file-formats.md`). */
export class ChoicesCache {
  constructor(private readonly file: string) {}

  /** @param kernels those that are to be compared */
  find(shape: string, kernels: readonly KernelName[]): readonly TimedCandidate[] | null {
    return this.#read()[keyOf(shape, kernels)]?.timed ?? null;
  }

  /** A decision that cannot be kept is made again the next time. */
  keep(shape: string, kernels: readonly KernelName[], timed: readonly TimedCandidate[]): void {
    const newest = Object.entries({
      ...this.#read(),
      [keyOf(shape, kernels)]: { atMs: Date.now(), timed: [...timed] },
    }).sort(([, a], [, b]) => b.atMs - a.atMs);
    const content = { formatVersion: 1, choices: Object.fromEntries(newest.slice(0, MOST_CHOICES)) };
    const part = `${this.file}.${randomUUID()}.part`;
    try {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(part, `${JSON.stringify(content, null, 1)}\n`);
      renameSync(part, this.file);
    } catch {
      rmSync(part, { force: true });
    }
  }

  #read(): Choices {
    try {
      return v.parse(ChoicesFile, JSON.parse(readFileSync(this.file, 'utf8'))).choices;
    } catch {
      return {};
    }
  }
}

function keyOf(shape: string, kernels: readonly KernelName[]): string {
  const hash = createHash('sha256').update(`${machineMark()}|${kernels.join('|')}`);
  return `${shape} ${hash.digest('hex').slice(0, 16)}`;
}
