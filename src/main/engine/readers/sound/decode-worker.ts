import { open } from 'node:fs/promises';
import { serveJobs } from '../../files/thread-jobs';
import { fileError } from '../bytes';
import { soundFormats } from '../registry';
import type { DecodeJob } from './decode';
import type { MonoPiece } from './mono';
import { decodeMono } from './mono';

async function* run({ path, shown, format, span }: DecodeJob): AsyncGenerator<MonoPiece> {
  const known = soundFormats.find((own) => own.format === format)!;
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(cause, shown);
  });
  try {
    const { size } = await handle.stat();
    const read = async (offset: number, bytes: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset);
      return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
    };
    yield* decodeMono(known, { name: shown, size, read }, span);
  } finally {
    await handle.close();
  }
}

// Decoders print what they could not read; the same words are in the error that is sent.
Object.assign(console, { log: () => {}, error: () => {}, warn: () => {} });

serveJobs(run, ({ samples }: MonoPiece) => [samples.buffer as ArrayBuffer]);
