import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { UnrollError } from '../../shared/domain/error';
import { jsonOf } from '../../shared/domain/measured';
import { PlanEdits } from '../../shared/domain/plan';
import { PLAN_FORMAT_VERSION, PlanFile } from '../../shared/domain/plan-file';
import { failure } from '../../shared/sentences/failure';
import { writeAtomic } from '../engine/files/atomic';

/** A field that was misspelt would be guessed again in silence. */
const StrictPlanFile = v.strictObject({ ...PlanFile.entries, plan: v.strictObject(PlanEdits.entries) });

/** Reads a plan.json; its places come out absolute. @throws UnrollError FILE_MISSING, FILE_UNREADABLE, FILE_CORRUPT */
export async function readPlanFile(file: string): Promise<PlanFile> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT'
      ? new UnrollError('FILE_MISSING', `${file} is not there.`, { file }, { cause })
      : new UnrollError(
          'FILE_UNREADABLE',
          `${file} cannot be read; check its permissions.`,
          { file },
          { cause },
        );
  });
  const value = parse(text, file);
  const version = v.safeParse(v.object({ formatVersion: v.number() }), value);
  if (version.success && version.output.formatVersion > PLAN_FORMAT_VERSION)
    throw failure('FILE_CORRUPT.planNewer', { file, version: version.output.formatVersion });
  const read = v.safeParse(StrictPlanFile, value);
  if (!read.success) throw misfit(file, read.issues[0]);
  const { places, ...rest } = read.output;
  return { ...rest, places: places.map((place) => resolve(dirname(resolve(file)), place)) };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw failure('FILE_CORRUPT.plan', { file, reason: (cause as SyntaxError).message });
  }
}

function misfit(file: string, issue: v.BaseIssue<unknown>): UnrollError {
  const field = v.getDotPath(issue) ?? '';
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
  return failure('FILE_CORRUPT.planField', { file, field, problem: isUnknown ? 'unknown' : 'wrong' });
}

/** Writes a plan as a person can edit it. @throws UnrollError OUTPUT_UNWRITABLE */
export async function writePlanFile(file: string, plan: PlanFile): Promise<void> {
  await writeAtomic(resolve(file), `${planText(plan)}\n`).catch((cause: unknown) => {
    throw new UnrollError('OUTPUT_UNWRITABLE', `${file} cannot be written.`, { path: file }, { cause });
  });
}

export function planText(plan: PlanFile): string {
  return jsonOf(plan, 2);
}
