import { textAt } from '../bytes';
import type { SoundFile } from './sound-format';

/** Bytes of an ID3v2 tag at the start, whose size is written in 7-bit bytes (id3.org, ID3v2.4); 0 where there is none. */
function id3Bytes(head: Uint8Array): number {
  if (textAt(head, 0, 3) !== 'ID3' || head.length < 10) return 0;
  return 10 + [6, 7, 8, 9].reduce((size, k) => (size << 7) | (head[k]! & 0x7f), 0);
}

/** What stands behind a tag, where the head reaches so far. */
export function behindId3(head: Uint8Array): Uint8Array {
  return head.subarray(id3Bytes(head));
}

/** A stretch of a file as a file of its own. */
export function partOf(file: SoundFile, offset: number, size = file.size - offset): SoundFile {
  return {
    name: file.name,
    size: Math.max(0, size),
    read: (at, bytes) => file.read(offset + at, Math.max(0, Math.min(bytes, size - at))),
  };
}

/** A file without the tag that some programs write before formats that know none. */
export async function withoutId3(file: SoundFile): Promise<SoundFile> {
  const bytes = id3Bytes(await file.read(0, 10));
  return bytes === 0 ? file : partOf(file, bytes);
}
