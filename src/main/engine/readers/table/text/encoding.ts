import buffer from 'node:buffer';
import type { ByteFile } from './byte-file';
import type { UnrollError } from '../../../../../shared/domain/error';
import { failure } from '../../../../../shared/sentences/failure';

/** How a text file's bytes stand for letters, as `TextDecoder` names it. */
export type Encoding =
  'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr' | 'shift_jis' | 'euc-jp' | 'gb18030' | 'windows-1252';

const BLOCK_BYTES = 2 ** 20;
/** Letters beyond ASCII that are looked at to tell one old code page from another. */
const SAMPLE_BYTES = 2 ** 16;

/** Bytes at the beginning that tell whether a text is worth reading as UTF-8. */
const HEAD_BYTES = 2 ** 16;

/**
 * Whether the beginning of a file is UTF-8 without a mark of another encoding. The rest may yet be something else: who reads it
 * looks ({@link Utf8Check}), since reading a long file twice is half of the time that it takes.
 *
 * @throws UnrollError FILE_CORRUPT for bytes that are not text
 */
export async function beginsAsUtf8(file: ByteFile, shown: string): Promise<boolean> {
  const block = Buffer.allocUnsafe(HEAD_BYTES);
  const { bytesRead } = await file.read(block, 0, HEAD_BYTES, 0);
  const bytes = block.subarray(0, bytesRead);
  if (markedEncoding(bytes) !== null) return false;
  if (bytes.includes(0)) throw notText(shown);
  return isUtf8(bytes.subarray(0, wholeLetters(bytes, bytesRead, bytesRead < HEAD_BYTES)));
}

/** A text that began as UTF-8 is none. */
export class NotUtf8 extends Error {}

/** Looks at successive blocks of a text, which may part letters. */
export class Utf8Check {
  /** The beginning of a letter that the last block ended in. */
  #begun: Buffer = Buffer.alloc(0);

  /** @throws NotUtf8 */
  block(bytes: Uint8Array): void {
    const own = this.#begun.length === 0 ? bytes : Buffer.concat([this.#begun, bytes]);
    const whole = wholeLetters(own, own.length, false);
    if (!isUtf8(own.subarray(0, whole))) throw new NotUtf8();
    this.#begun = Buffer.from(own.subarray(whole));
  }

  /** @throws NotUtf8 where the text ends in a letter */
  end(): void {
    if (this.#begun.length > 0) throw new NotUtf8();
  }
}

/**
 * The encoding of a file, by its byte order mark, else UTF-8 if all of it is valid, else the code page that its pairs of
 * bytes speak for: Korean (with the extension of Windows), Japanese, Chinese, or the single bytes of Windows-1252.
 *
 * @throws UnrollError FILE_CORRUPT for bytes that are not text
 */
export async function encodingOf(file: ByteFile, shown: string): Promise<Encoding> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  const odd: Buffer[] = [];
  let oddBytes = 0;
  let isValid = true;
  let position = 0;
  for (;;) {
    const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, position);
    if (bytesRead === 0) break;
    const bytes = block.subarray(0, bytesRead);
    if (position === 0) {
      const marked = markedEncoding(bytes);
      if (marked !== null) return marked;
      if (bytes.includes(0)) throw notText(shown);
    }
    const whole = wholeLetters(bytes, position + bytesRead, bytesRead < BLOCK_BYTES);
    if (!isUtf8(bytes.subarray(0, whole))) {
      isValid = false;
      const letters = bytes.filter((_, k) => isNearLetter(bytes, k)).subarray(0, SAMPLE_BYTES - oddBytes);
      odd.push(Buffer.from(letters));
      oddBytes += letters.length;
      if (oddBytes >= SAMPLE_BYTES) break;
    }
    position += whole;
  }
  return isValid ? 'utf-8' : codePageOf(Buffer.concat(odd));
}

/** The encoding of a text that is in memory as a whole. */
export function encodingOfBytes(bytes: Uint8Array): Encoding {
  const marked = markedEncoding(bytes);
  if (marked !== null || isUtf8(bytes)) return marked ?? 'utf-8';
  return codePageOf(Buffer.from(bytes.filter((_, k) => isNearLetter(bytes, k)).subarray(0, SAMPLE_BYTES)));
}

/** Node's own is much faster, and younger than the oldest Electron that the lab runs in. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (typeof buffer.isUtf8 === 'function') return buffer.isUtf8(bytes);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 by its mark, or by every second byte being zero. */
function markedEncoding(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, 64);
  const zeros = [0, 0];
  for (let k = 0; k + 1 < head.length; k += 2) {
    if (head[k] === 0) zeros[0]!++;
    if (head[k + 1] === 0) zeros[1]!++;
  }
  const most = 0.4 * head.length;
  if (head.length >= 8 && zeros[1]! >= most && zeros[0] === 0) return 'utf-16le';
  return head.length >= 8 && zeros[0]! >= most && zeros[1] === 0 ? 'utf-16be' : null;
}

/** Bytes up to the last letter that is complete in this block. */
function wholeLetters(bytes: Uint8Array, end: number, isLast: boolean): number {
  if (isLast || end === 0) return bytes.length;
  for (let back = 1; back <= 3 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** A byte beyond ASCII, or the one behind it, which may be the second half of a letter. */
function isNearLetter(bytes: Uint8Array, k: number): boolean {
  return bytes[k]! >= 0x80 || (k > 0 && bytes[k - 1]! >= 0x80);
}

/** @param letters bytes beyond ASCII with the byte behind each run of them */
function codePageOf(letters: Buffer): Encoding {
  const runs = { even: 0, lone: 0, japaneseLead: 0, kana: 0 };
  for (let k = 0; k < letters.length;) {
    if (letters[k]! < 0x80) {
      k++;
      continue;
    }
    const start = k;
    while (k < letters.length && letters[k]! >= 0x80) k++;
    const length = k - start;
    if (length % 2 === 0) runs.even += length;
    else runs.lone += length;
    for (let at = start; at < k; at++) if (letters[at]! <= 0x9f) runs.japaneseLead++;
    for (let at = start; at + 1 < k; at += 2)
      if (letters[at] === 0xa4 || letters[at] === 0xa5) runs.kana += 2;
  }
  const all = runs.even + runs.lone;
  // Bytes from 80 to 9F are leads of Japanese letters, and hardly occur in the others.
  if (runs.japaneseLead >= 0.2 * all && decodes('shift_jis', letters)) return 'shift_jis';
  if (runs.even < 0.8 * all) return 'windows-1252';
  if (runs.kana >= 0.3 * all && decodes('euc-jp', letters)) return 'euc-jp';
  const korean = decodes('euc-kr', letters);
  if (korean !== null && share(korean, /\p{Script=Hangul}/gu) >= 0.7) return 'euc-kr';
  if (decodes('gb18030', letters)) return 'gb18030';
  return korean === null ? 'windows-1252' : 'euc-kr';
}

function decodes(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function share(text: string, letters: RegExp): number {
  const all = text.match(/\p{L}/gu)?.length ?? 0;
  return all === 0 ? 0 : (text.match(letters)?.length ?? 0) / all;
}

export function notText(shown: string): UnrollError {
  return failure('FILE_CORRUPT.zeroBytes', { file: shown });
}
