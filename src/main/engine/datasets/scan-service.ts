import { basename } from 'node:path';
import type { SampleSet } from '../../../shared/contract/datasets';
import type { Example, PlanEdits, Understanding } from '../../../shared/domain/dataset';
import type { PlanFile } from '../../../shared/domain/plan-file';
import { planFileOf } from '../../../shared/domain/plan-file';
import type { ExampleSignal, MarkedStretch } from '../../../shared/domain/trace';
import { failure } from '../../../shared/sentences/failure';
import type { ActivityRegistry } from '../activities/activity-registry';
import { prepare } from '../prepare/prepare';
import { previewExample } from '../prepare/preview';
import { stretchAround } from '../prepare/marked-stretch';
import type { Sources } from '../readers/sources';
import { fingerprintOf } from '../scan/fingerprint';
import { besideRecordings } from '../scan/mark-files';
import { requireUnchanged } from '../scan/unchanged';
import { Archives } from '../scan/archives';
import type { UploadStore } from '../scan/uploads';
import type { DatasetStore } from '../store/store';
import { marksToStored, toStored } from '../store/stored-files';
import { recordedMarks } from '../store/stored-marks';
import type { AudioSamples, Page } from './examples';
import { listenedTo, page, soundOf, unknownExample, WHOLE } from './examples';
import type { SampleShelf } from './samples';
import { Scan, toExample } from './scan';

/** A file whose sound a window has decoded, and where that lies. */
interface Decoded {
  readonly path: string;
  readonly decoded: string;
}

interface StartOptions {
  readonly kind?: 'scan' | 'sample';
  readonly decoded?: readonly Decoded[];
  /** Also links that lead out of the paths. */
  readonly followLinks?: boolean;
  /** Files and folders of what is none of the classes. */
  readonly background?: readonly string[] | undefined;
}

const MAX_SCANS = 16;

interface ScanServiceOptions {
  readonly activities: ActivityRegistry;
  readonly sources: Sources;
  readonly store: DatasetStore;
  readonly uploads: UploadStore;
  readonly shelf: SampleShelf;
}

/** Files that are looked at, samples and uploads: everything up to a new data set. */
export class ScanService {
  readonly #activities: ActivityRegistry;
  readonly #sources: Sources;
  readonly #store: DatasetStore;
  readonly #shelf: SampleShelf;
  readonly uploads: UploadStore;
  readonly #scans = new Map<string, Scan>();

  constructor({ activities, sources, store, uploads, shelf }: ScanServiceOptions) {
    this.#activities = activities;
    this.#sources = sources;
    this.#store = store;
    this.#shelf = shelf;
    this.uploads = uploads;
    // Old uploads cost space and nothing else: if one cannot be removed now, the next start tries again.
    this.#cleanUploads().catch(() => {});
  }

  /** @returns the id of the scan, which is also its activity's */
  start(
    paths: readonly string[],
    edits: PlanEdits = {},
    { kind = 'scan', decoded = [], followLinks = false, background }: StartOptions = {},
  ): string {
    const places = new Map(decoded.map((one) => [one.path, one.decoded]));
    const scan = new Scan(paths, edits, this.#sources, new Archives(this.uploads.dir), places, {
      followLinks,
      background,
    });
    const subject = paths.length === 1 ? basename(paths[0]!) : `${paths.length} places`;
    const id = this.#activities.run(kind, subject, async (progress, signal) => {
      await scan.run((done, total) => progress.report(done, total), signal);
      return id;
    });
    this.#scans.set(id, scan);
    for (const [old, { isComplete }] of this.#scans)
      if (this.#scans.size > MAX_SCANS && isComplete) this.#scans.delete(old);
    return id;
  }

  async get(id: string): Promise<{ scan: string; complete: boolean; understanding: Understanding | null }> {
    const scan = this.#scan(id);
    const complete = scan.isComplete;
    return { scan: id, complete, understanding: await scan.understanding() };
  }

  revise(id: string, edits: PlanEdits): Promise<Understanding> {
    return this.#scan(id).revise(edits);
  }

  /** @throws UnrollError as {@link Scan.interpretation} */
  async plan(id: string): Promise<PlanFile> {
    const scan = this.#scan(id);
    const { understanding } = await scan.interpretation();
    return planFileOf(understanding, scan);
  }

  async examples(id: string, offset: number, limit: number): Promise<Page<Example>> {
    return page(await this.#scan(id).examples(), offset, limit);
  }

  /** @param edits in place of the scan's own */
  async signal(id: string, example: number, columns: number, edits?: PlanEdits): Promise<ExampleSignal> {
    const { file, example: found, plan } = await this.#scanExample(id, example, edits);
    return previewExample(this.#sources, file, found, plan, columns);
  }

  /** Where an example lies among the marks of its recording; null where it comes of none. */
  async around(id: string, example: number, columns: number): Promise<MarkedStretch | null> {
    return stretchAround(await this.#scan(id).interpretation(), example, columns, this.#sources);
  }

  async audio(id: string, example: number, stretch = WHOLE): Promise<AudioSamples> {
    const { file, example: found, plan } = await this.#scanExample(id, example);
    return soundOf(this.#sources, file, found, listenedTo(plan), stretch);
  }

  /**
   * Computes all features and writes the data set; where the same files under the same plan already are one, it is
   * that one.
   *
   * @returns the id of the activity, whose result is the data set's id
   */
  commit(id: string, questions: 'ask' | 'strongest' = 'ask'): string {
    const scan = this.#scan(id);
    const name = scan.edits.name ?? basename(scan.paths[0]!);
    return this.#activities.run('import', name, async (progress, signal) => {
      const interpretation = await scan.interpretation();
      const { material, understanding } = interpretation;
      const open = understanding.proposal?.questions ?? [];
      if (questions === 'ask' && open.length > 0)
        throw failure('QUESTION_OPEN.first', { question: open[0]!.remark.message, count: open.length });
      const used = understanding.plan.marks === undefined ? [] : besideRecordings(material);
      const fingerprint = fingerprintOf(understanding.plan, [...material.files, ...used]);
      const marks = understanding.plan.marks && recordedMarks(material);
      const files = [...material.files.flatMap(toStored), ...marksToStored(used, marks ?? [])];
      const known = await this.#store.find(fingerprint);
      if (known !== null && (await this.#store.isWhole(known.id))) {
        await this.#store.moveFiles(known.id, files);
        return known.id;
      }
      await requireUnchanged(files, this.#sources);
      const prepared = await prepare(
        interpretation,
        this.#sources,
        (done, total) => progress.report(done, total),
        signal,
      );
      const { understanding: understood, scaler, examples, data, done } = prepared;
      const parts = { files, examples, data, marks };
      if (known !== null) {
        const { id } = await this.#store.repair(known.id, parts);
        await done();
        return id;
      }
      const { id: dataset } = await this.#store.add({
        dataset: {
          source: material.source,
          places: scan.places,
          ...(scan.background.length > 0 && { background: [...scan.background] }),
          understanding: understood,
          scaler,
          fingerprint,
        },
        ...parts,
      });
      await done();
      return dataset;
    });
  }

  /** Forgets a scan; one that is still reading is cancelled. */
  discard(id: string): void {
    const scan = this.#scan(id);
    if (!scan.isComplete) this.#activities.cancel(id);
    this.#scans.delete(id);
  }

  samples(): SampleSet[] {
    return this.#shelf.list();
  }

  /** @returns the id of the scan @throws UnrollError ARGUMENT_INVALID */
  openSample(name: string): string {
    return this.start([this.#shelf.dirOf(name)], {}, { kind: 'sample' });
  }

  close(): void {
    this.#scans.clear();
  }

  #scan(id: string): Scan {
    const scan = this.#scans.get(id);
    if (scan === undefined) throw failure('SCAN_UNKNOWN.over', { scan: id });
    return scan;
  }

  async #scanExample(id: string, index: number, edits?: PlanEdits) {
    const scan = this.#scan(id);
    const interpretation = await (edits === undefined ? scan.interpretation() : scan.under(edits));
    const draft = interpretation.drafts[index];
    if (draft === undefined) throw unknownExample(index);
    const { material, understanding } = interpretation;
    const example = toExample(interpretation, draft, index);
    return { file: material.files[draft.file]!, example, plan: understanding.plan };
  }

  async #cleanUploads(): Promise<void> {
    const paths = new Set<string>();
    for (const { id } of this.#store.list())
      for (const { path } of await this.#store.files(id).catch(() => [])) paths.add(path);
    await this.uploads.clean(paths);
  }
}
