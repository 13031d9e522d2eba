import * as v from 'valibot';
import { PlanEdits } from '../domain/plan';
import { PLAN_FORMAT_VERSION, PlanFile } from '../domain/plan-file';
import type { UnrollError } from '../domain/error';
import { failure } from './failure';

/** A field that was misspelt would be guessed again in silence. */
const StrictPlanFile = v.strictObject({ ...PlanFile.entries, plan: v.strictObject(PlanEdits.entries) });

/** What a plan.json says. @throws UnrollError FILE_CORRUPT with the field that does not fit */
export function parsePlan(text: string, file: string): PlanFile {
  const value = parse(text, file);
  const version = v.safeParse(v.object({ formatVersion: v.number() }), value);
  if (version.success && version.output.formatVersion > PLAN_FORMAT_VERSION)
    throw failure('FILE_CORRUPT.planNewer', { file, version: version.output.formatVersion });
  const read = v.safeParse(StrictPlanFile, value);
  if (!read.success) throw misfit(file, read.issues[0]);
  return read.output;
}

/** Whether a text means to be a plan, whole or not. */
export function looksLikePlan(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text) && /"formatVersion"\s*:/.test(text) && /"plan"\s*:\s*\{/.test(text);
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
