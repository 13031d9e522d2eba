import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import { foreign } from '../../../../shared/sentences/why';
import { throwIfCancelled } from '../../activities/activity-registry';

/** A file on the network and what must come. */
export interface Artifact {
  readonly name: string;
  readonly url: string;
  /** About as many; the checksum is what counts. */
  readonly bytes: number;
  readonly sha256: string;
}

/** A server that says nothing for so long is not there. */
const SILENCE_MS = 20_000;
const REDIRECTS = 5;

function unreachable(artifact: Artifact, reason: string, cause?: unknown): UnrollError {
  const { host } = new URL(artifact.url);
  return failure('DOWNLOAD_FAILED.host', { file: artifact.name, host, reason: foreign(reason) }, { cause });
}

function open(url: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { signal }, resolve);
    request.on('error', reject);
    request.setTimeout(SILENCE_MS, () => request.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)));
  });
}

async function openFollowing(artifact: Artifact, signal: AbortSignal): Promise<IncomingMessage> {
  let { url } = artifact;
  for (let k = 0; k <= REDIRECTS; k++) {
    const response = await open(url, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.resume();
    if (statusCode < 300 || statusCode >= 400 || headers.location === undefined)
      throw new Error(`answer ${statusCode}`);
    url = new URL(headers.location, url).href;
    if (!url.startsWith('https:')) throw new Error('sent to an address without encryption');
  }
  throw new Error('sent from address to address');
}

/**
 * Downloads into `dir` under the artifact's name and compares the checksum. Returns the file.
 *
 * @throws UnrollError DOWNLOAD_FAILED, DOWNLOAD_CORRUPT, CANCELLED; what the disk says is thrown as it is
 */
export async function download(
  artifact: Artifact,
  dir: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const file = join(dir, artifact.name);
  const hash = createHash('sha256');
  const watch = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  try {
    const response = await openFollowing(artifact, signal);
    await pipeline(response, watch, createWriteStream(file), { signal });
  } catch (thrown) {
    throwIfCancelled(signal);
    if (thrown instanceof UnrollError || isOfTheDisk(thrown)) throw thrown;
    throw unreachable(artifact, thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
  const found = hash.digest('hex');
  if (found !== artifact.sha256)
    throw failure('DOWNLOAD_CORRUPT.checksum', { file: artifact.name, expected: artifact.sha256, found });
  return file;
}

const isOfTheDisk = (thrown: unknown): boolean =>
  ['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes((thrown as NodeJS.ErrnoException).code ?? '');
