import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewRecording } from '../../../shared/contract/datasets';
import type { ActivityRegistry } from '../activities/activity-registry';
import { readHeld } from '../prepare/prepared';
import type { Sources } from '../readers/sources';
import type { RecordedFile } from '../store/grow';
import { grow, requireGrowable } from '../store/grow';
import { safeName, writeRecording } from '../store/recorded';
import type { DatasetStore } from '../store/store';
import type { DatasetService } from './service';

interface RecordingServiceOptions {
  readonly activities: ActivityRegistry;
  readonly sources: Sources;
  readonly store: DatasetStore;
  readonly datasets: Pick<DatasetService, 'dependents'>;
  /** recordingsDir/<data set>/<label>/ */
  readonly recordingsDir: string;
}

/** Recordings that are made in the lab, and the data sets that grow by them. */
export class RecordingService {
  readonly #activities: ActivityRegistry;
  readonly #sources: Sources;
  readonly #store: DatasetStore;
  readonly #datasets: Pick<DatasetService, 'dependents'>;
  readonly #dir: string;

  constructor({ activities, sources, store, datasets, recordingsDir }: RecordingServiceOptions) {
    this.#activities = activities;
    this.#sources = sources;
    this.#store = store;
    this.#datasets = datasets;
    this.#dir = recordingsDir;
  }

  /**
   * Makes a data set of an old one and new recordings, which are written as files first. It takes the old one's place
   * when that had grown in the same way and no run needs it.
   *
   * @returns the id of the activity, whose result is the data set's id
   * @throws UnrollError DATASET_UNKNOWN, ARGUMENT_INVALID
   */
  add(id: string, name: string, recordings: readonly NewRecording[]): string {
    const dataset = this.#store.get(id);
    const { plan } = dataset.understanding;
    requireGrowable(plan, recordings);
    const dir = join(this.#dir, safeName(dataset.grown?.base ?? plan.name));
    return this.#activities.run('import', name, async (progress) => {
      const recorded: RecordedFile[] = [];
      try {
        for (const recording of recordings) {
          const { label, recordedMs, heard } = recording;
          const file = await writeRecording(recording, plan, dir, this.#sources);
          recorded.push({ file, label, from: { atMs: recordedMs, heard } });
          progress.report(recorded.length, recordings.length + 1);
        }
        const base = {
          dataset,
          files: await this.#store.files(id),
          examples: await this.#store.examples(id),
          data: await readHeld(this.#store.preparedFile(id)),
        };
        const { id: made } = await this.#store.add(await grow(base, name, recorded, this.#sources));
        if (dataset.grown && (await this.#datasets.dependents(id)).length === 0) await this.#store.delete(id);
        return made;
      } catch (thrown) {
        // Whoever sent them still has them, and may send them again.
        for (const { file } of recorded) await rm(file.path, { force: true });
        throw thrown;
      }
    });
  }
}
