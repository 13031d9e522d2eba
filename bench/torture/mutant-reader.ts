// A process that opens what mutants.mjs made, with the whole engine, and says what it cost. One request at a time over IPC.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openEngine } from '../../src/main/engine/engine';
import { engineClient, localLink } from '../../src/shared/transport/client';
import { toEngineError } from '../../src/shared/transport/failure';

interface Request {
  readonly kind: 'data' | 'bundle' | 'folder' | 'foreign';
  readonly path: string;
}

const RESOLUTION_MS = 5;

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

  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  process.on('message', ({ kind, path }: Request) => {
    const before = process.cpuUsage();
    delay.reset();
    void readers[kind](path)
      .catch((thrown: unknown) => toEngineError(thrown))
      .then((outcome) => {
        const { user, system } = process.cpuUsage(before);
        const isFailure = typeof outcome !== 'string';
        process.send!({
          code: isFailure ? outcome.code : outcome,
          message: isFailure ? outcome.message : '',
          cpuMs: (user + system) / 1000,
          loopMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS),
          rss: process.memoryUsage().rss,
        });
      });
  });
  process.send!({ code: 'ready' });
}

void main(process.argv[2]!, process.argv[3]!);
