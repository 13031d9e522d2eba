import type { ForecastPlan, PlanEdits, SplitPlan } from '../../../shared/domain/dataset';
import type { Evidence } from './choices';
import { byHand } from './choices';
import type { ContentReader } from './content-reader';
import type { Item } from './items';
import type { Material } from './material';
import type { SignalPlan } from './read-span';
import { readSpan } from './read-span';
import { findSeason } from './season';
import { defaultContext, timeBorders } from './windows';

/** A season that shows, shows in this many steps. */
const SEASON_STEPS = 20_000;

/** Horizon, context and season; the season is looked for in the training part of the longest series alone. */
export async function chooseForecast(
  material: Material,
  items: readonly Item[],
  signalPlan: SignalPlan,
  targets: readonly string[],
  split: SplitPlan,
  edits: PlanEdits,
  reader: ContentReader,
  evidence: Evidence,
): Promise<ForecastPlan> {
  if (edits.forecast) {
    evidence.forecast = byHand;
    return edits.forecast;
  }
  const longest = items.reduce((best, item) => (item.length > best.length ? item : best));
  const signal = await readSpan(reader, material.files[longest.file]!, signalPlan, longest);
  const roughly = timeBorders(longest.length, split, { seasonSteps: 1, horizonSteps: 1 }).validation;
  const column = signalPlan.channels.indexOf(targets[0]!);
  const width = signalPlan.channels.length;
  const steps = Math.min(roughly, SEASON_STEPS);
  const past = Float64Array.from({ length: steps }, (_, t) => signal.data[t * width + column]!);
  const seasonSteps = findSeason(past, signalPlan.rateHz === null ? null : 1 / signalPlan.rateHz);
  const contextSteps = defaultContext(roughly, seasonSteps);
  evidence.forecast =
    seasonSteps > 1
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
  return { horizonSteps: 1, contextSteps, seasonSteps };
}
