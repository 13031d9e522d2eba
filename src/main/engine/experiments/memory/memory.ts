import type { MemoryCell, MemoryResult, RecurrentModel } from '../../../../shared/domain/experiment-results';
import type { RecurrentKernel } from '../../kernels/kernel';
import { selectCompute } from '../../kernels/choose/select';
import { RandomStream } from '../../random/random-stream';
import { unitsForBudget } from '../budget';
import type { Experiment } from '../experiment';
import { fit } from '../fit';
import { specOf } from '../models';
import { SequenceNet } from '../sequence-net';
import type { Settings } from '../settings';
import { memoryFindings } from './findings';
import type { MemoryProblem } from './tasks';
import { memoryProblems } from './tasks';

const BATCH = 64;
/** Sequences that no training saw. */
const JUDGED = 256;
const LOOK_EVERY = 100;

function cellsOf(settings: Settings, { features, outputs }: MemoryProblem): MemoryCell[] {
  const first = settings.number('seed');
  const seeds = Array.from({ length: settings.number('seeds') }, (_, k) => first + k);
  const shape = { features, outputs, head: 'linear' } as const;
  return settings.numbers('lengths').flatMap((steps) =>
    settings.texts<RecurrentModel>('models').flatMap((model) => {
      const size = unitsForBudget(
        (units) => specOf(model, units, steps),
        shape,
        settings.number('parameters'),
      );
      return seeds.map((seed): MemoryCell => ({
        model,
        steps,
        seed,
        ...size,
        status: 'waiting',
        score: null,
        updates: 0,
        seconds: 0,
      }));
    }),
  );
}

const isSolved = ({ metric, threshold }: MemoryProblem, score: number): boolean =>
  metric === 'mse' ? score < threshold : score >= threshold;

/** Trains one cell of the grid until it is solved or its updates are used up. */
async function trainCell(
  cell: MemoryCell,
  problem: MemoryProblem,
  kernel: RecurrentKernel,
  settings: Settings,
  changed: (cell: MemoryCell) => void,
): Promise<MemoryCell> {
  const startMs = performance.now();
  const { features, outputs, answers } = problem;
  const spec = specOf(cell.model, cell.units, cell.steps);
  const net = new SequenceNet(spec, { features, outputs, answers }, kernel, cell.seed);
  const judged = problem.make(cell.steps, JUDGED, new RandomStream(cell.seed, 'bootstrap', cell.steps));
  let now: MemoryCell = { ...cell, status: 'training' };
  try {
    await fit(net, {
      updates: settings.number('updates'),
      learningRate: settings.number('learningRate'),
      every: LOOK_EVERY,
      drill: (k) => problem.make(cell.steps, BATCH, new RandomStream(cell.seed, 'order', k)),
      async look(updates) {
        const score = judged.score(await net.answers(judged.batch));
        const seconds = (performance.now() - startMs) / 1000;
        now = { ...now, updates, seconds, score };
        changed(now);
        return isSolved(problem, score);
      },
    });
  } finally {
    net.dispose();
  }
  return { ...now, status: now.score !== null && isSolved(problem, now.score) ? 'solved' : 'unsolved' };
}

/** Which network still knows what it heard T steps ago: every model, length and seed with the same budget. */
export const memory: Experiment = async ({ settings }, progress) => {
  const task = settings.text<MemoryResult['task']>('task');
  const problem = memoryProblems[task];
  const cells = cellsOf(settings, problem);
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const resultSoFar = (): MemoryResult => ({
    experiment: 'memory',
    task,
    metric: problem.metric,
    threshold: problem.threshold,
    floor: problem.floor,
    lengths: settings.numbers('lengths'),
    models: settings.texts<RecurrentModel>('models'),
    cells: [...cells],
  });
  // Work grows with the length; how many updates a cell needs is not known before.
  const total = cells.reduce((sum, { steps }) => sum + steps, 0);
  let done = 0;
  for (const [index, cell] of cells.entries()) {
    cells[index] = { ...cell, status: 'training' };
    progress.report(resultSoFar(), [], done, total);
    cells[index] = await trainCell(cell, problem, kernel, settings, (now) => {
      cells[index] = now;
      const share = now.updates / settings.number('updates');
      progress.report(resultSoFar(), [], done + share * cell.steps, total);
    });
    done += cell.steps;
  }
  const result = resultSoFar();
  return { result, findings: memoryFindings(result) };
};
