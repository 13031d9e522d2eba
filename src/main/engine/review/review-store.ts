import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { RefusedFile } from '../../../shared/domain/dataset';
import { Review } from '../../../shared/domain/review';
import { failure } from '../../../shared/sentences/failure';
import { writeAtomic } from '../files/atomic';
import { sealed, unsealed } from '../files/sealed';

const FILE = 'review.json';
const ReviewFile = v.object({
  formatVersion: v.literal(1),
  ...Review.entries,
  refused: v.array(RefusedFile),
});
export type KeptReview = Omit<v.InferOutput<typeof ReviewFile>, 'formatVersion'>;

/** The reviews of a home: reviewsDir/<id>/review.json, whole after every decision. */
export class ReviewStore {
  constructor(private readonly dir: string) {}

  /** Those that can be read, the newest first. */
  async list(): Promise<KeptReview[]> {
    if (!existsSync(this.dir)) return [];
    const ids = await readdir(this.dir);
    const read = await Promise.all(ids.map((id) => this.get(id).catch(() => null)));
    return read.filter((one) => one !== null).sort((a, b) => b.createdMs - a.createdMs);
  }

  /** @throws UnrollError ARGUMENT_INVALID where there is none, FILE_CORRUPT */
  async get(id: string): Promise<KeptReview> {
    const file = join(this.dir, id, FILE);
    if (!existsSync(file)) throw failure('ARGUMENT_INVALID.reviewUnknown', { review: id });
    const parsed = v.safeParse(ReviewFile, unsealed(await readFile(file), file));
    if (!parsed.success) throw failure('FILE_CORRUPT.sealed', { file });
    const { formatVersion: _, ...review } = parsed.output;
    return review;
  }

  async save(review: KeptReview): Promise<void> {
    await mkdir(join(this.dir, review.id), { recursive: true });
    await writeAtomic(join(this.dir, review.id, FILE), sealed({ formatVersion: 1, ...review }));
  }

  async delete(id: string): Promise<void> {
    await this.get(id);
    await rm(join(this.dir, id), { recursive: true, force: true });
  }
}
