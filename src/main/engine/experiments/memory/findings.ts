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
    if (all.length === lengths.length) return finding('memory.all', params);
    if (none.length === lengths.length) return finding('memory.none', params);
    const mixed = lengths.filter((steps) => !all.includes(steps) && !none.includes(steps));
    if (mixed.length > 0) return finding('memory.mixed', { ...params, mixed: mixed.join(', ') });
    return finding('memory.some', params);
  });
  const floorText = metric === 'mse' ? floor.toFixed(3) : `${Math.round(floor * 100)} %`;
  return [...remarks, finding('memory.scope', { floor: floorText })];
}
