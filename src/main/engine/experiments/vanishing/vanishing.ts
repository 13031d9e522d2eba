import type { Remark } from '../../../../shared/domain/dataset';
import type { GradientSeries, VanishingResult } from '../../../../shared/domain/experiment-results';
import { recurrentModels } from '../../../../shared/domain/experiment-results';
import type { RecurrentNetworkSpec } from '../../../../shared/domain/model';
import { selectCompute } from '../../kernels/choose/select';
import { RandomStream } from '../../random/random-stream';
import type { Experiment } from '../experiment';
import { specOf } from '../models';
import type { Settings } from '../settings';
import type { Weights64 } from './cell64';
import { cell64, initialWeights } from './cell64';
import { gradientFindings } from './findings';
import { gradientFlow, norm, unroll } from './gradient-flow';
import { kernelGradientNorms } from './kernel-check';

const INPUTS = 4;
/** Inputs of this size leave tanh and the gates room to answer. */
const INPUT_DEVIATION = 0.5;
/** What the lab clips to unless told otherwise. */
const CLIP_NORM = 1;
/** float32 has seven digits, and loses some of them on the way. */
const CHECKED_STEPS = 20;

interface Problem {
  /** [steps][inputs], normal. */
  readonly inputs: Float64Array[];
  /** v of L = v · h_T, of length 1. */
  readonly readout: Float64Array;
}

function problemOf(steps: number, units: number, seed: number): Problem {
  const random = new RandomStream(seed, 'noise');
  const draw = (n: number, deviation: number): Float64Array =>
    Float64Array.from({ length: n }, () => deviation * random.normal());
  const inputs = Array.from({ length: steps }, () => draw(INPUTS, INPUT_DEVIATION));
  const direction = draw(units, 1);
  const length = norm(direction);
  return { inputs, readout: direction.map((value) => value / length) };
}

interface Model {
  readonly spec: RecurrentNetworkSpec;
  readonly weights: Weights64;
}

/** The lab's own initial weights; a plain RNN's recurrent kernel, which is orthogonal or the identity, times the radius. */
function modelOf(name: GradientSeries['model'], settings: Settings): Model {
  const spec = specOf(
    name,
    settings.number('units'),
    settings.number('steps'),
    settings.number('forgetBias'),
  );
  const radius = spec.cell === 'rnn' ? settings.number('spectralRadius') : 1;
  return { spec, weights: initialWeights(spec, INPUTS, settings.number('seed'), radius) };
}

const finite = (log10: number): number | null => (Number.isFinite(log10) ? log10 : null);

function seriesOf(name: GradientSeries['model'], settings: Settings, problem: Problem): GradientSeries {
  const { spec, weights } = modelOf(name, settings);
  const cell = cell64(spec, weights);
  const flow = gradientFlow(cell, spec, unroll(cell, problem.inputs), problem.readout);
  const clipped = Math.min(flow.log10WeightGradientNorm, Math.log10(CLIP_NORM));
  // Clipping multiplies the whole gradient by one number.
  const shift = settings.flag('clipping') ? clipped - flow.log10WeightGradientNorm : 0;
  return {
    model: name,
    log10GradientNorms: flow.log10GradientNorms.map((value) => finite(value + shift)),
    log10JacobianProducts: flow.log10JacobianProducts.map(finite),
    log10WeightGradientNorm: flow.log10WeightGradientNorm,
    log10UpdateNorm: flow.log10WeightGradientNorm + shift,
  };
}

/** The worst relative difference between the kernel that trains on this machine and the float64 numbers. */
async function checkKernel(settings: Settings): Promise<NonNullable<VanishingResult['kernelCheck']>> {
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const steps = Math.min(CHECKED_STEPS, settings.number('steps'));
  const { inputs, readout } = problemOf(steps, settings.number('units'), settings.number('seed'));
  const worst: number[] = [];
  for (const name of recurrentModels) {
    const { spec, weights } = modelOf(name, settings);
    const cell = cell64(spec, weights);
    const exact = gradientFlow(cell, spec, unroll(cell, inputs), readout).log10GradientNorms;
    const found = await kernelGradientNorms(kernel, spec, weights, inputs, readout);
    worst.push(
      ...exact.map((log10, t) => (log10 === -Infinity ? found[t]! : Math.abs(found[t]! / 10 ** log10 - 1))),
    );
  }
  return { kernel: kernel.name, steps, worstRelativeDifference: Math.max(...worst) };
}

/**
 * How the gradient fares on its way back through T steps (Hochreiter 1991; Bengio et al. 1994; Pascanu et al. 2013), at
 * the lab's initial weights and for noise as the input.
 */
export const vanishing: Experiment = async ({ settings }, progress) => {
  const steps = settings.number('steps');
  const problem = problemOf(steps, settings.number('units'), settings.number('seed'));
  const series: GradientSeries[] = [];
  const resultSoFar = (kernelCheck: VanishingResult['kernelCheck']): VanishingResult => ({
    experiment: 'vanishing',
    steps,
    clipNorm: CLIP_NORM,
    series: [...series],
    kernelCheck,
  });
  const total = recurrentModels.length + 1;
  for (const name of recurrentModels) {
    series.push(seriesOf(name, settings, problem));
    progress.report(resultSoFar(null), [], series.length, total);
  }
  const result = resultSoFar(await checkKernel(settings));
  const findings: Remark[] = gradientFindings(result, settings.flag('clipping'));
  return { result, findings };
};
