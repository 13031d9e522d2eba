import type { EngineClient } from '../../shared/contract';
import { failure } from '../../shared/sentences/failure';
import type { Outgoing, Uploads } from './uploads';

/** A file that the engine cannot decode, and where it finds what the window made of it. */
export interface Decoded {
  readonly path: string;
  readonly decoded: string;
}

/**
 * Decodes AAC sound among files and folders of this machine that the engine is to read. Files that cannot be decoded
 * are left to the engine, which refuses them by name.
 *
 * @throws UnrollError as a scan of these paths, CANCELLED
 */
export async function decodeForEngine(
  client: EngineClient,
  uploads: Uploads,
  paths: readonly string[],
): Promise<Decoded[]> {
  const { files } = await client.scans.undecoded({ paths: [...paths] });
  if (files.length === 0) return [];
  // Numbers, because two folders may hold files of one name; of equal width, because names come back sorted.
  const width = String(files.length).length;
  const sent = await uploads.send(
    files.length === 1 ? files[0]!.shown : `${files.length}`,
    files.map(({ path, bytes }, k): Outgoing => ({
      path: `${String(k).padStart(width, '0')}.m4a`,
      bytes,
      open: () => read(client, path, bytes),
    })),
  );
  if (sent.length !== files.length) throw failure('INTERNAL.decodedFiles');
  return files.map(({ path }, k) => ({ path, decoded: sent[k]! }));
}

/** A file of the engine's machine, whole. */
async function read(client: EngineClient, path: string, bytes: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < bytes;) {
    const { bytes: part } = await client.scans.readUndecoded({ path, offset });
    if (part.length === 0) break;
    parts.push(new Uint8Array(part));
    offset += part.length;
  }
  return new Blob(parts);
}
