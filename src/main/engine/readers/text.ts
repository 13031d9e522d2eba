import { UnrollError } from '../../../shared/domain/error';
import { encodingOfBytes } from './table/text/encoding';

/**
 * Text of unknown encoding: a byte order mark decides, else UTF-8 if it is valid, else the code page that its letters speak for.
 *
 * @throws UnrollError FILE_CORRUPT for bytes that are not text
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = new TextDecoder(encodingOfBytes(bytes)).decode(bytes);
  if (text.includes('\0'))
    throw new UnrollError('FILE_CORRUPT', `${name} is not a text file: it has zero bytes in it.`, {
      file: name,
    });
  return text;
}
