import { UnrollError } from '../../../shared/domain/error';

/**
 * Text of unknown encoding: a byte order mark decides, else UTF-8 if it is valid, else the Korean code page
 * (EUC-KR with its Windows extension, which Korean spreadsheets still write), else Windows-1252.
 *
 * @throws UnrollError FILE_CORRUPT for bytes that are not text
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = decode(bytes);
  if (text.includes('\0'))
    throw new UnrollError('FILE_CORRUPT', `${name} is not a text file: it has zero bytes in it.`, {
      file: name,
    });
  return text;
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  for (const encoding of ['utf-8', 'euc-kr'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding; the next one is tried.
    }
  return new TextDecoder('windows-1252').decode(bytes);
}
