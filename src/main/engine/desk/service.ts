import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Dataset, RefusedFile } from '../../../shared/domain/dataset';
import { toUnrollError } from '../../../shared/domain/error';
import type { Desk, DeskRecording, DeskStep } from '../../../shared/domain/desk';
import { deskRate, deskSeconds } from '../../../shared/domain/desk';
import type { MarkTrack, RecordingMarks } from '../../../shared/domain/marks';
import { DeskState } from '../../../shared/desk/desk-state';
import { HAND } from '../../../shared/desk/edits';
import { failure } from '../../../shared/sentences/failure';
import { refusedFor } from '../../../shared/sentences/refused';
import { writeMarkFile } from '../marks/write-marks';
import type { Sources } from '../readers/sources';
import type { StoredFile } from '../store/stored-files';
import type { Band } from './above';
import { bandEnergy, channelValues, stretchesAbove } from './above';
import type { CellCache } from './cell-cache';
import type { DeskStore } from './desk-store';
import type { Part } from './drawing';
import { peaksOf, samplesOf, spectrogramOf } from './drawing';
import type { Opened } from './open-desk';
import { openPaths, recordingOf, withTracks } from './open-desk';

/** What a desk is opened from. */
interface DeskDatasets {
  get(id: string): Dataset;
  files(id: string): Promise<readonly StoredFile[]>;
  marks(id: string): Promise<readonly RecordingMarks[] | null>;
}

interface DeskServiceOptions {
  readonly store: DeskStore;
  readonly cells: CellCache;
  readonly sources: Sources;
  readonly datasets: DeskDatasets;
}

export interface AboveQuestion {
  readonly of: ({ readonly kind: 'band' } & Band) | { readonly kind: 'channel'; readonly channel: string };
  readonly threshold: number;
  readonly minSeconds: number;
  readonly gapSeconds: number;
  readonly peaks: boolean;
}

/** Recordings on the desk: how they look and sound, and what is marked on them. */
export class DeskService {
  readonly #store: DeskStore;
  readonly #cells: CellCache;
  readonly #sources: Sources;
  readonly #datasets: DeskDatasets;
  /** What was computed of the whole of a recording last; a threshold is dragged, and asks often. */
  #energy: { readonly key: string; readonly found: ReturnType<typeof bandEnergy> } | null = null;

  constructor({ store, cells, sources, datasets }: DeskServiceOptions) {
    this.#store = store;
    this.#cells = cells;
    this.#sources = sources;
    this.#datasets = datasets;
  }

  async list() {
    return (await this.#store.list()).map(({ recordings, ...desk }) => ({
      ...desk,
      recordings: recordings.length,
    }));
  }

  async get(id: string): Promise<{ desk: Desk; steps: DeskStep[]; damaged: number }> {
    return { desk: await this.#store.get(id), ...(await this.#store.steps(id)) };
  }

  /** @throws UnrollError FILE_MISSING, FILE_EMPTY */
  async openPaths(paths: readonly string[]): Promise<{ desk: string; refused: RefusedFile[] }> {
    return this.#add(await openPaths(paths, this.#sources), null);
  }

  /** @throws UnrollError DATASET_UNKNOWN, FILE_EMPTY */
  async openDataset(dataset: string): Promise<{ desk: string; refused: RefusedFile[] }> {
    const { name } = this.#datasets.get(dataset).understanding.plan;
    const there = (await this.#store.list()).find((desk) => desk.dataset === dataset);
    if (there !== undefined) return { desk: there.id, refused: [] };
    const marked = (await this.#datasets.marks(dataset)) ?? [];
    const recordings: DeskRecording[] = [];
    const refused: RefusedFile[] = [];
    for (const file of await this.#datasets.files(dataset)) {
      if (file.kind === 'marks' || file.partOf !== undefined) continue;
      try {
        const recording = recordingOf({ ...file, content: await this.#sources.content(file) });
        const own = marked.find((one) => one.file === file.shown);
        recordings.push(withTracks(recording, own?.tracks ?? []));
      } catch (thrown) {
        refused.push(refusedFor(file.shown, toUnrollError(thrown)));
      }
    }
    if (recordings.length === 0) throw failure('FILE_EMPTY.noDesk', { file: name });
    return this.#add({ name, recordings, refused }, dataset);
  }

  /** @throws UnrollError DESK_UNKNOWN, ARGUMENT_INVALID for a recording that the desk does not have */
  async write(id: string, steps: readonly DeskStep[]): Promise<{ revision: number }> {
    const { recordings } = await this.#store.get(id);
    for (const step of steps)
      if (step.is === 'edit' && recordings[step.recording] === undefined)
        throw failure('ARGUMENT_INVALID.deskRecording', { recording: step.recording + 1 });
    return { revision: await this.#store.write(id, steps) };
  }

  async peaks(id: string, index: number, part: Part) {
    const recording = await this.#recording(id, index);
    const values = await peaksOf(this.#sources, recording, part, () => this.#cells.of(recording));
    return { channels: recording.channels, values };
  }

  async spectrogram(id: string, index: number, part: Part & { readonly rows: number }) {
    const recording = await this.#recording(id, index);
    return {
      levels: await spectrogramOf(this.#sources, recording, part),
      highHz: deskRate(recording) / 2,
    };
  }

  async audio(id: string, index: number, start: number, count: number) {
    const recording = await this.#sound(id, index);
    const { rows: length } = recording;
    const samples = await samplesOf(this.#sources, recording, start, Math.min(length, start + count));
    return { rateHz: deskRate(recording), length, samples };
  }

  async above(id: string, index: number, { of, threshold, minSeconds, gapSeconds, peaks }: AboveQuestion) {
    const recording = of.kind === 'band' ? await this.#sound(id, index) : await this.#recording(id, index);
    const key = JSON.stringify([id, index, of]);
    if (this.#energy?.key !== key) {
      const found =
        of.kind === 'band'
          ? bandEnergy(this.#sources, recording, of)
          : channelValues(this.#sources, recording, of.channel);
      found.catch(() => (this.#energy = null));
      this.#energy = { key, found };
    }
    const { values, stepSeconds } = await this.#energy.found;
    const minSteps = minSeconds / stepSeconds;
    const stretches = stretchesAbove(values, {
      ...{ threshold, minSteps, peaks },
      gapSteps: gapSeconds / stepSeconds,
    });
    const seconds = deskSeconds(recording);
    return {
      stretches: stretches.map(([from, to]): [number, number] => [
        Math.min(seconds, from * stepSeconds),
        Math.min(seconds, to * stepSeconds),
      ]),
      stepSeconds,
    };
  }

  /** @throws UnrollError OUTPUT_EXISTS, ARGUMENT_INVALID for a format that there is not */
  async save(id: string, { format, outDir, replace }: { format: string; outDir: string; replace: boolean }) {
    const { desk, steps } = await this.get(id);
    const state = new DeskState(desk.recordings);
    for (const step of steps) state.take(step);
    const files: string[] = [];
    const lost: Record<string, number> = {};
    for (const [index, recording] of desk.recordings.entries()) {
      const tracks = tracksOf(state, index);
      if (tracks.length === 0) continue;
      const written = await writeMarkFile(tracks, {
        ...{ format, replace, recording: recording.shown, rateHz: deskRate(recording) },
        outDir: join(outDir, dirname(recording.shown)),
        durationSeconds: deskSeconds(recording),
      });
      files.push(written.file);
      for (const [what, count] of Object.entries(written.lost)) lost[what] = (lost[what] ?? 0) + count;
    }
    return { files, lost };
  }

  delete(id: string): Promise<void> {
    return this.#store.delete(id);
  }

  restore(id: string): Promise<void> {
    return this.#store.restore(id);
  }

  async #add({ name, recordings, refused }: Opened, dataset: string | null) {
    const id = `desk-${randomUUID().slice(0, 8)}`;
    await this.#store.add({ id, name, createdMs: Date.now(), dataset, recordings });
    return { desk: id, refused };
  }

  async #recording(id: string, index: number): Promise<DeskRecording> {
    const recording = (await this.#store.get(id)).recordings[index];
    if (recording === undefined) throw failure('ARGUMENT_INVALID.deskRecording', { recording: index + 1 });
    return recording;
  }

  async #sound(id: string, index: number): Promise<DeskRecording> {
    const recording = await this.#recording(id, index);
    if (recording.kind !== 'sound') throw failure('ARGUMENT_INVALID.deskNoSound', { file: recording.shown });
    return recording;
  }
}

/** What is marked on a recording, track by track; that of the hand says what was looked at, and is there where anything was. */
function tracksOf(state: DeskState, index: number): MarkTrack[] {
  const marks = state.marks(index);
  const examined = state.examined(index).map(([from, to]): [number, number] => [from, to]);
  const names = [...new Set([...(examined.length > 0 ? [HAND] : []), ...marks.map(({ track }) => track)])];
  return names.map((name) => ({
    ...{ name: names.length === 1 ? '' : name, recording: null, clock: 'start' as const },
    examined: name === HAND ? examined : [],
    marks: marks
      .filter(({ track }) => track === name)
      .map(({ start, end, id: _, track: __, ...mark }) => ({
        startSeconds: start,
        endSeconds: end,
        ...mark,
      })),
  }));
}
