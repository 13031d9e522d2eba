import { basename, posix } from 'node:path';
import type { FileRoleEdit, RefusedFile } from '../../../shared/domain/dataset';
import { toUnrollError, UnrollError } from '../../../shared/domain/error';
import { throwIfCancelled } from '../activities/activity-registry';
import { isLabelsName } from '../readers/labels/labels-file';
import { inPlace } from './in-place';
import type { LabelsFile } from '../readers/labels/labels-file';
import type { Reader } from '../readers/reader';
import type { FoundFile, SourceFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import type { Beside, Material } from './material';
import { byName } from './together/by-name';
import { streamFolders } from './together/stream-names';
import { SplitRandom } from '../random/split-random';
import { annotationsOf, isEmptyTrack, isMarks } from './marks';
import type { MarkFile } from './mark-files';
import { marksStretches, readMarkFiles } from './mark-files';
import { remark } from '../../../shared/sentences/say';
import { factsAboveTables } from './facts-above';
import type { Aside } from './facts-file';
import { asideByPlace, isFactsName, readFacts } from './facts-file';
import { labelsOf } from './file-labels';
import { FileRoles } from './file-roles';
import { AlikeHeads } from './alike-heads';
import { asParts, combineLabels, ListReader, namesEachOnce, refuseLoneList } from './lists';
import type { CombinedLabels } from './lists';
import { nothingUsable } from './nothing-usable';
import type { Walk } from './walk';
import type { Archives } from './archives';
import { walkWithBackground } from './background-folder';
import type { WalkChoices } from './background-folder';
import { refusedFile, refusedFor } from '../../../shared/sentences/refused';

const PARALLEL_SOUNDS = 4;
/** Small tables are read many at a time, and long ones wait until a thread is free. */
const PARALLEL_READS = 256;
const PARALLEL_CLAIMS = 256;
/** Annotations of longer recordings are not looked for. */
const MOST_INSIDE_BYTES = 2 ** 27;

/** What a person says that decides how files are read: what a row is, and what each file is for. */
export interface Reading {
  readonly rows?: FoundFile['rows'];
  readonly files?: readonly FileRoleEdit[] | undefined;
}

/** Reads files and folders; what was read so far can be had at any time. */
export class Gathering {
  #walk: Walk | null = null;
  #kind: Material['kind'] = 'audio';
  #labels: CombinedLabels | null = null;
  /** Files of marks, by what they are shown as; and recordings that hold marks too. */
  readonly #markFiles = new Map<string, FoundFile>();
  #marks: readonly MarkFile[] = [];
  /** Lists that name each recording once with a start and an end; whether these are marks, the lengths of the recordings say. */
  readonly #mayMark: FoundFile[] = [];
  #combine: (without: ReadonlySet<string>) => CombinedLabels | null = () => null;
  readonly #beside: Beside[] = [];
  /** By the folder that they speak of. */
  readonly #facts = new Map<string, Readonly<Record<string, string>>>();
  readonly #files = new Map<string, SourceFile>();
  readonly #refused = new Map<string, RefusedFile>();
  readonly #given: FileRoles;
  /** What lies below the paths; shared between the roles that files are given. */
  #found: Promise<Walk> | null;
  readonly #described: Map<string, Promise<SourceFile>>;

  /** @param decoded by a file's path where a window has put what it decoded of it */
  constructor(
    readonly paths: readonly string[],
    readonly sources: Sources,
    readonly decoded: ReadonlyMap<string, string>,
    readonly archives: Archives,
    readonly walking: WalkChoices = {},
    /** What decides how files are read. */
    readonly reading: Reading = {},
    before?: Gathering,
  ) {
    this.#found = before === undefined ? null : before.#found;
    const isReadAlike = before !== undefined && before.reading.rows === reading.rows;
    this.#described = isReadAlike ? before.#described : new Map<string, Promise<SourceFile>>();
    this.#given = new FileRoles(reading.files ?? []);
  }

  /** The same files read in another way: what is read alike is not read again. */
  read(reading: Reading): Gathering {
    const { paths, sources, decoded, archives, walking } = this;
    return new Gathering(paths, sources, decoded, archives, walking, reading, this);
  }

  /** What was named, and the links that were followed from there. */
  get places(): string[] {
    return [...this.paths, ...(this.#walk?.followed ?? [])];
  }

  /** Null until the first file was read. */
  material(): Material | null {
    if (this.#walk === null) return null;
    const files = [...this.#files.values()].sort((a, b) => (a.shown < b.shown ? -1 : 1));
    const filesByFormat: Record<string, number> = {};
    for (const { content } of files) filesByFormat[content.format] = (filesByFormat[content.format] ?? 0) + 1;
    return {
      rootDir: this.#walk.rootDir,
      source: this.#walk.source,
      kind: this.#kind,
      files,
      labels: labelsOf(this.#labels, new Map([...this.#facts, ...factsAboveTables(files)]), files),
      marks: this.#marks,
      ...(this.#beside.length > 0 && { beside: this.#beside }),
      ...(this.#walk.notes.length > 0 && { notes: this.#walk.notes }),
      ...this.#idle(),
      refused: [...this.#refused.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
      filesByFormat,
    };
  }

  /** @throws UnrollError FILE_MISSING, DATASET_EMPTY, CANCELLED */
  async run(report: (done: number, total: number) => void, signal: AbortSignal): Promise<Material> {
    this.#found ??= this.#look(signal);
    const found = await this.#found;
    for (const { file, error } of found.refused) this.#refuse(file, error);
    // In random order, what was read so far looks like the whole.
    const candidates = new SplitRandom(1).shuffled(
      await this.#sortOut(await inPlace(found.files, this.decoded, this.reading.rows)),
    );
    this.#walk = found;
    let done = 0;
    let next = 0;
    /** Of long files that are being read, how far they are. */
    const shares = new Map<string, number>();
    report(0, candidates.length);
    const work = async (): Promise<void> => {
      while (next < candidates.length) {
        throwIfCancelled(signal);
        const { file, reader } = candidates[next++]!;
        try {
          const onShare = (share: number): void => {
            shares.set(file.path, share);
            report(done + [...shares.values()].reduce((sum, own) => sum + own, 0), candidates.length);
          };
          this.#files.set(file.path, await this.#describe(file, reader, { signal, onShare }));
        } catch (thrown) {
          throwIfCancelled(signal);
          this.#refuse(file.shown, toUnrollError(thrown));
        }
        shares.delete(file.path);
        report(++done, candidates.length);
      }
    };
    await Promise.all(
      Array.from({ length: this.#kind === 'audio' ? PARALLEL_SOUNDS : PARALLEL_READS }, work),
    );
    const recordings = this.material()?.files ?? [];
    const marked = await readMarkFiles([...this.#markFiles.values()], recordings, signal);
    const lists = await readMarkFiles(this.#mayMark, recordings, signal);
    const marking = lists.files.filter((file) => marksStretches(file, recordings));
    if (marking.length > 0) this.#labels = this.#combine(new Set(marking.map(({ shown }) => shown)));
    this.#marks = [...marked.files, ...marking];
    for (const one of marked.refused) this.#refused.set(one.file, one);
    const material = this.material();
    if (material === null || material.files.length === 0)
      throw nothingUsable(this.paths, [...this.#refused.values()]);
    return material;
  }

  #idle(): Pick<Material, 'idlePatterns'> {
    const idle = this.#given.idle(this.#walk?.files.map(({ shown }) => shown) ?? []);
    return idle.length > 0 ? { idlePatterns: idle } : {};
  }

  async #look(signal: AbortSignal): Promise<Walk> {
    return this.archives.open(await walkWithBackground(this.paths, { ...this.walking, signal }), signal);
  }

  #describe(
    file: FoundFile,
    reader: Reader,
    options: Parameters<Sources['describe']>[2],
  ): Promise<SourceFile> {
    const known = this.#described.get(file.path);
    if (known !== undefined) return known;
    const described = this.sources.describe(file, reader, options);
    this.#described.set(file.path, described);
    described.catch(() => this.#described.delete(file.path));
    return described;
  }

  /** Labels files are read, other files told apart; the most frequent kind is the data, and the rest is refused. */
  async #sortOut(files: readonly FoundFile[]): Promise<Claimed[]> {
    const known: Claimed[] = [];
    const isAlone = files.length === 1;
    const labels: LabelsFile[] = [];
    const named = files.map((file) => file.shown);
    // A list may name a recording by the folder that its files lie in.
    const folders = streamFolders(named);
    // … or by what the names of its files have in common.
    const common = byName(files).map((recording) => recording.shown);
    const shown = [...named, ...[...folders, ...common].filter((own) => own !== '.' && own !== '')];
    const lists = new ListReader(shown);
    const sortOne = async (file: FoundFile): Promise<LabelsFile | Claimed | null> => {
      const role = this.#given.of(file.shown);
      if (role !== null) return this.#inRole(role, file, lists);
      const aside = asideByPlace(file.shown, folders);
      if (aside?.kind === 'moments' && (await isMarks(file).catch(() => false))) {
        this.#mark(file);
        return null;
      }
      if (aside !== null) return this.#setAside(file, aside);
      const isList = isLabelsName(posix.basename(file.shown)) && !isAlone;
      const list = isList
        ? await lists.readLabels(file).catch((thrown: unknown) => toUnrollError(thrown))
        : null;
      if (list !== null && !(list instanceof UnrollError)) return list;
      const facts =
        isAlone || !(isList || isFactsName(file.shown)) ? null : await readFacts(file).catch(() => null);
      if (facts !== null) return this.#setAside(file, facts);
      if (list !== null) throw list;
      return { file, ...(await this.sources.claimed(file)) };
    };
    for (let first = 0; first < files.length; first += PARALLEL_CLAIMS) {
      const batch = files.slice(first, first + PARALLEL_CLAIMS);
      for (const [k, outcome] of (await Promise.allSettled(batch.map(sortOne))).entries())
        if (outcome.status === 'rejected') this.#refuse(batch[k]!.shown, toUnrollError(outcome.reason));
        else if (outcome.value === null) continue;
        else if ('reader' in outcome.value) known.push(outcome.value);
        else labels.push(outcome.value);
    }
    await this.#takeOutCompanions(known);
    if (isAlone && known.length === 1) await refuseLoneList(known[0]!.file);
    if (!isAlone) {
      labels.push(...(await this.#takeOutLists(known, lists)));
      labels.push(...(await this.#listsAmongRefused(files, lists)));
      const used = new Set(labels.filter(namesEachOnce).map((list) => list.shown));
      for (const file of files)
        if (used.has(file.shown) && this.#given.of(file.shown) === null)
          if (await isMarks(file).catch(() => false)) this.#mayMark.push(file);
      await this.#takeOutMarks(
        files.filter(({ shown: own }) => !used.has(own) && this.#given.of(own) === null),
        known,
      );
      // A list that names a recording again and again marks stretches of it, and says nothing of it as a whole.
      labels.splice(0, labels.length, ...labels.filter((list) => !this.#markFiles.has(list.shown)));
    }
    this.#combine = (without) =>
      combineLabels(
        labels.filter((list) => !without.has(list.shown)),
        shown,
        lists.index,
      );
    this.#labels = this.#combine(new Set());
    const count = (kind: Material['kind']): number =>
      known.filter(({ reader }) => reader.kind === kind).length;
    const kinds: Material['kind'][] = ['audio', 'cases', 'table'];
    this.#kind = kinds.reduce((best, kind) => (count(kind) > count(best) ? kind : best));
    for (const { file, reader } of known)
      if (reader.kind !== this.#kind)
        this.#refused.set(
          file.shown,
          refusedFile('MODALITY_OTHER', 'refused.otherKind', {
            file: file.shown,
            kind: reader.kind,
            most: this.#kind,
          }),
        );
    const kept = known.filter(({ reader }) => reader.kind === this.#kind);
    await this.#markInside(kept);
    return kept;
  }

  /** What becomes of a file whose role a person gave. @throws UnrollError where it cannot be read so */
  async #inRole(
    role: FileRoleEdit['role'],
    file: FoundFile,
    lists: ListReader,
  ): Promise<LabelsFile | Claimed | null> {
    const { shown } = file;
    switch (role) {
      case 'recording':
        return { file, ...(await this.sources.claimed(file)) };
      case 'labels':
        return lists.readLabels(file);
      case 'split':
        return asParts(await lists.readLabels(file));
      case 'metadata':
        return this.#setAside(
          file,
          (await readFacts(file)) ?? { kind: 'facts', folder: posix.dirname(shown), facts: {} },
        );
      case 'marks':
        this.#mark(file);
        return null;
      case 'left-out':
        this.#refused.set(shown, refusedFile('LEFT_OUT', 'refused.LEFT_OUT', { file: shown }));
        return null;
    }
  }

  #mark(file: FoundFile): void {
    this.#markFiles.set(file.shown, file);
    this.#refused.delete(file.shown);
  }

  /** Files that describe a folder, or moments of its recording. */
  #setAside(file: FoundFile, found: Aside): null {
    const { shown } = file;
    const { folder: of } = found;
    if (found.kind === 'facts') this.#facts.set(of, { ...this.#facts.get(of), ...found.facts });
    const where = of === '.' ? basename(this.paths[0]!) : of;
    this.#beside.push(
      found.kind === 'facts'
        ? { file: shown, role: 'metadata', of, evidence: remark('role.metadata', { file: shown, of: where }) }
        : { file: shown, role: 'marks', of, evidence: remark('marks.unused', { file: shown }) },
    );
    return null;
  }

  /** What belongs to another file is none of its own, whatever it looks like. */
  async #takeOutCompanions(known: Claimed[]): Promise<void> {
    const taken = new Set<string>();
    for (const { file, reader } of known) {
      const names = (await reader.companions?.(file).catch(() => [])) ?? [];
      for (const name of names) taken.add(posix.join(posix.dirname(file.shown), name));
    }
    for (const shown of taken) this.#refused.delete(shown);
    known.splice(0, known.length, ...known.filter(({ file }) => !taken.has(file.shown)));
  }

  /** Files that mark stretches of the others, which are no data of their own. */
  async #takeOutMarks(files: readonly FoundFile[], known: Claimed[]): Promise<void> {
    const alike = new AlikeHeads(known);
    const sounds = known.filter(({ reader }) => reader.kind === 'audio').map(({ file }) => file);
    for (const file of files) {
      if (alike.isKnown(file)) continue;
      if (isEmptyTrack(file, sounds) || (await isMarks(file).catch(() => false))) {
        this.#mark(file);
        known.splice(0, known.length, ...known.filter((own) => own.file !== file));
      } else alike.add(file);
    }
  }

  /** Recordings that hold annotations beside their signals. */
  async #markInside(known: readonly Claimed[]): Promise<void> {
    for (const { file, reader } of known) {
      if (reader.format !== 'edf' || file.size > MOST_INSIDE_BYTES) continue;
      if ((await annotationsOf(file).catch(() => null)) === 'beside') this.#markFiles.set(file.shown, file);
    }
  }

  /** Tables that name other files, by whatever name. */
  async #takeOutLists(known: Claimed[], lists: ListReader): Promise<LabelsFile[]> {
    const found: LabelsFile[] = [];
    const texts = known.filter(
      ({ file: { shown }, reader: { kind, format } }) =>
        ((kind === 'table' && (format === 'csv' || format === 'tsv' || format === 'json')) ||
          // `fold1_train.txt` may be called like a problem of an archive.
          (kind === 'cases' && /\.(txt|csv|tsv)$/i.test(shown))) &&
        this.#given.of(shown) === null,
    );
    for (const { file, line } of texts) {
      const list = await lists.readList(file, line ?? '').catch(() => null);
      if (list === null) continue;
      found.push(list);
      known.splice(
        known.findIndex((own) => own.file === file),
        1,
      );
    }
    return found;
  }

  /** Texts of a format that no reader knows, which name files. */
  async #listsAmongRefused(files: readonly FoundFile[], lists: ListReader): Promise<LabelsFile[]> {
    const found: LabelsFile[] = [];
    for (const file of files) {
      if (this.#refused.get(file.shown)?.code !== 'FILE_FORMAT_UNKNOWN') continue;
      const list = await lists.readUnknown(file).catch(() => null);
      if (list === null) continue;
      found.push(list);
      this.#refused.delete(file.shown);
    }
    return found;
  }

  #refuse(file: string, error: UnrollError): void {
    this.#refused.set(file, refusedFor(file, error));
  }
}

interface Claimed {
  readonly file: FoundFile;
  readonly reader: Reader;
  /** Of a table of text, what it begins with. */
  readonly line: string | null;
}
