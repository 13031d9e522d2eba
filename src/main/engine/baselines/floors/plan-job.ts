import { hasClasses, traitsOf } from '../../../../shared/domain/task';
import type { Task } from '../../../../shared/domain/task';
import { rivalNames } from '../../../../shared/domain/run';
import type { Floor } from '../../../../shared/domain/run';
import { readPrepared } from '../../prepare/prepared';
import { knowsClassesAlone } from '../defaults';
import { dtwSeconds, MOST_SECONDS } from '../dtw/cost';
import { miniRocketSeconds } from '../minirocket/cost';
import { quantSeconds } from '../quant/cost';
import { partsOf } from '../../prepare/examples-of';
import { fitScaling } from '../../models/scale/scaling';
import { floorsOf } from '../../learning/floor';

/** Models that every run is measured against beside what needs no learning. */
export type Rival = (typeof rivalNames)[number];

/** Those that can answer what a task asks. */
export function rivalsFor(task: Task): readonly Rival[] {
  if (!traitsOf(task).isClassical) return [];
  return rivalNames.filter((rival) => hasClasses(task) || !knowsClassesAlone(rival));
}

export interface FloorPlan {
  /** What needs no learning at all. */
  readonly floors: Floor[];
  /** How long each rival takes at most; nothing where it is quick, or refuses at once because it would take hours. */
  readonly seconds: { [Name in Rival]?: number };
}

/** Longer than this is not begun before somebody asks. */
const QUICK_SECONDS = 20;

/** A job of the compute worker. */
export async function floorPlanJob({ preparedFile }: { preparedFile: string }): Promise<FloorPlan> {
  const data = await readPrepared(preparedFile);
  const floors = floorsOf(data, fitScaling(data).forecast);
  if (!traitsOf(data.task).isClassical) return { floors, seconds: {} };
  const parts = partsOf(data);
  const seconds: FloorPlan['seconds'] = {};
  const slow = {
    dtw: dtwSeconds({ data, parts, band: null }),
    minirocket: miniRocketSeconds({ data, parts }),
    quant: quantSeconds({ data, parts }),
  };
  for (const rival of ['dtw', 'minirocket', 'quant'] as const)
    if (slow[rival] > QUICK_SECONDS && slow[rival] <= MOST_SECONDS) seconds[rival] = slow[rival];
  return { floors, seconds };
}
