import { extname } from 'node:path';
import { UnrollError } from '../../../shared/domain/error';
import { needsWindow } from '../../../shared/sound/aac-files';

/** Sound that is known by its signature and not read. */
const unreadSound: readonly [(head: Uint8Array) => boolean, string][] = [
  [(head) => head[0] === 0x30 && head[1] === 0x26 && head[2] === 0xb2 && head[3] === 0x75, 'WMA'],
];

/** What to do about formats that people are likely to drop, by their ending. */
const byEnding: Readonly<Record<string, string>> = {
  '.wma': 'WMA is not read; convert it to WAV or FLAC',

  '.mat':
    'MATLAB files of this version are not read; save them with -v7, or save the arrays as CSV or Parquet',
  '.pkl': 'pickles can run code and are never opened; save the data as CSV or Parquet',
  '.xls': 'spreadsheets are not read; save the sheet as CSV',
};

const everything =
  'the lab reads WAV, AIFF, CAF, AU, SPHERE, FLAC, MP3, Ogg, Opus, CSV, TSV, Excel, JSON, Parquet, Feather, .ts, ARFF, .tsf, NumPy, MATLAB, TDMS, EDF and WFDB';

/** What to do about content that no reader takes, whatever the file is called; null where nothing is known of it. */
export function adviceOnContent(head: Uint8Array, shown: string): UnrollError | null {
  if (needsWindow(head))
    return new UnrollError(
      'AUDIO_UNDECODED',
      `${shown} holds ${head[0] === 0x1a ? 'WebM' : 'AAC'} sound that was not decoded: only a window can, unless it is damaged, a video or hours long. Drop it there, or convert it to WAV, FLAC or Opus.`,
      { file: shown },
    );
  const found = unreadSound.find(([matches]) => matches(head));
  return found === undefined
    ? null
    : new UnrollError(
        'FILE_FORMAT_UNKNOWN',
        `${shown} is ${found[1]}, which the lab does not read; convert it to WAV or FLAC.`,
        { file: shown, format: found[1] },
      );
}

/** What to do about a file that no reader takes. */
export function adviceOnName(shown: string): UnrollError {
  const known = byEnding[extname(shown).toLowerCase()] ?? everything;
  return new UnrollError(
    'FILE_FORMAT_UNKNOWN',
    `${shown} is of a format that the lab does not know: ${known}.`,
    { file: shown },
  );
}
