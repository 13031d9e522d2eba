import { unzipSync, zipSync } from 'fflate';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { why } from '../../../../shared/sentences/why';

/** Names that are files of this archive and of nothing else: no folders, no `..`, nothing hidden. */
const PLAIN_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

const MOST_MEMBERS = 16;
/** Of all packed members together once they are inflated; weights are not packed. */
const MOST_INFLATED_BYTES = 64 * 2 ** 20;

const MOST_LEVEL = 9;

/** The smallest date of a zip file, so that equal content makes equal bytes. */
const NO_TIME = new Date(1980, 0, 1);

/** Packs files in the order that they are given in; `stored` ones as they are, since weights are noise to a compressor. */
export function packArchive(
  members: ReadonlyMap<string, Uint8Array>,
  stored: (name: string) => boolean,
): Uint8Array {
  const entries = [...members].map(([name, bytes]) => [
    name,
    [bytes, { level: stored(name) ? 0 : MOST_LEVEL, mtime: NO_TIME, os: 0, attrs: 0 }],
  ]);
  return zipSync(Object.fromEntries(entries));
}

/**
 * The files of an archive that is not trusted. How many they are, what they are called and how large they will be is
 * judged before a file is inflated, and none is inflated beyond that.
 *
 * @throws UnrollError MODEL_UNREADABLE
 */
export function unpackArchive(bytes: Uint8Array, path: string): Map<string, Uint8Array> {
  const unreadable = (reason: Why, cause?: unknown): UnrollError =>
    failure('MODEL_UNREADABLE.unusable', { path, ...reason }, { cause });
  const names = new Set<string>();
  let inflated = 0;
  try {
    const members = unzipSync(bytes, {
      filter: ({ name, size, originalSize, compression }) => {
        if (names.size === MOST_MEMBERS) throw unreadable(why('why.inArchive.many', { most: MOST_MEMBERS }));
        if (!PLAIN_NAME.test(name)) throw unreadable(why('why.inArchive.name'));
        if (names.has(name)) throw unreadable(why('why.inArchive.twice', { name }));
        names.add(name);
        if (compression === 0 && size !== originalSize)
          throw unreadable(why('why.inArchive.length', { name }));
        if (compression !== 0) inflated += originalSize;
        if (inflated > MOST_INFLATED_BYTES) throw unreadable(why('why.inArchive.inflated'));
        return true;
      },
    });
    return new Map(Object.entries(members));
  } catch (cause) {
    if (cause instanceof UnrollError) throw cause;
    throw unreadable(why('why.inArchive.damaged'), cause);
  }
}
