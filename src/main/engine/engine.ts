import { createRouterClient } from '@orpc/server';
import type { EngineClient } from '../../shared/contract';
import { contract } from '../../shared/contract';
import { UnrollError } from '../../shared/domain/error';
import { ComputePool } from './compute/pool';
import type { Home } from './files/home';
import { openHome } from './files/home';
import { inspectionHandlers } from './inspection/handlers';
import { SplitPredictor } from './inspection/predictions';
import { InspectionService } from './inspection/service';
import { rpc } from './rpc';
import { runHandlers } from './runs/handlers';
import { Proposer } from './runs/proposer';
import { RunService } from './runs/service';
import { systemHandlers } from './system/handlers';
import { SystemService } from './system/service';
import { TaskRegistry, taskHandlers } from './tasks';

export interface EngineOptions {
  /** Where the lab keeps everything; else `UNROLL_HOME`, else the platform's user-data folder. */
  readonly homeDir?: string;
}

export interface Engine {
  readonly home: Home;
  /** The complete contract, for a transport's handler. */
  readonly router: EngineRouter;
  /** The same in this process, with the same validation. */
  readonly client: EngineClient;
  /** What a person should know of the start, such as that a damaged catalog was rebuilt. */
  readonly notices: readonly UnrollError[];
  /** Ends training (runs in progress become resumable) and closes every file. */
  close(): Promise<void>;
}

function assemble(parts: Record<string, object>) {
  const absent = (name: string) => () => {
    throw new UnrollError('INTERNAL', `${name} is not there yet.`);
  };
  const rooms: Record<string, object> = {};
  for (const [room, procedures] of Object.entries(contract)) {
    const builder = rpc as unknown as Record<string, Record<string, { handler: (f: () => never) => object }>>;
    rooms[room] =
      parts[room] ??
      Object.fromEntries(
        Object.keys(procedures).map((name) => [
          name,
          builder[room]![name]!.handler(absent(`${room}.${name}`)),
        ]),
      );
  }
  return rpc.router(rooms as unknown as Parameters<typeof rpc.router>[0]);
}
export type EngineRouter = ReturnType<typeof assemble>;

const noDatasets = {
  get(id: string): never {
    throw new UnrollError('DATASET_UNKNOWN', `There is no data set ${id}.`);
  },
  preparedFile(id: string): never {
    return this.get(id);
  },
  example(id: string): never {
    return this.get(id);
  },
};

export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const home = openHome(options.homeDir);
  const compute = new ComputePool();
  const tasks = new TaskRegistry();
  const datasets = noDatasets;
  const proposer = new Proposer(datasets);
  const runs = await RunService.open({
    home,
    datasets,
    compute,
    propose: (dataset, choices) => proposer.propose(dataset, choices),
  });
  const router = assemble({
    ...systemHandlers(new SystemService({ home, compute })),
    ...taskHandlers(tasks),
    ...runHandlers(runs, new SplitPredictor({ runs, datasets, compute })),
    ...inspectionHandlers(new InspectionService({ runs, datasets, compute })),
  });
  return {
    home,
    router,
    client: createRouterClient(router) as EngineClient,
    notices: runs.damage === null ? [] : [runs.damage],
    async close() {
      await tasks.close();
      await runs.close();
      await compute.close();
    },
  };
}
