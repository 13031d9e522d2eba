import { expect, it } from 'vitest';
import { EventLog } from '../../../src/main/engine/runs/event-log';

interface Fact {
  readonly seq: number;
  readonly what: string;
}

function logOf(...facts: string[]): EventLog<Fact> {
  const log = new EventLog<Fact>((seq) => [{ seq, what: 'everything as it is now' }]);
  for (const what of facts) log.emit((seq) => ({ seq, what }));
  return log;
}

const emit = (log: EventLog<Fact>, what: string): void => log.emit((seq) => ({ seq, what }));

it('gives a reader exactly what came after its snapshot', async () => {
  const log = logOf('one');
  const { seq } = log;
  emit(log, 'two');
  const stream = log.subscribe(seq);
  emit(log, 'three');
  expect((await stream.next()).value).toMatchObject({ seq: seq + 1, what: 'two' });
  expect((await stream.next()).value).toMatchObject({ seq: seq + 2, what: 'three' });
});

it('joins at the call, not at the first read', async () => {
  const log = logOf('before');
  const stream = log.subscribe(undefined);
  emit(log, 'after');
  expect((await stream.next()).value?.what).toBe('after');
});

it('catches up a reader whose place is no longer kept, or who reads too slowly', async () => {
  const log = logOf('first');
  const { seq } = log;
  const slow = log.subscribe(undefined);
  for (let k = 0; k < 6000; k++) emit(log, `event ${k}`);
  expect((await log.subscribe(seq).next()).value).toEqual({ seq: log.seq, what: 'everything as it is now' });
  const read: Fact[] = [];
  for (let next = await slow.next(); read.length < 1025; next = await slow.next()) {
    read.push(next.value!);
    if (next.value!.seq === log.seq) break;
  }
  expect(read.some(({ what }) => what === 'everything as it is now')).toBe(true);
  expect(read.length).toBeLessThanOrEqual(1025);
});

it('numbers go on over restarts, so that an old place is never ahead', () => {
  const before = logOf('one', 'two').seq;
  expect(before).toBeLessThanOrEqual(Date.now() + 2);
});

it('ends with its signal', async () => {
  const log = logOf();
  const abort = new AbortController();
  const stream = log.subscribe(undefined, abort.signal);
  const waiting = stream.next();
  expect(log.watched).toBe(true);
  abort.abort();
  expect((await waiting).done).toBe(true);
  expect(log.watched).toBe(false);
});
