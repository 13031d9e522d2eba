import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Decisions } from '../../../src/renderer/views/live/decisions.svelte';
import { Heard } from '../../../src/renderer/views/live/heard';
import { clockText } from '../../../src/renderer/charts/tracks/clock';
import { LiveSession } from '../../../src/renderer/views/live/live-session.svelte';
import { openSerial } from '../../../src/renderer/views/live/serial';
import { SourceFailure } from '../../../src/renderer/sound/source';
import type { Sink, Source } from '../../../src/renderer/sound/source';
import type { Stream, StreamChunk } from '../../../src/shared/contract/streams';
import { fakeEngine } from '../fake/engine';
import { FakeStreams } from '../fake/streams';

/** Protects: what is heard is pushed once and in order, answers lie where they belong, and nothing grows with time. */

const RATE = 16_000;

/** A source in the test's hand. */
class HandSource implements Source {
  readonly channels = 1;
  sink: Sink | null = null;
  stopped = 0;

  constructor(
    readonly rateHz: number | null = RATE,
    readonly patient = true,
  ) {}

  start(sink: Sink): void {
    this.sink = sink;
  }

  stop(): void {
    this.stopped += 1;
  }

  /** So many seconds of one value. */
  sound(value: number, seconds: number): void {
    this.sink!.take(new Float32Array(Math.round(seconds * RATE)).fill(value));
  }
}

let streams: FakeStreams;
let session: LiveSession;
let failures: unknown[];
beforeEach(() => {
  streams = new FakeStreams();
  failures = [];
  const client = fakeEngine(undefined, true, streams);
  session = new LiveSession({ client }, (thrown) => failures.push(thrown));
});
afterEach(() => session.dispose());

const begin = (source: Source): Promise<void> =>
  session.start('run-gru', null, () => Promise.resolve(source));
const answered = (seconds: number): Promise<void> =>
  vi.waitFor(() => expect(session.heard!.answered).toBeCloseTo(seconds, 9));

describe('listening', () => {
  it('pushes what comes, keeps it under its time, and ends with an answer to the whole', async () => {
    const source = new HandSource();
    await begin(source);
    expect(session.status).toBe('listening');
    source.sound(1, 0.5);
    source.sound(3, 0.5);
    await answered(1);
    const heard = session.heard!;
    expect(heard.end).toBe(1);
    // The fake hears the class whose number the samples have.
    expect(heard.said({ from: 0, to: 0.5 })!.indexOf(Math.fround(0.9))).toBe(1);
    expect(heard.said({ from: 0.5, to: 1 })!.indexOf(Math.fround(0.9))).toBe(3);
    expect([...new Set(heard.clip({ from: 0.49, to: 0.51 }))]).toEqual([1, 3]);
    expect(heard.clip({ from: 0.49, to: 0.51 })).toHaveLength(320);
    await session.stop();
    expect([session.status, source.stopped]).toEqual(['idle', 1]);
    await vi.waitFor(() => expect(streams.open).toBe(0));
    expect(session.final).toHaveLength(5);
    expect(session.heard).toBe(heard);
    expect(failures).toEqual([]);
  });

  it('begins anew when it is told to forget', async () => {
    const source = new HandSource();
    await begin(source);
    source.sound(1, 0.5);
    await answered(0.5);
    await session.forget();
    expect([session.heard!.end, session.heard!.outputs.end]).toEqual([0, 0]);
    source.sound(2, 0.2);
    await answered(0.2);
  });

  it('leaves out the oldest sound when the engine cannot keep up, and says how much', async () => {
    const source = new HandSource(RATE, false);
    let release = (): void => {};
    streams.pushed = () => new Promise((resolve) => (release = resolve));
    await begin(source);
    for (let second = 0; second < 30; second++) for (let k = 0; k < 10; k++) source.sound(0, 0.1);
    streams.pushed = () => Promise.resolve();
    release();
    await vi.waitFor(() => expect(session.heard!.answered).toBeGreaterThan(0));
    await session.stop();
    const { dropped } = session.facts;
    expect(dropped).toBeGreaterThan(27 * RATE);
    // Nothing is both left out and heard.
    expect(session.heard!.samples.end + dropped).toBe(30 * RATE);
    expect(session.heard!.gaps.length).toBeGreaterThan(0);
  });

  it('lets a recording wait instead', async () => {
    const source = new HandSource();
    let release = (): void => {};
    streams.pushed = () => new Promise((resolve) => (release = resolve));
    await begin(source);
    source.sound(0, 0.6);
    expect(source.sink!.room()).toBe(true);
    source.sound(0, 0.6);
    expect(source.sink!.room()).toBe(false);
    streams.pushed = () => Promise.resolve();
    release();
    await answered(1.2);
    expect(source.sink!.room()).toBe(true);
  });

  it('stops with the source, and closes what was opened when it fails', async () => {
    const source = new HandSource();
    await begin(source);
    source.sound(0, 0.1);
    source.sink!.ended();
    await vi.waitFor(() => expect(session.status).toBe('idle'));
    await vi.waitFor(() => expect(streams.open).toBe(0));
    const other = new HandSource();
    await begin(other);
    streams.close(session.heard!.stream.stream);
    other.sound(0, 0.1);
    await vi.waitFor(() => expect(failures).toHaveLength(1));
    expect([session.status, other.stopped]).toEqual(['idle', 1]);
  });

  it('that is given up while it begins listens to nothing', async () => {
    let give = (_: Source): void => {};
    const opening = session.start('run-gru', null, () => new Promise<Source>((resolve) => (give = resolve)));
    expect(session.status).toBe('starting');
    await session.stop();
    const source = new HandSource();
    give(source);
    await opening;
    expect([session.status, source.stopped, streams.open, source.sink]).toEqual(['idle', 1, 0, null]);
  });
});

const stream = (change: Partial<Stream> = {}): Stream => ({
  ...new FakeStreams().start('ear', ['a', 'b'], ['mono'], RATE),
  ...change,
});

/** Chunks of a model that is sure of class `label`. */
function chunk(one: Stream, firstStep: number, steps: number, label: number): StreamChunk {
  const width = one.features.length;
  return {
    firstStep,
    steps,
    features: Float32Array.from({ length: steps * width }, (_, k) => firstStep + Math.floor(k / width)),
    outputs: Float32Array.from({ length: steps * 2 }, (_, k) => (k % 2 === label ? 1 : 0)),
    hidden: new Float32Array(steps * one.units),
    computeMs: 1,
  };
}

describe('what was heard', () => {
  it('for an hour is the last minute of it', () => {
    const one = stream({ features: ['x'], units: 1 });
    const heard = new Heard(one, 100, 1, { mean: [10], deviation: [2] });
    const bytes = (): number =>
      [heard.samples, heard.features, heard.outputs].reduce(
        (sum, { capacity, width }) => sum + capacity * width,
        0,
      );
    const before = bytes();
    for (let second = 0; second < 3600; second++) {
      heard.add(new Float32Array(100).fill(second));
      heard.answer(chunk(one, 100 * second, 100, second % 2));
    }
    expect(bytes()).toBe(before);
    expect([heard.end, heard.answered, heard.start]).toEqual([3600, 3600, 3540]);
    expect([...new Set(heard.clip({ from: 3541, to: 3543 }))]).toEqual([3541, 3542]);
    expect(heard.clip({ from: 0, to: 60 })).toHaveLength(0);
    // As the network sees it: (x − mean) ÷ deviation.
    expect(heard.features.at(359_999, 0)).toBe(Math.fround((359_999 - 10) / 2));
  });

  it('of very short steps is every so manieth of them, in its place', () => {
    const one = stream({ stepSeconds: 1 / 8000, rateHz: 8000, features: ['x'], units: 0 });
    const heard = new Heard(one, 8000, 1, null);
    expect(heard.stride).toBeGreaterThan(1);
    for (let at = 0; at < 40_000;) {
      const steps = 1 + ((at * 7) % 500);
      heard.answer(chunk(one, at, steps, 0));
      at += steps;
    }
    for (let row = heard.features.start; row < heard.features.end; row += 97)
      expect(heard.features.at(row, 0)).toBe(row * heard.stride);
  });
});

describe('decisions', () => {
  it('follow what is heard, and settings act on what is still there', () => {
    const one = stream({ windowSteps: 10 });
    const heard = new Heard(one, RATE, 1, null);
    const decisions = new Decisions();
    let step = 0;
    const say = (label: number, steps: number): void => {
      heard.answer(chunk(one, step, steps, label));
      step += steps;
      decisions.follow(heard);
    };
    say(0, 100);
    say(1, 5);
    say(0, 100);
    expect(decisions.current).toBe('a');
    const names = (): string[] => decisions.stretches({ from: 0, to: 10 }).map(({ name }) => name);
    expect(names()).toEqual(['a', 'b', 'a']);
    expect(decisions.smoothed.end).toBe(heard.outputs.end);
    decisions.change({ minSeconds: 0.06 });
    expect(names()).toEqual(['a', 'a']);
    decisions.change({ on: 1, off: 1, smoothSeconds: 0.5 });
    expect(decisions.current).not.toBe('b');
    decisions.change({ on: 0.6, off: 0.4, smoothSeconds: 0, minSeconds: 0 });
    const [first, middle] = decisions.stretches({ from: 0, to: 10 });
    expect(first).toMatchObject({ from: 0, index: 0 });
    expect(middle).toMatchObject({ name: 'b', from: first!.to, index: 1 });
    expect(middle!.to - middle!.from).toBeCloseTo(0.05, 9);
  });
});

describe('a serial sensor', () => {
  /** A device that sends what the test says, over a real stream; what it lacks of a port is the plug. */
  function port() {
    let send: ReadableStreamDefaultController<Uint8Array>;
    const readable = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) });
    const calls: string[] = [];
    return {
      calls,
      readable: readable as ReadableStream<Uint8Array> | null,
      open: async ({ baudRate }: { baudRate: number }) => void calls.push(`open ${baudRate}`),
      close: async () => void calls.push('close'),
      say: (text: string) => send.enqueue(new TextEncoder().encode(text)),
      unplug(): void {
        this.readable = null;
        send.error(new Error('the device has been lost'));
      },
    };
  }
  const plug = (one: ReturnType<typeof port> | null): void =>
    void vi.stubGlobal('navigator', {
      serial: {
        requestPort: () => (one === null ? Promise.reject(new Error('none')) : Promise.resolve(one)),
      },
    });
  afterEach(() => vi.unstubAllGlobals());

  it('gives rows, and its port back when it is stopped or unplugged', async () => {
    for (const way of ['stop', 'unplug'] as const) {
      const device = port();
      plug(device);
      const source = await openSerial(9600, 2);
      const rows: number[] = [];
      const ended = vi.fn();
      source.start({ take: (samples) => rows.push(...samples), room: () => true, ended });
      device.say('0,0\n1,2\nodd\n3,');
      device.say('4\n');
      await vi.waitFor(() => expect(rows).toEqual([1, 2, 3, 4]));
      expect(source.badLines?.()).toBe(1);
      if (way === 'stop') source.stop();
      else device.unplug();
      await vi.waitFor(() => expect(device.calls).toEqual(['open 9600', 'close']));
      expect(ended).toHaveBeenCalledTimes(way === 'stop' ? 0 : 1);
    }
  });

  it('that nobody chose is no failure of ours', async () => {
    plug(null);
    await expect(openSerial(9600, 2)).rejects.toBeInstanceOf(SourceFailure);
  });
});

it.each([
  [0, '0:00'],
  [7.5, '0:07.5'],
  [59.99, '1:00'],
  [750, '12:30'],
  [3605, '1:00:05'],
])('%f seconds read %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});
