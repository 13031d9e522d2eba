import type { TableContent } from '../../readers/content';
import { splitOfName } from '../../readers/labels/parts';
import { plainName } from '../vocabulary';
import { byFolder } from './by-folder';
import { byName } from './by-name';
import type { Grouping, Seen, Together } from './grouping';
import { clocksOf } from './part-clock';
import { isPlaceName, isStreamName } from './stream-names';

/** A layout in which several files are one recording. */
interface Profile {
  readonly layout: string;
  /** Null where these files are not laid out so. */
  find(files: readonly Seen[]): Grouping | null;
}

/** So many of the folders, or of the files, must be alike. */
const MOST = 0.8;
/** Parts of a recording share at least so much of the shorter one's time. */
const LEAST_SHARED = 0.5;

const share = <T>(all: readonly T[], test: (one: T) => boolean): number =>
  all.length === 0 ? 0 : all.filter(test).length / all.length;

/** Whether files ran at the same time, and how that is known; null where they did not, or have no clocks. */
function runTogether({ parts }: Together, files: readonly Seen[]): 'instants' | 'starts' | null {
  const clocks = parts.map(({ file }) => clocksOf(files[file]!.content));
  for (const isAbsolute of [true, false]) {
    const spans = clocks.flatMap(
      (own) => own.find((clock) => clock.isAbsolute === isAbsolute)?.spanSeconds ?? [],
    );
    const pairs = spans.length / 2;
    if (pairs < 2 || pairs < MOST * parts.length) continue;
    const starts = spans.filter((_, k) => k % 2 === 0);
    const ends = spans.filter((_, k) => k % 2 === 1);
    const shortest = Math.min(...starts.map((start, k) => ends[k]! - start));
    const common = Math.min(...ends) - Math.max(...starts);
    // A short part, such as a few positions, lies within the others.
    return common >= LEAST_SHARED * shortest ? (isAbsolute ? 'instants' : 'starts') : null;
  }
  return null;
}

/** Phone loggers and their kin (Sensor Logger, phyphox, AndroSensor's folders): files that are called like sensors. */
const streamFolders: Profile = {
  layout: 'sensor-folders',
  find(files) {
    const folders = byFolder(files).filter(
      ({ parts }) => parts.filter(({ name }) => isStreamName(name)).length >= 2,
    );
    const taken = folders.reduce((sum, { parts }) => sum + parts.length, 0);
    if (folders.length === 0 || taken < MOST * files.length) return null;
    if (share(folders, (own) => runTogether(own, files) !== null) < MOST) return null;
    return { by: 'folder', layout: this.layout, strength: 'strong', recordings: folders };
  },
};

/** The wristband's folders: every file says when it began. */
const empaticaFolders: Profile = {
  layout: 'empatica',
  find(files) {
    const own = files.map(({ content }) => content.format === 'empatica');
    const folders = byFolder(files).filter(({ parts }) => parts.filter(({ file }) => own[file]).length >= 2);
    const taken = folders.reduce((sum, { parts }) => sum + parts.length, 0);
    if (folders.length === 0 || taken < MOST * files.length) return null;
    return { by: 'folder', layout: this.layout, strength: 'strong', recordings: folders };
  },
};

/** Names that differ by the word for the instrument alone. */
const streamNames: Profile = {
  layout: 'sensor-names',
  find(files) {
    const recordings = byName(files);
    const taken = recordings.reduce((sum, { parts }) => sum + parts.length, 0);
    if (recordings.length === 0 || taken < MOST * files.length) return null;
    if (share(recordings, (own) => runTogether(own, files) !== null) < MOST) return null;
    return { by: 'name', layout: this.layout, strength: 'strong', recordings };
  },
};

/** Folders that all have files of the same names, which ran at the same time. */
const sameNames: Profile = {
  layout: 'same-names',
  find(files) {
    const folders = byFolder(files);
    const taken = folders.reduce((sum, { parts }) => sum + parts.length, 0);
    if (folders.length < 2 || taken < MOST * files.length) return null;
    const names = [...new Set(folders.flatMap(({ parts }) => parts.map(({ name }) => name)))];
    const isEverywhere = share(names, (name) => share(folders, (own) => has(own, name)) >= MOST) >= MOST;
    if (!isEverywhere || names.some((name) => splitOfName(name) !== null)) return null;
    const times = folders.map((own) => runTogether(own, files));
    const differ = share(folders, (own) => !areAlike(own, files)) >= MOST;
    const areInstants = times.filter((how) => how === 'instants').length >= MOST * folders.length;
    const run = times.filter((how) => how !== null).length >= MOST * folders.length;
    const arePlaces = names.every(isPlaceName);
    // Of takes that count from zero, all run "at the same time": walk.csv beside run.csv of one person.
    if (!run || !(areInstants || differ || arePlaces)) return null;
    const isSure = areInstants && (differ || arePlaces || names.length <= MOST_NAMES);
    return { by: 'folder', layout: this.layout, strength: isSure ? 'strong' : 'weak', recordings: folders };
  },
};

/** One folder alone says little: tables with other columns that ran at the same time. */
const oneFolder: Profile = {
  layout: 'one-folder',
  find(files) {
    const [folder, ...others] = byFolder(files);
    if (folder === undefined || others.length > 0 || folder.parts.length < files.length) return null;
    if (folder.parts.length > MOST_NAMES || folder.parts.some(({ name }) => splitOfName(name) !== null))
      return null;
    const columns = new Set(folder.parts.map(({ file }) => schemaOf(files[file]!)));
    if (columns.size < folder.parts.length || runTogether(folder, files) !== 'instants') return null;
    return { by: 'folder', layout: this.layout, strength: 'weak', recordings: [folder] };
  },
};

/** More files of other names in a folder than this are a collection. */
const MOST_NAMES = 12;

const has = ({ parts }: Together, name: string): boolean => parts.some((part) => part.name === name);

const schemaOf = ({ content }: Seen): string =>
  content.kind === 'table' ? content.columns.map(({ name }) => plainName(name)).join() : content.kind;

const rateOf = ({ content }: Seen): number => Math.round(Math.log2(clocksOf(content)[0]?.rateHz ?? 1) * 4);

/** Tables that could stand one below the other. */
function areAlike({ parts }: Together, files: readonly Seen[]): boolean {
  const own = parts.map(({ file }) => files[file]!);
  return new Set(own.map(schemaOf)).size === 1 && new Set(own.map(rateOf)).size === 1;
}

/** The first that fits has the files. */
const profiles: readonly Profile[] = [empaticaFolders, streamFolders, streamNames, sameNames, oneFolder];

/** Which files are one recording; null where each is its own. */
export function findGrouping(files: readonly Seen[]): Grouping | null {
  const isTable = ({ content }: Seen): boolean => content.kind === 'table' && hasColumns(content);
  if (files.length < 2 || !files.every(isTable)) return null;
  for (const profile of profiles) {
    const found = profile.find(files);
    if (found !== null) return found;
  }
  return null;
}

const hasColumns = ({ columns }: TableContent): boolean => columns.length > 0;

/** What a person says, whatever the files look like. */
export function groupedBy(by: Grouping['by'], files: readonly Seen[]): Grouping {
  const known = findGrouping(files);
  if (known?.by === by) return { ...known, strength: 'strong' };
  return {
    by,
    layout: null,
    strength: 'strong',
    recordings: by === 'folder' ? byFolder(files) : byName(files),
  };
}
