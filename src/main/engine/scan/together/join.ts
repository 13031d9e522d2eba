import { basename, join } from 'node:path';
import type { RecordingsBy, RefusedFile, Remark } from '../../../../shared/domain/dataset';
import { toUnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { remark } from '../../../../shared/sentences/say';
import type { SourceFile } from '../../readers/source-file';
import type { Sources } from '../../readers/sources';
import { relabelled } from '../file-labels';
import type { Material } from '../material';
import type { Grouping } from './grouping';
import { commonParts, fastestRate, sortParts } from './parts-of';
import type { Candidate, PartLeftOut, Sorted } from './parts-of';
import { findGrouping, groupedBy } from './profiles';
import { refusedFile, refusedFor } from '../../../../shared/sentences/refused';

export interface JoinOptions {
  /** What a person says; absent: what the files look like. */
  readonly by?: RecordingsBy | undefined;
  readonly rateHz?: number | null | undefined;
  readonly method: 'even' | 'past';
  /** The columns that a model wants: parts without any are left out. Absent: all. */
  readonly channels?: readonly string[];
}

/** Files as recordings. */
export interface JoinedMaterial {
  readonly material: Material;
  /** Null where each file is a recording. */
  readonly grouping: Grouping | null;
  readonly remarks: readonly Remark[];
}

const PARALLEL = 4;
/** A recording of which all parts share less than this is spoken of. */
const NEARLY_ALL = 0.9;

/**
 * Puts files together that are one recording, each part on the same steps by its own times; what belongs to no recording, and
 * recordings that lack a part which the others have, are refused by name.
 *
 * @throws UnrollError ARGUMENT_INVALID where a person asks for what the files are not
 */
export async function joinRecordings(
  material: Material,
  sources: Sources,
  { by, rateHz, method, channels }: JoinOptions,
): Promise<JoinedMaterial> {
  const none = { material, grouping: null, remarks: [] };
  if (by === 'file' || material.kind !== 'table') return none;
  const { files } = material;
  const grouping = by === undefined ? findGrouping(files) : groupedBy(by, files);
  if (grouping === null) return none;
  if (grouping.recordings.length === 0) throw failure('ARGUMENT_INVALID.noRecordings', { by: grouping.by });
  const sorted = grouping.recordings.map((recording) => sortParts(recording, files));
  const common = wantedParts(commonParts(sorted), channels);
  const rate = rateHz ?? fastestRate(sorted);
  if (common.size === 0 || rate === null) {
    if (by === undefined) return none;
    throw failure('ARGUMENT_INVALID.noClock', { by });
  }
  const refused = [...othersOf(files, grouping)];
  const whole: Whole[] = [];
  for (const own of sorted) {
    const parts = own.parts.filter(({ part }) => common.has(part.name));
    const left = [
      ...own.left,
      ...own.parts
        .filter(({ part }) => !common.has(part.name))
        .map(({ file }) => ({ file, why: 'rare' as const })),
    ];
    const lacking = [...common].find((name) => !parts.some(({ part }) => part.name === name));
    const shown = shownOf(own, material);
    if (lacking === undefined) {
      refused.push(...left.map(({ file, why }) => leftOut(files[file]!, why, shown)));
      whole.push({ ...own, parts, shown });
    } else
      for (const { file } of own.recording.parts)
        refused.push(
          refusedFile('PART_MISSING', 'refused.partMissing', {
            file: files[file]!.shown,
            recording: shown,
            part: lacking,
          }),
        );
  }
  const joined: SourceFile[] = [];
  const work = async (): Promise<void> => {
    for (let own = whole.shift(); own !== undefined; own = whole.shift())
      try {
        joined.push(await describe(own, rate, method, material, sources));
      } catch (thrown) {
        refused.push(refusedFor(own.shown, toUnrollError(thrown)));
      }
  };
  const remarks = cutRemarks(whole, rate);
  await Promise.all(Array.from({ length: PARALLEL }, work));
  joined.sort((a, b) => (a.shown < b.shown ? -1 : 1));
  if (joined.length === 0 && by === undefined) return none;
  return {
    grouping,
    remarks,
    material: {
      ...material,
      files: joined,
      labels: relabelled(material, joined),
      refused: [...material.refused, ...refused].sort((a, b) => (a.file < b.file ? -1 : 1)),
    },
  };
}

function wantedParts(names: ReadonlySet<string>, channels?: readonly string[]): ReadonlySet<string> {
  if (channels === undefined) return names;
  return new Set(
    [...names].filter((name) => channels.some((own) => own === name || own.startsWith(`${name}.`))),
  );
}

interface Whole extends Sorted {
  readonly shown: string;
}

/** A folder is called by its path from what was dropped; what was dropped itself, by its name. */
function shownOf({ recording }: Sorted, { source, rootDir }: Material): string {
  return recording.shown === '.' || recording.shown === ''
    ? basename(rootDir) || basename(source)
    : recording.shown;
}

async function describe(
  { shown, recording, isAbsolute, parts }: Whole,
  rateHz: number,
  method: 'even' | 'past',
  { rootDir }: Material,
  sources: Sources,
): Promise<SourceFile> {
  const own = parts.map(({ part }) => part);
  return sources.describeJoined({
    path: join(rootDir, ...recording.shown.split('/')),
    shown,
    size: own.reduce((sum, { size }) => sum + size, 0),
    mtimeMs: Math.max(...own.map(({ mtimeMs }) => mtimeMs)),
    joining: { rateHz, method, isAbsolute, parts: own },
  });
}

/** Files that lie beside the recordings. */
function othersOf(files: readonly SourceFile[], { recordings }: Grouping): RefusedFile[] {
  const taken = new Set(recordings.flatMap(({ parts }) => parts.map(({ file }) => file)));
  return files
    .filter((_, index) => !taken.has(index))
    .map(({ shown }) => refusedFile('PART_OF_NOTHING', 'refused.partOfNothing', { file: shown }));
}

function leftOut({ shown }: SourceFile, why: PartLeftOut, recording: string): RefusedFile {
  return refusedFile('PART_LEFT_OUT', 'refused.partLeftOut', { file: shown, recording, why });
}

/** What is lost where parts begin late or end early; and how many steps of a slow part are drawn between two samples. */
function cutRemarks(whole: readonly Whole[], rateHz: number): Remark[] {
  const cuts = whole.flatMap(({ shown, parts }) => {
    const spans = parts.map(({ clock }) => clock.spanSeconds);
    const common = Math.min(...spans.map(([, end]) => end)) - Math.max(...spans.map(([start]) => start));
    const longest = Math.max(...spans.map(([start, end]) => end - start));
    return common < NEARLY_ALL * longest ? [{ shown, common, longest }] : [];
  });
  const [first] = cuts;
  const slow = slowestPart(whole.flatMap(({ parts }) => parts));
  return [
    ...(first === undefined
      ? []
      : [
          remark('recordings.cut', {
            count: cuts.length,
            example: first.shown,
            seconds: Number(Math.max(0, first.common).toPrecision(3)),
            longest: Number(first.longest.toPrecision(3)),
          }),
        ]),
    ...(slow === null || slow.clock.rateHz > rateHz / 1.5
      ? []
      : [
          remark('recordings.interpolated', {
            part: slow.part.name,
            ownHz: Number(slow.clock.rateHz.toPrecision(3)),
            rateHz: Number(rateHz.toPrecision(4)),
            seconds: Number((5 / slow.clock.rateHz).toPrecision(2)),
          }),
        ]),
  ];
}

function slowestPart(parts: readonly Candidate[]): Candidate | null {
  return parts.reduce<Candidate | null>(
    (slowest, own) => (slowest === null || own.clock.rateHz < slowest.clock.rateHz ? own : slowest),
    null,
  );
}
