// Mixed work in one engine, as a page does it over its socket: imports, trains, looks, predicts, marks, exports, deletes, joins again.
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { openEngine } from '../../src/main/engine/engine';
import { startServer } from '../../src/main/serve/server';
import type { EngineClient } from '../../src/shared/contract';
import { channelLink, engineClient } from '../../src/shared/transport/client';
import type { SocketLike } from '../../src/shared/transport/socket-channel';
import { socketChannel } from '../../src/shared/transport/socket-channel';

/** What the process holds after a round. */
export interface Held {
  readonly kind: 'held';
  readonly minutes: number;
  readonly round: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly handles: number;
  readonly threads: number;
}

/** A home that holds ever more runs takes more memory, so the oldest go. */
const KEPT_RUNS = 30;

async function importVowels(client: EngineClient, path: string, seed: number): Promise<string> {
  const split = { kind: 'random', seed, validationFraction: 0.2, testFraction: 0.2 } as const;
  const { scan } = await client.scans.start({ paths: [path], edits: { split } });
  await client.activities.wait({ activity: scan });
  const { activity } = await client.scans.commit({ scan });
  const { result } = await client.activities.wait({ activity });
  await client.scans.discard({ scan });
  return result!;
}

/** One after the other, what a person does with a data set. */
async function round(client: EngineClient, k: number, places: { dataDir: string; homeDir: string }) {
  const { dataDir, homeDir } = places;
  const dataset = await importVowels(client, dataDir, 1 + (k % 7));
  const cell = k % 2 === 0 ? 'gru' : 'lstm';
  const { id: run } = await client.runs.start({
    dataset,
    choices: { model: { cell, units: 8 }, training: { epochs: 8, patience: 8 } },
  });
  await client.runs.wait({ run });
  await client.runs.edit({ run, note: `round ${k}` });
  for (let example = 0; example < 3; example++) await client.inspection.trace({ run, example });
  await client.runs.predictions({ run, split: 'test' });
  const outDir = join(homeDir, 'out', String(k % 5));
  rmSync(outDir, { recursive: true, force: true });
  await client.exports.create({ run, format: k % 3 === 0 ? 'unroll' : 'onnx', outDir });
  const marks = [{ startSeconds: 0.5, endSeconds: 1.5, label: `round ${k}` }];
  await client.marks.write({
    ...{ format: 'audacity', outDir, recording: 'talk.wav', durationSeconds: 2, rateHz: null, replace: true },
    tracks: [{ name: 'speech', recording: null, marks, examined: 'all', clock: 'start' }],
  });
  const runs = await client.runs.list({});
  for (const { id } of runs.slice(KEPT_RUNS)) await client.runs.delete({ run: id });
  await client.bin.empty({});
}

/** @param say is told after each round */
export async function mixedWork(
  places: { homeDir: string; dataDir: string },
  minutes: number,
  pauseMs: number,
  say: (held: Held) => void,
): Promise<void> {
  const engine = await openEngine({ homeDir: places.homeDir });
  const server = await startServer({ router: engine.router, pagesDir: places.dataDir, port: 0 });
  const entered = await fetch(server.url, { redirect: 'manual' });
  const headers = { cookie: entered.headers.get('set-cookie')!.split(';')[0]! };
  const startMs = Date.now();
  for (let k = 0; Date.now() < startMs + minutes * 60_000; k++) {
    const origin = `http://127.0.0.1:${server.port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/engine`, { headers, origin });
    socket.binaryType = 'arraybuffer';
    await once(socket, 'open');
    const client = engineClient(channelLink(socketChannel(socket as unknown as SocketLike)));
    // Left open, as by a tab that is closed.
    const stream = await client.runs.watch({});
    void stream.next().catch(() => {});
    await round(client, k, places);
    socket.close();
    await once(socket, 'close');
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    say({
      kind: 'held',
      minutes: (Date.now() - startMs) / 60_000,
      round: k,
      rssBytes: rss,
      heapBytes: heapUsed,
      handles: readdirSync('/proc/self/fd').length,
      threads: readdirSync('/proc/self/task').length,
    });
    await sleep(pauseMs);
  }
  await server.close();
  await engine.close();
}
