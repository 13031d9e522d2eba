import type { Remark } from '../../../../shared/domain/dataset';
import type { MemoryResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

/** For each model the longest T that all of its seeds solved, and where none of them did. */
export function memoryFindings({ models, lengths, cells, task, floor, metric }: MemoryResult): Remark[] {
  const seeds = new Set(cells.map(({ seed }) => seed)).size;
  const remarks = models.map((model) => {
    const solvedAt = (steps: number): number =>
      cells.filter((cell) => cell.model === model && cell.steps === steps && cell.status === 'solved').length;
    const all = lengths.filter((steps) => solvedAt(steps) === seeds);
    const none = lengths.filter((steps) => solvedAt(steps) === 0);
    const params = {
      model,
      task,
      seeds,
      solved: all.join(', ') || '–',
      unsolved: none.join(', ') || '–',
      longest: Math.max(...lengths),
    };
    if (all.length === lengths.length)
      return finding('memory.all', `${model} solves ${task} at every length tried, with all seeds.`, params);
    if (none.length === lengths.length)
      return finding('memory.none', `${model} solves ${task} at none of the lengths tried.`, params);
    const mixed = lengths.filter((steps) => !all.includes(steps) && !none.includes(steps));
    if (mixed.length > 0)
      return finding(
        'memory.mixed',
        `${model}: some seeds solve ${task} at T = ${mixed.join(', ')} and others do not` +
          (all.length > 0 ? `; all do at T = ${params.solved}` : '') +
          (none.length > 0 ? `; none does at T = ${params.unsolved}.` : '.'),
        { ...params, mixed: mixed.join(', ') },
      );
    return finding(
      'memory.some',
      `${model}: all seeds solve ${task} at T = ${params.solved}; none does at T = ${params.unsolved}.`,
      params,
    );
  });
  const floorText = metric === 'mse' ? floor.toFixed(3) : `${Math.round(floor * 100)} %`;
  return [
    ...remarks,
    finding(
      'memory.scope',
      `That is within these updates and this many parameters; remembering nothing scores ${floorText}.`,
      { floor: floorText },
    ),
  ];
}
