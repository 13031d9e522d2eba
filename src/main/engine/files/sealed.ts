import { createHash } from 'node:crypto';
import { jsonOf } from '../../../shared/domain/measured';
import { failure } from '../../../shared/sentences/failure';

/** The last field of what the lab writes as JSON: SHA-256 of all that stands before it. */
const SEAL = /,\s*"checksum": ?"sha256:([0-9a-f]{64})"\s*\}\s*$/;
/** The field, or what a flipped bit has made of it. */
const SEAL_LIKE = /[0-9a-f]{20}[^{}[\]"]*"\s*\}\s*$/;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON that tells when it was damaged. @param content an object with at least one field */
export function sealed(content: object, space?: number): string {
  const text = jsonOf(content, space);
  const body = text.slice(0, -1).trimEnd();
  const [gap, colon, end] = space === undefined ? ['', ':', ''] : [`\n${' '.repeat(space)}`, ': ', '\n'];
  return `${body},${gap}"checksum"${colon}"sha256:${hashOf(body)}"${end}}\n`;
}

/**
 * What `sealed` wrote, without its checksum. A file without one is as an earlier lab, or a person, wrote it.
 *
 * @param file its name, to be said
 * @throws UnrollError FILE_CORRUPT when it is no JSON, or not what was written
 */
export function unsealed(bytes: Uint8Array, file: string): unknown {
  const damaged = failure('FILE_CORRUPT.sealed', { file });
  let text: string;
  try {
    // Otherwise all bytes that are no UTF-8 would be the same sign.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged;
  }
  const seal = SEAL.exec(text);
  const body = seal === null ? text : text.slice(0, seal.index);
  if (seal === null ? SEAL_LIKE.test(text) : hashOf(body) !== seal[1]) throw damaged;
  try {
    return JSON.parse(seal === null ? text : `${body}}`) as unknown;
  } catch {
    throw damaged;
  }
}
