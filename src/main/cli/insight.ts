import { addsUp } from '../../shared/domain/insight';
import type { FixedPoint, LayerMemory, Memory, Saliency, StateSpace } from '../../shared/domain/insight';
import { fields, significant, table } from './output';
import { heading } from './language';

/** `12 steps`, and with a clock `12 steps (0.24 s)`. */
function time(steps: number, stepSeconds: number | null): string {
  if (!Number.isFinite(steps)) return steps > 0 ? '∞' : '–';
  const text = `${significant(steps)} steps`;
  return stepSeconds === null ? text : `${text} (${significant(steps * stepSeconds)} s)`;
}

/** Of a curve of what is left: the first lag at which it is below 1/e for good. */
function forgotten({ lags, left }: Memory['states']): number | null {
  let last = -1;
  left.forEach((value, k) => {
    if (value > 1 / Math.E) last = k;
  });
  return lags[last + 1] ?? null;
}

const MOST_ROWS = 12;

/** Sums of the greatest weight first: `name +0.31`. */
function leading(names: readonly string[], values: Float32Array): string {
  const width = names.length;
  const sums = names.map((name, k) => {
    let sum = 0;
    for (let at = k; at < values.length; at += width) sum += values[at]!;
    return { name, sum };
  });
  return sums
    .sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum))
    .slice(0, MOST_ROWS)
    .map(({ name, sum }) => `${name} ${sum < 0 ? '−' : '+'}${significant(Math.abs(sum))}`)
    .join('  ');
}

/** Where an answer comes from, for people. */
export function saliencyText(found: Saliency): string {
  const { value, baselineValue, gap, points, occlusion, agreement, features, steps } = found;
  const peak = occlusion.changes.reduce(
    (best, change, k) => (Math.abs(change) > Math.abs(occlusion.changes[best]!) ? k : best),
    0,
  );
  const [from, to] = [peak * occlusion.width, Math.min(steps, (peak + 1) * occlusion.width)];
  return fields([
    [
      heading('explains'),
      `${found.output}${found.at === null ? '' : `, step ${found.at}`} (${found.measure})`,
    ],
    [heading('withTheExample'), significant(value)],
    [heading('withTheMeanAlone'), significant(baselineValue)],
    [heading('integrated'), addsUp(found) ? leading(features, found.integrated) : heading('doNotAddUp')],
    [heading('misses'), `${significant(gap)} of ${significant(value - baselineValue)}, ${points} answers`],
    [heading('hidingCountsMost'), `steps ${from}–${to}: ${significant(occlusion.changes[peak]!)}`],
    [heading('hidingAgrees'), agreement === null ? null : `r = ${significant(agreement)}`],
  ]);
}

/** The unit whose number stands in the middle, and the extremes. */
function spread(values: Float32Array, stepSeconds: number | null): string {
  const known = [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (known.length === 0) return '–';
  const at = (share: number): number => known[Math.round(share * (known.length - 1))]!;
  return `${time(at(0.5), stepSeconds)}, ${significant(at(0))}–${significant(at(1))}`;
}

function layerRows({ layers, stepSeconds }: Memory): (readonly [string, string])[] {
  return layers.flatMap((layer: LayerMemory) => {
    const name = `layer ${layer.layer + 1}${layer.direction === 'backward' ? ' b' : ''}`;
    const late = layer.measured.filter(Number.isNaN).length;
    const compared = layer.compared === 0 ? '' : `; ${layer.agreeing} of ${layer.compared} within 2 ×`;
    return [
      ...(layer.gates === null ? [] : [[`${name} by gates`, spread(layer.gates.mean, stepSeconds)] as const]),
      [
        `${name} measured`,
        `${spread(layer.measured, stepSeconds)}${late > 0 ? `; ${late} units longer than ${time(layer.horizon, stepSeconds)}` : ''}${compared}`,
      ] as const,
    ];
  });
}

/** How long a network holds what it read, for people. */
export function memoryText(found: Memory): string {
  const { states, answer, need, stepSeconds } = found;
  const curve = (one: Memory['states']): string => {
    const lag = forgotten(one);
    return lag === null ? `longer than ${time(one.lags.at(-1) ?? 0, stepSeconds)}` : time(lag, stepSeconds);
  };
  return fields([
    ...layerRows(found),
    [heading('statesHoldAStep'), curve(states)],
    [heading('theAnswerOwesTo'), curve(answer)],
    [heading('theTaskAsksFor'), need === null || need.lag === null ? null : time(need.lag, stepSeconds)],
  ]);
}

const kindOf = ({ kind, unstable }: FixedPoint): string =>
  kind === 'slow' ? 'slow' : unstable === 0 ? 'stable' : `saddle, ${unstable} out`;

/** Steps in which what is off a point falls or grows e-fold in its slowest direction. */
function slowest({ eigenvalues: { real, imaginary } }: FixedPoint): number {
  return real.reduce((most, value, k) => {
    const modulus = Math.hypot(value, imaginary[k]!);
    return modulus > 0 && modulus !== 1 ? Math.max(most, 1 / Math.abs(Math.log(modulus))) : most;
  }, 0);
}

/** Fixed points, for people. */
export function stateSpaceText(found: StateSpace): string {
  const { points, starts, outside, explained, stepSeconds } = found;
  const rows = points
    .slice(0, MOST_ROWS)
    .map((point) => [
      kindOf(point),
      point.starts,
      point.speed.toExponential(1),
      significant(Math.hypot(point.eigenvalues.real[0]!, point.eigenvalues.imaginary[0]!)),
      time(slowest(point), stepSeconds),
      [...point.place].map(significant).join(', '),
    ]);
  const more = points.length > MOST_ROWS ? [`… ${points.length - MOST_ROWS} more with --json`] : [];
  return [
    fields([
      [
        heading('recurrence'),
        `layer ${found.layer + 1} ${found.direction}, ${found.units} units, ${found.cell}`,
      ],
      [heading('starts'), `${starts}, ${outside} ran far out`],
      [heading('planeHolds'), explained.map((share) => `${(100 * share).toFixed(0)}%`).join(' + ')],
    ]),
    '',
    table([heading('point'), heading('starts'), 'q', '|λ|', heading('slowest'), heading('place')], rows),
    ...more,
  ].join('\n');
}
