import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { Study } from '../../../shared/domain/study';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import { isAlive } from '../files/process-alive';
import { sealed, unsealed } from '../files/sealed';

const FILE = 'study.json';

/** study.json. What follows from the rest is not stored. */
const { summary: _summary, activity: _activity, ...kept } = Study.entries;
const StudyFile = v.object({ formatVersion: v.literal(1), ...kept, pid: v.number() });
export type KeptStudy = Omit<Study, 'summary' | 'activity'>;

/** The studies of a home: studiesDir/<id>/study.json, and cells/<index>/ while one of them is trained. */
export class StudyStore {
  constructor(private readonly dir: string) {}

  /** Where a cell may write. */
  cellDir(id: string, cell: number): string {
    return join(this.dir, id, 'cells', String(cell));
  }

  /** Those that can be read. One whose engine died is interrupted. */
  async list(): Promise<KeptStudy[]> {
    if (!existsSync(this.dir)) return [];
    const ids = await readdir(this.dir);
    const read = await Promise.all(ids.map((id) => this.get(id).catch(() => null)));
    return read.filter((study) => study !== null).sort((a, b) => b.createdMs - a.createdMs);
  }

  /** @throws UnrollError STUDY_UNKNOWN, FILE_CORRUPT */
  async get(id: string): Promise<KeptStudy> {
    const file = join(this.dir, id, FILE);
    if (!existsSync(file)) throw failure('STUDY_UNKNOWN.id', { study: id });
    const parsed = v.safeParse(StudyFile, unsealed(await readFile(file), file));
    if (!parsed.success) throw failure('FILE_CORRUPT.sealed', { file });
    const { pid, formatVersion: _, ...study } = parsed.output;
    const isOrphan = study.status === 'running' && !isAlive(pid);
    return isOrphan ? { ...study, status: 'interrupted' } : study;
  }

  async save(study: KeptStudy): Promise<void> {
    await mkdir(join(this.dir, study.id), { recursive: true });
    await writeAtomic(
      join(this.dir, study.id, FILE),
      sealed({ formatVersion: 1, ...study, pid: process.pid }),
    );
  }

  async delete(id: string): Promise<void> {
    await rm(join(this.dir, id), { recursive: true, force: true });
  }
}
