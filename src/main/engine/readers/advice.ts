import { extname } from 'node:path';
import type { UnrollError } from '../../../shared/domain/error';
import { needsWindow } from '../../../shared/sound/aac-files';
import type { Why } from '../../../shared/sentences/why';
import { why } from '../../../shared/sentences/why';
import { failure } from '../../../shared/sentences/failure';

/** Sound that is known by its signature and not read. */
const unreadSound: readonly [(head: Uint8Array) => boolean, string][] = [
  [(head) => head[0] === 0x30 && head[1] === 0x26 && head[2] === 0xb2 && head[3] === 0x75, 'WMA'],
];

/** What to do about formats that people are likely to drop, by their ending. */
const byEnding: Readonly<Record<string, Why>> = {
  '.wma': why('why.advice.wma'),
  '.mat': why('why.advice.mat'),
  '.pkl': why('why.advice.pickle'),
  '.xls': why('why.advice.xls'),
};

const everything = why('why.advice.everything');

/** What to do about content that no reader takes, whatever the file is called; null where nothing is known of it. */
export function adviceOnContent(head: Uint8Array, shown: string): UnrollError | null {
  if (needsWindow(head))
    return failure('AUDIO_UNDECODED.aac', { file: shown, sound: head[0] === 0x1a ? 'WebM' : 'AAC' });
  const found = unreadSound.find(([matches]) => matches(head));
  return found === undefined ? null : failure('FILE_FORMAT_UNKNOWN.sound', { file: shown, format: found[1] });
}

/** What to do about a file that no reader takes. */
export function adviceOnName(shown: string): UnrollError {
  const advice = byEnding[extname(shown).toLowerCase()] ?? everything;
  return failure('FILE_FORMAT_UNKNOWN.ending', { file: shown, ...advice });
}
