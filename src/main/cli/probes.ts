import type { ProbeFrame, ProbeHistory, ProbeMoment } from '../../shared/domain/probes';
import { heading, remarkWords } from './language';
import { fields, significant, table } from './output';

/** Moments that a terminal shows. */
const MOST_ROWS = 16;

/** A dash where no step was looked at. */
function greatestUpdate(weights: ProbeMoment['weights']): string {
  const ratios = weights.flatMap(({ norm, update }) =>
    update === null || norm === 0 ? [] : [update / norm],
  );
  return ratios.length === 0 ? '–' : significant(Math.max(...ratios));
}

/** How a network learnt, by a few examples, for people. */
export function probesText({ probes, layers, moments, costShare, health }: ProbeHistory): string {
  const step = Math.max(1, Math.ceil(moments.length / MOST_ROWS));
  const shown = moments.filter((_, k) => k % step === 0 || k === moments.length - 1);
  const rows = shown.map(({ step: at, epoch, losses, layers: uses, weights }) => [
    String(at),
    significant(epoch),
    losses.map((loss) => significant(loss)).join(' '),
    uses.map(({ still }, k) => `${still}/${layers[k]!.units}`).join(' '),
    uses
      .map(({ gates }) => gates.map(({ gate, mean }) => `${gate} ${significant(mean)}`).join(' '))
      .join(' | '),
    greatestUpdate(weights),
  ]);
  return [
    fields([
      [
        heading('examples'),
        probes.map(({ example, label }) => `${example}${label === null ? '' : ` (${label})`}`).join(', '),
      ],
      [
        heading('health'),
        health.length === 0
          ? heading('nothingWrong')
          : health.map(({ remark }) => remarkWords(remark)).join(' '),
      ],
      [heading('lookingCost'), `${significant(100 * costShare)} %`],
    ]),
    table(
      [
        heading('step'),
        heading('epoch'),
        heading('loss'),
        heading('stillUnits'),
        heading('gateMeans'),
        heading('greatestUpdate'),
      ],
      rows,
    ),
  ].join('\n\n');
}

/** One probe at one moment, for people: its layers, and how far back its gradient reaches. */
export function frameText(
  { step, layers, answers }: ProbeFrame,
  { layers: names, outputs }: ProbeHistory,
): string {
  const rows = layers.map(({ tensors, gradientNorm }, k) => [
    `${names[k]!.layer + 1}${names[k]!.direction === 'backward' ? ' b' : ''}`,
    Object.keys(tensors).join(' '),
    `${significant(gradientNorm[0] ?? Number.NaN)} … ${significant(gradientNorm[gradientNorm.length - 1] ?? Number.NaN)}`,
  ]);
  const last = [...answers.subarray(Math.max(0, answers.length - outputs.length))];
  return [
    fields([
      [heading('step'), String(step)],
      [
        heading('answer'),
        last.length === 0 ? null : last.map((value, k) => `${outputs[k]} ${significant(value)}`).join('  '),
      ],
    ]),
    table([heading('layer'), heading('tensors'), heading('gradientNorm')], rows),
  ].join('\n\n');
}
