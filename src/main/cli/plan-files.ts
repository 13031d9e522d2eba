import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { jsonOf } from '../../shared/domain/measured';
import type { PlanFile } from '../../shared/domain/plan-file';
import { failure } from '../../shared/sentences/failure';
import { parsePlan } from '../../shared/sentences/plan-text';
import { writeAtomic } from '../engine/files/atomic';

/** Reads a plan.json; its places come out absolute. @throws UnrollError FILE_MISSING, FILE_UNREADABLE, FILE_CORRUPT */
export async function readPlanFile(file: string): Promise<PlanFile> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT'
      ? failure('FILE_MISSING.notThere', { file }, { cause })
      : failure('FILE_UNREADABLE.permissions', { file }, { cause });
  });
  const { places, background, ...rest } = parsePlan(text, file);
  const absolute = (place: string): string => resolve(dirname(resolve(file)), place);
  return {
    ...rest,
    places: places.map(absolute),
    ...(background !== undefined && { background: background.map(absolute) }),
  };
}

/** Writes a plan as a person can edit it. @throws UnrollError OUTPUT_UNWRITABLE */
export async function writePlanFile(file: string, plan: PlanFile): Promise<void> {
  await writeAtomic(resolve(file), `${planText(plan)}\n`).catch((cause: unknown) => {
    throw failure('OUTPUT_UNWRITABLE.file', { path: file, file }, { cause });
  });
}

export function planText(plan: PlanFile): string {
  return jsonOf(plan, 2);
}
