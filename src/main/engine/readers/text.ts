import { failure } from '../../../shared/sentences/failure';
import { encodingOfBytes } from './table/text/encoding';

/**
 * Text of unknown encoding: a byte order mark decides, else UTF-8 if it is valid, else the code page that its letters speak for.
 *
 * @throws UnrollError FILE_CORRUPT for bytes that are not text
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = new TextDecoder(encodingOfBytes(bytes)).decode(bytes);
  if (text.includes('\0')) throw failure('FILE_CORRUPT.zeroBytes', { file: name });
  return text;
}
