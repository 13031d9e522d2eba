import { MessageChannel } from 'node:worker_threads';
import { os } from '@orpc/server';
import { expect, it } from 'vitest';
import { serveChannel } from '../../src/main/transport/serve-channel';
import { Connection } from '../../src/renderer/client/connection';
import type { PortLike } from '../../src/shared/transport/channel';
import { portChannel } from '../../src/shared/transport/channel';

/** Protects: stores hold one client for the window's whole life, while engines come and go. */

function engine(name: string) {
  const { port1, port2 } = new MessageChannel();
  serveChannel({ system: { info: os.handler(() => name) } }, portChannel(port1 as unknown as PortLike));
  return { channel: portChannel(port2 as unknown as PortLike), die: () => port1.close() };
}

const next = (listen: (listener: () => void) => () => void): Promise<void> =>
  new Promise((resolve) => {
    const stop = listen(() => {
      stop();
      resolve();
    });
  });

it('fails calls with ENGINE_GONE between engines and then goes on with the next', async () => {
  let hurried = 0;
  const connection = new Connection('electron', () => (hurried += 1));
  const ask = (): Promise<unknown> => connection.client.system.info({});
  await expect(ask()).rejects.toMatchObject({ code: 'ENGINE_GONE' });

  const first = engine('first');
  const back: string[] = [];
  connection.onReconnect(() => back.push('back'));
  connection.adopt(first.channel);
  expect(await ask()).toBe('first');
  expect(back).toEqual([]);

  const gone = next((listener) => connection.onGone(listener));
  first.die();
  await gone;
  expect(connection.connected).toBe(false);
  await expect(ask()).rejects.toMatchObject({ code: 'ENGINE_GONE' });

  const reconnected = connection.reconnect();
  expect(hurried).toBe(1);
  const second = engine('second');
  connection.adopt(second.channel);
  await reconnected;
  expect(back).toEqual(['back']);
  expect(await ask()).toBe('second');
  second.die();
});

it('is not disturbed by the end of an engine that was already replaced', async () => {
  const connection = new Connection('browser');
  const [old, current] = [engine('old'), engine('current')];
  let lost = 0;
  connection.onGone(() => (lost += 1));
  connection.adopt(old.channel);
  connection.adopt(current.channel);
  old.die();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lost).toBe(0);
  expect(await connection.client.system.info({})).toBe('current');
  current.die();
});
