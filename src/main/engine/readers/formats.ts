import { extname, posix } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';

/** `aac` is what a window decoded: WAV inside, under the name that the recording has. */
export type AudioEnding = 'wav' | 'flac' | 'mp3' | 'ogg' | 'opus' | 'aac';
export type TableEnding = 'csv' | 'tsv' | 'parquet';
/** What a file is by its name. `cases` files hold many labelled sequences: UEA/UCR `.ts` and the UCR's own `.tsv`. */
export type FileKind =
  | { kind: 'audio'; format: AudioEnding }
  | { kind: 'table'; format: TableEnding }
  | { kind: 'cases'; format: 'ts' | 'ucr' };

const kinds: Readonly<Record<string, FileKind>> = {
  '.wav': { kind: 'audio', format: 'wav' },
  '.wave': { kind: 'audio', format: 'wav' },
  '.flac': { kind: 'audio', format: 'flac' },
  '.mp3': { kind: 'audio', format: 'mp3' },
  '.ogg': { kind: 'audio', format: 'ogg' },
  '.oga': { kind: 'audio', format: 'ogg' },
  '.opus': { kind: 'audio', format: 'opus' },
  '.csv': { kind: 'table', format: 'csv' },
  '.txt': { kind: 'table', format: 'csv' },
  '.dat': { kind: 'table', format: 'csv' },
  '.tsv': { kind: 'table', format: 'tsv' },
  '.tab': { kind: 'table', format: 'tsv' },
  '.parquet': { kind: 'table', format: 'parquet' },
  '.ts': { kind: 'cases', format: 'ts' },
};

/** What to do about formats that people are likely to drop. */
const advice: Readonly<Record<string, string>> = {
  '.aif': 'AIFF is not read; convert it to WAV or FLAC',
  '.aiff': 'AIFF is not read; convert it to WAV or FLAC',
  '.wma': 'WMA is not read; convert it to WAV or FLAC',
  '.arff': 'ARFF is not read; the same problem is published as .ts',
  '.edf': 'EDF is not read; save the channels as CSV or Parquet',
  '.mat': 'MATLAB files are not read; save the arrays as CSV or Parquet',
  '.npy': 'NumPy arrays are not read; save them as CSV or Parquet',
  '.npz': 'NumPy arrays are not read; save them as CSV or Parquet',
  '.pkl': 'pickles can run code and are never opened; save the data as CSV or Parquet',
  '.xlsx': 'spreadsheets are not read; save the sheet as CSV',
  '.xls': 'spreadsheets are not read; save the sheet as CSV',
  '.zip': 'archives are not opened; unpack it first',
  '.gz': 'archives are not opened; unpack it first',
  '.tar': 'archives are not opened; unpack it first',
};

const noteNames =
  /^(readme|licen[cs]e|licen[cs]es|copying|copyright|notice|sources|changelog|authors|citation|sample)(\.(txt|json|ya?ml|cff))?$/i;
const noteEndings = /\.(md|rst|pdf|html?|png|jpe?g|gif|svg|ipynb|py|m?js|sh|r|bib|ini|log)$/i;
const archivePart = /_(TRAIN|TEST)\.(ts|tsv|txt)$/i;

/** Files that say something about the data without being data; they are passed over. */
export function isNote(name: string): boolean {
  return noteNames.test(name) || noteEndings.test(name);
}

/** The problem and part that a file of the UEA and UCR archives is named after, or null. */
export function archiveNameOf(name: string): { problem: string; part: 'train' | 'test' } | null {
  const match = archivePart.exec(name);
  return match === null
    ? null
    : { problem: name.slice(0, match.index), part: match[1]!.toUpperCase() === 'TRAIN' ? 'train' : 'test' };
}

/** @throws UnrollError FILE_FORMAT_UNKNOWN with what to do about it */
export function fileKindOf(shown: string): FileKind {
  const ending = extname(shown).toLowerCase();
  if ((ending === '.tsv' || ending === '.txt') && archiveNameOf(posix.basename(shown)) !== null)
    return { kind: 'cases', format: 'ucr' };
  const kind = kinds[ending];
  if (kind !== undefined) return kind;
  const known = advice[ending] ?? 'the lab reads WAV, FLAC, MP3, Ogg, Opus, CSV, TSV, Parquet and .ts';
  throw new UnrollError(
    'FILE_FORMAT_UNKNOWN',
    `${shown} is of a format that the lab does not know: ${known}.`,
    {
      file: shown,
    },
  );
}
