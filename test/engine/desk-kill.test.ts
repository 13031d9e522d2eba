import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { workerFile } from '../../src/main/engine/files/worker-file';
import type { EngineClient } from '../../src/shared/contract';
import { DeskState } from '../../src/shared/desk/desk-state';
import { edit, HAND } from '../../src/shared/desk/edits';
import type { DeskMark } from '../../src/shared/domain/desk';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { channelLink, engineClient } from '../../src/shared/transport/client';
import type { SocketLike } from '../../src/shared/transport/socket-channel';
import { socketChannel } from '../../src/shared/transport/socket-channel';
import { Lab } from './lab';

/** Protects: what the engine has answered for is on the disk, whenever it is killed. */

const KILLS = 20;
const EDITS_BEFORE_A_KILL = 10;

const lab = new Lab();
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await lab.remove();
});

/** An engine of its own process, spoken to as the window in a browser does. */
async function served(): Promise<{ client: EngineClient; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [workerFile('cli'), 'serve', '--json', '--home', lab.homeDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const entered = await fetch(url, { redirect: 'manual' });
  const headers = { Cookie: entered.headers.get('set-cookie')!.split(';')[0]! };
  const { origin, host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/engine`, { headers, origin });
  socket.binaryType = 'arraybuffer';
  await once(socket, 'open');
  const client = engineClient(channelLink(socketChannel(socket as unknown as SocketLike)));
  return {
    client,
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

it(`${KILLS} kills while ${KILLS * EDITS_BEFORE_A_KILL} marks are drawn: every mark that was answered for is there`, async () => {
  const recording = join(lab.homeDir, 'field', 'dawn.wav');
  mkdirSync(join(recording, '..'), { recursive: true });
  writeFileSync(recording, encodeWav(new Float32Array(8000), 8000, 1));
  const first = await lab.open();
  const { desk } = await first.client.desk.openPaths({ paths: [recording] });
  await lab.close();

  const answered = new Map<string, DeskMark>();
  const sent = new Map<string, DeskMark>();
  for (let round = 0; round < KILLS; round += 1) {
    const { client, kill } = await served();
    let isKilled = false;
    let killing: Promise<void> | null = null;
    for (let at = 0; !isKilled; at += 1) {
      // Once enough were drawn, somewhere in the middle of the next ones.
      if (at === EDITS_BEFORE_A_KILL)
        setTimeout(
          () => {
            isKilled = true;
            killing = kill();
          },
          (round * 7) % 23,
        );
      const id = `${round}-${at}`;
      const mark: DeskMark = { id, track: HAND, label: 'wren', start: at / 1e4, end: at / 1e4 + 0.01 };
      sent.set(id, mark);
      const write = client.desk.write({ desk, steps: [edit(0, () => `e${id}`, { put: [mark] })] });
      const isDone = await Promise.race([
        write.then(
          () => true,
          () => false,
        ),
        new Promise<false>((resolve) => setTimeout(() => resolve(false), 5000)),
      ]);
      if (isDone) answered.set(id, mark);
    }
    await killing;
  }

  const { client } = await lab.open();
  const { desk: opened, steps } = await client.desk.get({ desk });
  const state = new DeskState(opened.recordings);
  for (const step of steps) state.take(step);
  const there = new Map(state.marks(0).map((mark) => [mark.id, mark]));
  expect(answered.size).toBeGreaterThanOrEqual(KILLS * EDITS_BEFORE_A_KILL);
  for (const [id, mark] of answered) expect(there.get(id)).toEqual(mark);
  // Nothing that nobody drew.
  for (const [id, mark] of there) expect(mark).toEqual(sent.get(id));
}, 300_000);
