import { gatesOf } from '../../kernels/kernel';
import { strideOf } from '../../models/network/layout';
import { version } from '../../version';
import type { RecurrentModel } from '../../models/network/recurrent-model';
import { headerArrays } from './arrays';
import { bothWaysCode, poolingCode, streamCode } from './body-code';
import { decideCode } from './decide-code';
import type { CDecision } from './decide-code';
import { forecastCode } from './forecast-code';
import { convolutionCode, frontCode } from './front-code';
import { headCode, runCode } from './head-code';
import { cellCode, dotCode, normCode } from './layer-code';
import { int8Code, vectorCode } from './numbers';
import { widthOf } from '../../models/cost/stream-state';
import { MAX_STEPS, stateCode } from './state';
import { asciiOf, commentOf } from './text';

export const HEADER_FILE = 'unroll_model.h';

/**
 * One C99 header without dependencies but math.h and string.h: weights in float, or in int8 with one scale an output when
 * UNROLL_INT8 is defined; all memory in a struct that the caller owns. Features go in unscaled.
 */
export function cHeader(model: RecurrentModel, events?: CDecision): string {
  const { spec, shape, scaling, outputs, featureNames } = model;
  const arrays = headerArrays(model);
  const { forecast } = scaling;
  const quantiles = forecast?.quantiles?.length ?? 0;
  const more = featureNames.length > 8 ? ', ...' : '';
  return [
    `/* Made by Unroll ${version}. See model-card.json for the features, and how they are computed. C99. */`,
    '#ifndef UNROLL_MODEL_H',
    '#define UNROLL_MODEL_H',
    '#include <math.h>',
    '#include <string.h>',
    '#ifdef UNROLL_INT8',
    '#include <stdint.h>',
    'typedef int8_t unroll_weight;',
    '#else',
    'typedef float unroll_weight;',
    '#endif',
    '',
    `#define UNROLL_FEATURES ${shape.features} /* ${commentOf(featureNames.slice(0, 8).join(', '))}${more} */`,
    `#define UNROLL_OUTPUTS ${outputs.length}`,
    ...(quantiles > 0 ? [`#define UNROLL_QUANTILES ${quantiles}`] : []),
    `#define UNROLL_ANSWER ${shape.outputs} /* numbers of one answer */`,
    `#define UNROLL_UNITS ${spec.units}`,
    `#define UNROLL_WIDTH ${widthOf(model)} /* of what the head sees */`,
    `#define UNROLL_LAYERS ${spec.layers}`,
    `#define UNROLL_GATES ${gatesOf(spec)}`,
    `#define UNROLL_STRIDE ${strideOf(spec)} /* rows to one step of the recurrence */`,
    ...(spec.pooling === 'none' ? ['#define UNROLL_EVERY_STEP 1'] : []),
    ...(spec.bidirectional
      ? [
          '#ifndef UNROLL_MAX_STEPS',
          `#define UNROLL_MAX_STEPS ${MAX_STEPS} /* the longest sequence, in steps of the recurrence */`,
          '#endif',
        ]
      : []),
    `static const char *const unroll_output_names[UNROLL_OUTPUTS] = {${outputs.map((name) => JSON.stringify(asciiOf(name))).join(', ')}};`,
    ...(scaling.thresholds === undefined
      ? []
      : [
          '/* A label is said from this probability on. */',
          `static const float unroll_thresholds[UNROLL_OUTPUTS] = {${scaling.thresholds.map((value) => `${value.toExponential(8)}f`).join(', ')}};`,
        ]),
    '',
    ...arrays.vectors.map(({ name, values }) => vectorCode(name, values)),
    '#ifdef UNROLL_INT8',
    ...arrays.matrices.map(int8Code),
    '#define UNROLL_SCALE(scales, k) ((scales)[k])',
    '#else',
    ...arrays.matrices.map(({ name, values }) => `${vectorCode(name, values)}`),
    '#define UNROLL_SCALE(scales, k) 1.0f',
    '#endif',
    '',
    dotCode,
    convolutionCode(model),
    cellCode(model),
    normCode(model),
    stateCode(model),
    frontCode(model),
    poolingCode(model),
    spec.bidirectional ? bothWaysCode(model) : streamCode(model),
    headCode(model),
    forecast === null ? '' : forecastCode(forecast),
    runCode(model),
    // A step of the recurrence may stand for several rows.
    ...(events === undefined
      ? []
      : [decideCode({ ...events, stepSeconds: events.stepSeconds * strideOf(spec) }, outputs)]),
    '#endif',
    '',
  ].join('\n');
}
