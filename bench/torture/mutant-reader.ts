// A process that opens what mutants.mjs made, with the whole engine, and says what it cost. One request at a time over IPC.
import { readFileSync } from 'node:fs';
import { openEngine } from '../../src/main/engine/engine';
import { engineClient, localLink } from '../../src/shared/transport/client';
import { toEngineError } from '../../src/shared/transport/failure';

interface Request {
  readonly kind: 'data' | 'bundle' | 'folder' | 'foreign';
  readonly path: string;
}

const RESOLUTION_MS = 5;
const MAIN_THREAD = `/proc/${process.pid}/task/${process.pid}/schedstat`;

/**
 * For how long the engine's loop is held: between two turns of it, by the clock and, where the system tells, in processor time of its
 * thread, which other work on the machine does not make longer. Source: proc(5), schedstat field 1, ns.
 */
class LoopWatch {
  clockMs = 0;
  cpuMs = 0;
  #last = { clock: performance.now(), cpu: cpuOfLoop() };

  constructor() {
    setInterval(() => this.#turn(), RESOLUTION_MS).unref();
  }

  reset(): void {
    this.#last = { clock: performance.now(), cpu: cpuOfLoop() };
    this.clockMs = this.cpuMs = 0;
  }

  #turn(): void {
    const now = { clock: performance.now(), cpu: cpuOfLoop() };
    this.clockMs = Math.max(this.clockMs, now.clock - this.#last.clock - RESOLUTION_MS);
    this.cpuMs = Math.max(this.cpuMs, now.cpu - this.#last.cpu);
    this.#last = now;
  }
}

function cpuOfLoop(): number {
  try {
    return Number(readFileSync(MAIN_THREAD, 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return 0;
  }
}

async function main(homeDir: string, dataDir: string): Promise<void> {
  const engine = await openEngine({ homeDir });
  const client = engineClient(localLink(engine.client));
  const { scan } = await client.scans.start({ paths: [dataDir] });
  await client.activities.wait({ activity: scan });
  const { activity } = await client.scans.commit({ scan, questions: 'strongest' });
  const { result: dataset } = await client.activities.wait({ activity });

  async function readData(path: string): Promise<string> {
    const { scan: id } = await client.scans.start({ paths: [path] });
    const { activity: ended } = await client.activities.wait({ activity: id });
    if (ended.error !== null) return ended.error.code;
    const { understanding } = await client.scans.get({ scan: id });
    const { total } = await client.scans.examples({ scan: id, offset: 0, limit: 20 });
    if (total > 0) await client.scans.signal({ scan: id, example: total - 1, columns: 200 });
    await client.scans.discard({ scan: id });
    return understanding === null ? 'no understanding' : 'read';
  }

  const readers: Record<Request['kind'], (path: string) => Promise<string>> = {
    data: readData,
    bundle: async (path) => {
      const { id } = await client.models.add({ path });
      await client.predict.describe({ model: id });
      await client.models.remove({ model: id });
      return 'read';
    },
    folder: async (path) => {
      await client.predict.describe({ model: path });
      return 'read';
    },
    foreign: async (path) => {
      const { run } = await client.models.import({ path, dataset: dataset! });
      await client.runs.delete({ run: run.id });
      return 'read';
    },
  };

  const watch = new LoopWatch();
  process.on('message', ({ kind, path }: Request) => {
    const before = process.cpuUsage();
    watch.reset();
    void readers[kind](path)
      .catch((thrown: unknown) => toEngineError(thrown))
      .then((outcome) => {
        const { user, system } = process.cpuUsage(before);
        const isFailure = typeof outcome !== 'string';
        process.send!({
          code: isFailure ? outcome.code : outcome,
          message: isFailure ? outcome.message : '',
          cpuMs: (user + system) / 1000,
          loopMs: watch.clockMs,
          loopCpuMs: watch.cpuMs,
          rss: process.memoryUsage().rss,
        });
      });
  });
  process.send!({ code: 'ready' });
}

void main(process.argv[2]!, process.argv[3]!);
