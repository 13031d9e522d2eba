import type { ThresholdCurve } from './curves';

export interface PsdsChoices {
  /** Weight of the mean rate of cross-triggers beside that of false alarms: α_CT. */
  readonly crossTriggerWeight: number;
  /** Weight of the deviation between labels: α_ST. */
  readonly spreadWeight: number;
  /** Effective false alarms an hour up to which the area is taken. */
  readonly mostAnHour: number;
}

/** Share found at an effective rate of false alarms an hour, both rising. */
interface Roc {
  readonly rates: readonly number[];
  readonly found: readonly number[];
}

export interface Psds {
  readonly value: number;
  /** [labels] of each by itself; NaN where nothing is to be found. */
  readonly perLabel: readonly number[];
}

/**
 * Polyphonic sound detection score: area under what is found on average over the labels, less its spread, against effective
 * false alarms an hour; over all thresholds.
 *
 * Source: Bilen et al. 2020, equations 5–9; over exact curves as Ebbers et al. 2022 (`sed_scores_eval`).
 *
 * @param curves of each label by intersection
 * @param truthSeconds [labels]
 */
export function psds(
  curves: readonly ThresholdCurve[],
  truthSeconds: readonly number[],
  seconds: number,
  choices: PsdsChoices,
): Psds {
  const rocs = curves.map((curve, label) => rocOf(curve, label, truthSeconds, seconds, choices));
  const rates = [...new Set(rocs.flatMap((roc) => roc.rates))].sort((a, b) => a - b);
  const each = rocs.map((roc) => stairs(roc, rates));
  const effective = rates.map((_, k) => {
    const own = each.map((found) => found[k]!);
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
    const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
    return Math.max(0, mean - choices.spreadWeight * Math.sqrt(variance));
  });
  return {
    value: area({ rates, found: effective }, choices.mostAnHour),
    perLabel: rocs.map((roc, k) => (curves[k]!.truth === 0 ? NaN : area(roc, choices.mostAnHour))),
  };
}

function rocOf(
  { found, falseAlarms, crossTriggers, truth }: ThresholdCurve,
  label: number,
  truthSeconds: readonly number[],
  seconds: number,
  { crossTriggerWeight, mostAnHour }: PsdsChoices,
): Roc {
  const others = truthSeconds.flatMap((own, other) => (other === label ? [] : [{ other, own }]));
  const crossRate = (k: number): number =>
    others.length === 0 || crossTriggerWeight === 0
      ? 0
      : others.reduce(
          (sum, { other, own }) => sum + (crossTriggers[k]?.[other] ?? 0) / Math.max(own, 1e-12),
          0,
        ) / others.length;
  const points = found.map((count, k) => ({
    share: count / Math.max(1, truth),
    rate: 3600 * (falseAlarms[k]! / seconds + crossTriggerWeight * crossRate(k)),
  }));
  points.sort((a, b) => a.rate - b.rate || a.share - b.share);
  const rates: number[] = [];
  const best: number[] = [];
  let most = 0;
  for (const { rate, share } of points) {
    if (rate > mostAnHour) break;
    most = Math.max(most, share);
    if (rates[rates.length - 1] === rate) best[best.length - 1] = most;
    else {
      rates.push(rate);
      best.push(most);
    }
  }
  return { rates, found: best };
}

/** What is found at each of some rates, rising. */
function stairs({ rates, found }: Roc, at: readonly number[]): number[] {
  let k = -1;
  return at.map((rate) => {
    while (k + 1 < rates.length && rates[k + 1]! <= rate) k++;
    return k < 0 ? 0 : found[k]!;
  });
}

function area({ rates, found }: Roc, most: number): number {
  return rates.reduce((sum, rate, k) => sum + found[k]! * ((rates[k + 1] ?? most) - rate), 0) / most;
}
