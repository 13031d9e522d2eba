import type { Remark } from '../../../../shared/domain/dataset';
import type { GradientSeries, VanishingResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

const VANISHED = 20;
const EXPLODED = 2;
const KEPT = 2;

/** The size at each step relative to the last one's, as powers of ten; −∞ where nothing arrives. */
function relative({ log10GradientNorms }: GradientSeries): number[] {
  const last = log10GradientNorms.at(-1) ?? 0;
  return log10GradientNorms.map((value) => (value ?? -Infinity) - last);
}

/** Powers of ten by which the gradient at t = 1 is smaller than the one at t = T. */
function powersLost(series: GradientSeries): number {
  return -relative(series)[0]!;
}

const text = (powers: number): string => {
  const size = Math.abs(powers);
  return Number.isFinite(size) ? size.toFixed(size < 10 ? 1 : 0) : '∞';
};

function change(series: GradientSeries): Remark {
  const { model } = series;
  const lost = powersLost(series);
  const powers = text(lost);
  if (lost === Infinity) return finding('vanishing.dead', { model });
  if (lost >= VANISHED) return finding('vanishing.vanished', { model, powers });
  if (lost <= -EXPLODED)
    return finding('vanishing.exploded', {
      model,
      powers,
    });
  if (relative(series).every((value) => Math.abs(value) <= KEPT))
    return finding('vanishing.kept', {
      model,
    });
  return lost >= 0
    ? finding('vanishing.shrank', {
        model,
        powers,
      })
    : finding('vanishing.grew', {
        model,
        powers,
      });
}

function comparison(lstm: GradientSeries, sigmoid: GradientSeries): Remark {
  const params = { lstm: text(powersLost(lstm)), sigmoid: text(powersLost(sigmoid)) };
  return powersLost(lstm) <= powersLost(sigmoid) / 2
    ? finding('vanishing.lstmSlower', params)
    : finding('vanishing.lstmNotSlower', params);
}

function effectOfClipping(relu: GradientSeries, sigmoid: GradientSeries, norm: number): Remark {
  const powers = text(powersLost(sigmoid));
  const before = relu.log10WeightGradientNorm.toFixed(1);
  return relu.log10UpdateNorm < relu.log10WeightGradientNorm
    ? finding('vanishing.clipped', { norm, powers, before })
    : finding('vanishing.notClipped', { norm, powers });
}

/** What these numbers show, model by model, and the comparisons that the experiment is about. */
export function gradientFindings({ series, clipNorm }: VanishingResult, clipping: boolean): Remark[] {
  const of = (model: GradientSeries['model']): GradientSeries => series.find((one) => one.model === model)!;
  const told = ['rnn-sigmoid', 'rnn-relu', 'lstm', 'lstm-chrono', 'gru'] as const;
  return [
    ...told.map((model) => change(of(model))),
    comparison(of('lstm'), of('rnn-sigmoid')),
    ...(clipping ? [effectOfClipping(of('rnn-relu'), of('rnn-sigmoid'), clipNorm)] : []),
  ];
}
