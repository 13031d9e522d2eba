import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskRecording } from '../../../shared/domain/desk';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import type { Sources } from '../readers/sources';
import { CELL_ROWS, cellsOf } from './drawing';

/** Recordings whose cells stay in memory. */
const MOST = 16;

/** Least and greatest values of whole recordings, each computed once and kept in the cache folder. */
export class CellCache {
  readonly #known = new Map<string, Promise<Float32Array>>();

  constructor(
    private readonly dir: string,
    private readonly sources: Sources,
  ) {}

  /** @throws UnrollError FILE_MISSING */
  async of(recording: DeskRecording): Promise<Float32Array> {
    const { path } = recording;
    const stats = await stat(path).catch((cause: unknown) => {
      throw failure('FILE_MISSING.noLonger', { file: path }, { cause });
    });
    const key = createHash('sha256')
      .update(JSON.stringify([path, stats.size, stats.mtimeMs, CELL_ROWS, recording.channels]))
      .digest('hex')
      .slice(0, 32);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#read(join(this.dir, `${key}.f32`), recording);
    this.#known.set(key, found);
    found.catch(() => this.#known.delete(key));
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }

  async #read(file: string, recording: DeskRecording): Promise<Float32Array> {
    const length = Math.ceil(recording.rows / CELL_ROWS) * recording.channels.length * 2;
    const bytes = await readFile(file).catch(() => null);
    // Whatever else lies there is no answer.
    if (bytes?.length === 4 * length) return new Float32Array(new Uint8Array(bytes).buffer);
    const cells = await cellsOf(this.sources, recording);
    await mkdir(this.dir, { recursive: true });
    await writeAtomic(file, new Uint8Array(cells.buffer)).catch(() => {});
    return cells;
  }
}
