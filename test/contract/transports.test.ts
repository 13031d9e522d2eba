import { eventIterator, os } from '@orpc/server';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';
import { rpc } from '../../src/main/engine/rpc';
import type { EngineClient } from '../../src/shared/contract';
import { UnrollError } from '../../src/shared/domain/error';
import type { EpochMetrics, RunEvent, StepMetrics } from '../../src/shared/domain/run';
import { engineClient } from '../../src/shared/transport/client';
import type { OpenTransport, Transport } from './transports';
import { transports } from './transports';

/** Protects: the three faces see the same engine, whatever lies between. One suite, three transports. */

const steps: StepMetrics = {
  step: Int32Array.of(1, 2),
  loss: Float32Array.of(0.5, NaN),
  metric: Float32Array.of(Infinity, -Infinity),
  gradientNorm: Float32Array.of(1e-38, 3.4e38),
  learningRate: new Float32Array([9, 0.1, 0.2, 9]).subarray(1, 3),
};
const epochs: EpochMetrics = {
  epoch: Int32Array.of(1),
  step: Int32Array.of(2),
  trainLoss: Float32Array.of(1),
  trainMetric: Float32Array.of(1),
  validationLoss: Float32Array.of(1),
  validationMetric: Float32Array.of(1),
  seconds: Float64Array.of(Math.PI),
};

/** What became of the streams that were opened. */
const streams = { open: 0, given: 0 };

async function* endless(signal: AbortSignal | undefined): AsyncGenerator<RunEvent> {
  streams.open += 1;
  try {
    yield { kind: 'steps', run: 'r', seq: 1, steps };
    for (let seq = 2; signal?.aborted !== true; seq++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      streams.given += 1;
      yield { kind: 'epoch', run: 'r', seq, epochs };
    }
  } finally {
    streams.open -= 1;
  }
}

const unknownRun = (id: string): UnrollError =>
  new UnrollError('RUN_UNKNOWN', `There is no run ${id}.`, {
    run: id,
    tries: 2,
    deleted: false,
    since: null,
  });

/** Calls of `slow` that wait for their answer, by what they asked. */
const held = new Map<number, () => void>();

const router = {
  echo: os.input(v.any()).handler(({ input }) => input),
  slow: os
    .input(v.number())
    .handler(({ input }) => new Promise((resolve) => held.set(input, () => resolve(input)))),
  waiting: os.handler(
    ({ signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  ),
  breaks: os.output(eventIterator(v.number())).handler(async function* () {
    yield 1;
    throw unknownRun('stream');
  }),
  /** An answer that no transport but this process can carry. */
  unsendable: os.input(v.any()).handler(() => ({ answer: () => 1 })),
  unsendables: os.output(eventIterator(v.any())).handler(async function* () {
    streams.open += 1;
    try {
      yield 1;
      yield () => 1;
      yield 2;
    } finally {
      streams.open -= 1;
    }
  }),
  inspection: { trace: rpc.inspection.trace.handler(() => Promise.reject(unknownRun('any'))) },
  activities: {
    watch: rpc.activities.watch.handler(async function* () {
      yield* [];
      throw unknownRun('stream');
    }),
  },
  runs: {
    get: rpc.runs.get.handler(({ input }) => {
      throw unknownRun(input.run);
    }),
    watch: rpc.runs.watch.handler(({ signal }) => endless(signal)),
    list: rpc.runs.list.handler(() => {
      throw new TypeError('a bug');
    }),
  },
};

/** The test's own procedures beside the contract's. */
type TestClient = EngineClient & {
  echo(input: unknown): Promise<unknown>;
  slow(input: number): Promise<number>;
  waiting(input?: undefined, options?: { signal: AbortSignal }): Promise<never>;
  breaks(): Promise<AsyncIterable<number>>;
  unsendable(input: object): Promise<unknown>;
  unsendables(): Promise<AsyncIterable<unknown>>;
};

let opened: OpenTransport | undefined;
afterEach(async () => {
  await opened?.disconnect();
  opened = undefined;
});

async function connect(transport: Transport): Promise<TestClient> {
  opened = await transport.open(router);
  return engineClient(opened.link) as TestClient;
}

async function until(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 120_000, interval: 10 }).toBe(true);
}

const arrays = {
  float32: Float32Array.of(1.5, NaN, -0, Infinity),
  float64: Float64Array.of(Math.PI, Number.MIN_VALUE),
  int8: Int8Array.of(-128, 127),
  int16: Int16Array.of(-32768, 32767),
  int32: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
  uint8: Uint8Array.of(0, 255),
  uint16: Uint16Array.of(65535),
  uint32: Uint32Array.of(2 ** 32 - 1),
  int64: BigInt64Array.of(-(2n ** 63n)),
  uint64: BigUint64Array.of(2n ** 64n - 1n),
  empty: new Float32Array(0),
  /** A view into a larger block: only the view may cross. */
  view: new Float64Array([0, 1, 2, 3]).subarray(1, 3),
};

describe.each(transports)('over $name', (transport) => {
  it.each(Object.entries(arrays))('takes %s there and back whole', async (_name, array) => {
    const client = await connect(transport);
    const back = (await client.echo({ nested: [{ array }] })) as { nested: [{ array: typeof array }] };
    expect(back.nested[0].array).toEqual(array);
    expect(back.nested[0].array.constructor.name).toBe(array.constructor.name);
    expect(back.nested[0].array.length).toBe(array.length);
  });

  it('keeps numbers that JSON loses, texts, nulls and absent fields', async () => {
    const client = await connect(transport);
    const value = {
      numbers: [0, -1, 2 ** 53, 1e-300, NaN, Infinity, -Infinity],
      text: '한국어 ∂L/∂h 🎧',
      none: null,
      yes: true,
      deep: { list: [[], [{}]] },
    };
    expect(await client.echo(value)).toEqual(value);
    expect(await client.echo(undefined)).toBeUndefined();
  });

  it('takes a trace-sized message there and back', async () => {
    const client = await connect(transport);
    const large = Float32Array.from({ length: 1_600_000 }, (_, k) => Math.sin(k));
    const { back } = (await client.echo({ back: large })) as { back: Float32Array };
    expect(back.length).toBe(large.length);
    expect(back.every((value, k) => value === large[k])).toBe(true);
  });

  it('answers concurrent calls each with its own answer, in whatever order they end', async () => {
    const client = await connect(transport);
    held.clear();
    const order: number[] = [];
    const calls = [1, 2, 3, 4].map(async (n) => {
      const answer = await client.slow(n);
      order.push(answer);
      return answer;
    });
    await until(() => held.size === 4);
    for (const [k, n] of [4, 3, 2, 1].entries()) {
      held.get(n)!();
      await until(() => order.length === k + 1);
    }
    expect(await Promise.all(calls)).toEqual([1, 2, 3, 4]);
    expect(order).toEqual([4, 3, 2, 1]);
  });

  it("hands over the lab's errors with code, sentence and details", async () => {
    const client = await connect(transport);
    const error = await client.runs.get({ run: 'x1' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnrollError);
    expect(error).toMatchObject({ ...unknownRun('x1'), message: 'There is no run x1.' });
  });

  it('names the field of an input that the contract refuses', async () => {
    const client = await connect(transport);
    await expect(client.runs.get({ run: '../../etc' })).rejects.toMatchObject({
      code: 'ARGUMENT_INVALID',
      details: { field: 'run' },
    });
  });

  it('refuses 1.5 where a whole number belongs, and hands over what ends a stream', async () => {
    const client = await connect(transport);
    const trace = client.inspection.trace({ run: 'x1', example: 1.5 });
    await expect(trace).rejects.toMatchObject({ code: 'ARGUMENT_INVALID', details: { field: 'example' } });
    const drain = async (): Promise<void> => {
      for await (const _ of await client.activities.watch({}));
    };
    await expect(drain()).rejects.toMatchObject({ ...unknownRun('stream') });
  });

  it('calls a bug a bug', async () => {
    const client = await connect(transport);
    await expect(client.runs.list({})).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('streams events with typed arrays and ends the source when the reader stops', async () => {
    const client = await connect(transport);
    const seen: RunEvent[] = [];
    for await (const event of await client.runs.watch({})) if (seen.push(event) === 3) break;
    expect(seen[0]).toEqual({ kind: 'steps', run: 'r', seq: 1, steps });
    expect(seen[1]).toEqual({ kind: 'epoch', run: 'r', seq: 2, epochs });
    await until(() => streams.open === 0);
  });

  it('ends the source when the reader aborts', async () => {
    const client = await connect(transport);
    const abort = new AbortController();
    const stream = await client.runs.watch({}, { signal: abort.signal });
    await stream[Symbol.asyncIterator]().next();
    abort.abort();
    await until(() => streams.open === 0);
    const { given } = streams;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(streams.given).toBe(given);
  });

  it('cancels a call in progress', async () => {
    const client = await connect(transport);
    const abort = new AbortController();
    const call = client.waiting(undefined, { signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('tells of an error in the middle of a stream', async () => {
    const client = await connect(transport);
    const seen: number[] = [];
    const reading = (async () => {
      for await (const n of await client.breaks()) seen.push(n);
    })();
    await expect(reading).rejects.toBeInstanceOf(UnrollError);
    expect(seen).toEqual([1]);
  });
});

describe.each(transports.filter(({ canBreak }) => canBreak))('over a broken $name', (transport) => {
  it('answers where the answer cannot be sent, and ends a stream that holds what cannot', async () => {
    const client = await connect(transport);
    await expect(client.unsendable({})).rejects.toMatchObject({ code: 'INTERNAL' });
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const n of await client.unsendables()) seen.push(n);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(seen).toEqual([1]);
    await until(() => streams.open === 0);
    expect(await client.echo(1)).toBe(1);
  });

  it('ends streams and fails calls with ENGINE_GONE when it breaks', async () => {
    const client = await connect(transport);
    const stream = (await client.runs.watch({}))[Symbol.asyncIterator]();
    await stream.next();
    const pending = client.waiting();
    const reading = (async () => {
      while (!(await stream.next()).done);
    })();
    await Promise.all([
      expect(pending).rejects.toMatchObject({ code: 'ENGINE_GONE' }),
      expect(reading).rejects.toMatchObject({ code: 'ENGINE_GONE' }),
      opened?.disconnect(),
    ]);
    await expect(client.echo(1)).rejects.toMatchObject({ code: 'ENGINE_GONE' });
    await until(() => streams.open === 0);
    opened = undefined;
  });
});
