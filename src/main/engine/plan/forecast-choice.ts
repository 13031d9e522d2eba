import type {
  CalendarRhythm,
  ForecastPlan,
  PlanEdits,
  Remark,
  SplitPlan,
} from '../../../shared/domain/dataset';
import type { Evidence } from './evidence';
import { byHand } from './evidence';
import { failure } from '../../../shared/sentences/failure';
import { calendarStepsPerYear } from '../readers/table/clock';
import type { Sources } from '../readers/sources';
import type { Item } from '../examples/items';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import type { SignalPlan } from '../examples/signal-plan';
import { readSpan } from '../examples/read-span';
import { isReadInParts } from '../examples/table-part';
import { isKnownName } from './known-names';
import { findSeason, weeklySeason } from './season';
import {
  defaultContext,
  defaultStride,
  defaultTrainStride,
  MANY_SEASONS,
  timeBorders,
} from '../examples/windows';
import { unknownColumn } from '../readers/table/unknown-column';

/** A season that shows, shows in this many steps. */
const SEASON_STEPS = 20_000;
const DAY_S = 86_400;

export interface ForecastFacts {
  readonly material: Material;
  readonly items: readonly Item[];
  readonly signal: Omit<SignalPlan, 'forecast'>;
  readonly columns: readonly ColumnFacts[];
  readonly split: SplitPlan;
}

/**
 * Horizon, context, season, windows and what is known beforehand. The season is looked for in the training part of the
 * longest series alone.
 *
 * @throws UnrollError COLUMN_UNKNOWN, ARGUMENT_INVALID for a calendar without times
 */
export async function chooseForecast(
  facts: ForecastFacts,
  edits: PlanEdits,
  sources: Sources,
  evidence: Evidence,
): Promise<ForecastPlan> {
  const { items, split, signal } = facts;
  const chosen = edits.forecast ?? {};
  const horizonSteps = chosen.horizonSteps ?? 1;
  const longest = items.reduce((best, item) => (item.length > best.length ? item : best));
  const trainRows = timeBorders(longest.length, split, { seasonSteps: 1, horizonSteps: 1 }).validation;
  const seasonSteps = chosen.seasonSteps ?? (await seasonOf(facts, longest, trainRows, sources));
  const isLong = trainRows >= MANY_SEASONS * seasonSteps;
  const rhythms = isLong ? calendarOf(facts, trainRows) : [];
  const trainStrideSteps = chosen.trainStrideSteps ?? defaultTrainStride(trainRows, seasonSteps);
  const plan: ForecastPlan = {
    horizonSteps,
    contextSteps: chosen.contextSteps ?? defaultContext(trainRows, seasonSteps, horizonSteps),
    seasonSteps,
    trainStrideSteps,
    strideSteps: chosen.strideSteps ?? strideOf(facts, { trainStrideSteps, seasonSteps, horizonSteps }),
    known: chosen.known ?? knownColumns(facts),
    calendar: chosen.calendar ?? rhythms,
    seasonalDifferences: chosen.seasonalDifferences ?? (isLong && seasonSteps > 1),
  };
  requireUsable(plan, facts, signal.timeColumn);
  evidence.forecast = edits.forecast ? byHand : remarkOf(plan);
  return plan;
}

/** By all series together: many short ones make as many windows as a long one. */
function strideOf(
  { items, split }: ForecastFacts,
  plan: Pick<ForecastPlan, 'trainStrideSteps' | 'seasonSteps' | 'horizonSteps'>,
): number {
  let [train, judged] = [0, 0];
  for (const { length } of items) {
    const { validation, test } = timeBorders(length, split, plan);
    train += validation;
    judged += Math.max(test - validation, length - test);
  }
  return defaultStride(judged, Math.floor(train / plan.trainStrideSteps), plan);
}

function remarkOf({ seasonSteps, contextSteps }: ForecastPlan): Remark {
  return seasonSteps > 1
    ? {
        code: 'forecast.season',
        message: `The series repeats every ${seasonSteps} steps; the network sees ${contextSteps} steps and forecasts the next one.`,
        params: { season: seasonSteps, context: contextSteps },
      }
    : {
        code: 'forecast.noSeason',
        message: `The series shows no season; the network sees ${contextSteps} steps and forecasts the next one.`,
        params: { context: contextSteps },
      };
}

async function seasonOf(
  { material, signal: plan }: ForecastFacts,
  longest: Item,
  trainRows: number,
  sources: Sources,
): Promise<number> {
  const signal = await readSpan(
    sources,
    material.files[longest.file]!,
    { ...plan, forecast: null },
    beginningOf(longest, material, plan),
  );
  const column = plan.channels.indexOf(plan.targets[0]!);
  const width = plan.channels.length;
  const steps = Math.min(trainRows, SEASON_STEPS);
  const past = Float64Array.from({ length: steps }, (_, t) => signal.data[t * width + column]!);
  const stepSeconds = plan.rateHz === null ? null : 1 / plan.rateHz;
  return weeklySeason(past, findSeason(past, stepSeconds), stepSeconds);
}

/** Of a long table in the order of time, what is looked at and no more. */
function beginningOf(item: Item, { files }: Material, plan: ForecastFacts['signal']): Item {
  const { content } = files[item.file]!;
  if (content.kind !== 'table' || !isReadInParts(content, { ...plan, forecast: null })) return item;
  const isSorted = content.columns.find(({ name }) => name === plan.timeColumn)?.clock?.isSorted;
  const isWhole = plan.timeColumn !== null && isSorted !== true;
  return isWhole ? item : { ...item, end: Math.min(item.end, item.start + SEASON_STEPS) };
}

/** Rhythms that go round often enough in the training part to be learnt, and are longer than a step. */
function calendarOf({ columns, signal }: ForecastFacts, trainRows: number): CalendarRhythm[] {
  const { timeColumn, rateHz } = signal;
  const hasTimes = columns.some(({ name, type }) => name === timeColumn && type === 'time');
  if (!hasTimes || rateHz === null || calendarStepsPerYear(1 / rateHz) !== null) return [];
  const periodsS = { day: DAY_S, week: 7 * DAY_S, year: 365.2425 * DAY_S } as const;
  return (['day', 'week', 'year'] as const).filter((rhythm) => {
    const periodSteps = periodsS[rhythm] * rateHz;
    return periodSteps >= 4 && trainRows >= (rhythm === 'year' ? 3 : MANY_SEASONS) * periodSteps;
  });
}

function knownColumns({ columns }: ForecastFacts): string[] {
  return columns
    .filter(({ name, type }) => (type === 'boolean' || type === 'number') && isKnownName(name))
    .map(({ name }) => name);
}

function requireUsable(
  { known, calendar }: ForecastPlan,
  { columns }: ForecastFacts,
  timeColumn: string | null,
): void {
  for (const name of known) {
    const column = columns.find((one) => one.name === name);
    if (column === undefined)
      throw unknownColumn(
        name,
        columns.map((one) => one.name),
      );
    if (column.type === 'text' || column.type === 'time')
      throw failure('ARGUMENT_INVALID.notNumbers', { column: name });
  }
  const hasTimes = columns.some(({ name, type }) => name === timeColumn && type === 'time');
  if (calendar.length > 0 && !hasTimes) throw failure('ARGUMENT_INVALID.calendarTimes');
}
