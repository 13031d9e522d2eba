import { posix } from 'node:path';
import { plainName } from '../vocabulary';
import type { Seen, Together } from './grouping';
import { isQualifier, streamTokens } from './stream-names';

interface Word {
  readonly text: string;
  readonly isStream: boolean;
}

/**
 * Files whose paths differ only by the word that says which instrument wrote them: `S01_acc.csv` beside `S01_gyro.csv`,
 * `accel/data_1600.txt` beside `gyro/data_1600.txt`.
 */
export function byName(files: readonly Pick<Seen, 'shown'>[]): Together[] {
  const found = new Map<string, { name: string; file: number }[]>();
  for (const [file, { shown }] of files.entries()) {
    const named = withoutStream(shown);
    if (named === null) continue;
    const part = { name: named.stream, file };
    const own = found.get(named.rest);
    if (own === undefined) found.set(named.rest, [part]);
    else own.push(part);
  }
  return [...found]
    .filter(([, parts]) => parts.length >= 2 && new Set(parts.map(({ name }) => name)).size === parts.length)
    .map(([rest, parts]) => ({ shown: rest, parts }));
}

/** A path without its stream, and the stream; null where it names none, or nothing else. */
function withoutStream(shown: string): { rest: string; stream: string } | null {
  const ending = posix.extname(shown);
  const levels = shown.slice(0, shown.length - ending.length).split('/');
  const streams: string[] = [];
  const rest = levels.flatMap((level) => {
    const words = wordsOf(level);
    for (const { text, isStream } of words) if (isStream && !streams.includes(text)) streams.push(text);
    if (!words.some(({ isStream }) => isStream)) return [level];
    const left = words.filter(({ isStream }) => !isStream).map(({ text }) => text);
    return left.length === 0 ? [] : [left.join('_')];
  });
  return streams.length === 0 ? null : { rest: rest.join('/'), stream: streams.join(' ') };
}

/** Words of one level, and whether each belongs to the name of a stream: `linear` before `acceleration` does. */
function wordsOf(level: string): Word[] {
  const texts = level.split(/[\s_.-]+/).filter((text) => text !== '');
  const tokens = texts.map(plainName);
  const found = streamTokens(tokens);
  return texts.map((text, k) => ({
    text,
    isStream: found.has(k) || (isQualifier(tokens[k]!) && (found.has(k + 1) || found.has(k - 1))),
  }));
}
