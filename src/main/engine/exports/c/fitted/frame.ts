import { hopSteps } from '../../../../../shared/decisions/hops';
import { decideCode } from '../decide-code';
import type { CDecision } from '../decide-code';
import type { LeavingModel } from '../../onnx/fitted/fitted-graph';
import { asciiOf, commentOf } from '../text';
import { version } from '../../../version';

/** Steps that the header has memory for where the model knows no longer sequence. */
const LEAST_MAX_STEPS = 512;

export const maxStepsOf = ({ facts }: Pick<LeavingModel, 'facts'>): number =>
  Math.max(facts.steps, LEAST_MAX_STEPS);

export interface FittedCode {
  readonly arrays: readonly string[];
  /** Fields of `unroll_state` beside the series. */
  readonly fields: readonly string[];
  /** Statements and functions before `unroll_run`. */
  readonly functions: string;
  /** Statements of `unroll_run` from `state->series` [channels][long] to `answer`. */
  readonly body: string;
  /** Whether what is behind the longest sequence of the training part is left out. */
  readonly cuts: boolean;
}

const list = (values: Iterable<number>): string =>
  [...values].map((value) => value.toPrecision(17)).join(', ');

export const intsCode = (type: string, name: string, values: ArrayLike<number>): string =>
  `static const ${type} ${name}[${Math.max(1, values.length)}] = {${linesOf(Array.from(values, String))}};`;

function linesOf(values: readonly string[]): string {
  const rows: string[] = [];
  for (let k = 0; k < values.length; k += 16) rows.push(values.slice(k, k + 16).join(', '));
  return rows.length === 0 ? '0' : rows.join(',\n  ');
}

/** One C99 header of a model without a network, in the manner of `cHeader`. */
export function framed(
  model: Pick<LeavingModel, 'description' | 'standard' | 'facts'>,
  { arrays, fields, functions, body, cuts }: FittedCode,
  events?: CDecision,
): string {
  const { description, standard, facts } = model;
  const hop = hopSteps(facts.steps);
  const { featureNames, outputs, spec } = description;
  const { columns, mean, deviation } = standard;
  const more = featureNames.length > 8 ? ', ...' : '';
  const names = outputs.map((name) => JSON.stringify(asciiOf(name))).join(', ');
  return [
    `/* Made by Unroll ${version} of a ${spec.family} model. See model-card.json for the features, and how they are computed. C99. */`,
    '#ifndef UNROLL_MODEL_H',
    '#define UNROLL_MODEL_H',
    '#include <math.h>',
    '#include <stdint.h>',
    '#include <string.h>',
    '',
    `#define UNROLL_FEATURES ${featureNames.length} /* ${commentOf(featureNames.slice(0, 8).join(', '))}${more} */`,
    `#define UNROLL_OUTPUTS ${outputs.length}`,
    `#define UNROLL_ANSWER ${outputs.length} /* numbers of one answer */`,
    `#define UNROLL_CHANNELS ${columns.length} /* features that are channels of their own */`,
    `#define UNROLL_STEPS ${facts.steps} /* shorter sequences are filled up to so many */`,
    '#ifndef UNROLL_MAX_STEPS',
    `#define UNROLL_MAX_STEPS ${maxStepsOf(model)} /* the longest sequence */`,
    '#endif',
    '#if UNROLL_MAX_STEPS < UNROLL_STEPS',
    '#error UNROLL_MAX_STEPS must not be less than UNROLL_STEPS.',
    '#endif',
    `static const char *const unroll_output_names[UNROLL_OUTPUTS] = {${names}};`,
    '',
    intsCode('int32_t', 'unroll_column', columns),
    `static const double unroll_mean[UNROLL_CHANNELS] = {${list(mean)}};`,
    `static const double unroll_deviation[UNROLL_CHANNELS] = {${list(deviation)}};`,
    ...arrays,
    '',
    '/* All memory of one sequence. */',
    'typedef struct {',
    '  float series[UNROLL_CHANNELS][UNROLL_MAX_STEPS];',
    ...fields.map((field) => `  ${field};`),
    '} unroll_state;',
    '',
    functions,
    '/* A whole sequence x [steps, features], unscaled; probabilities [UNROLL_ANSWER] in the end. Returns 0, or -1 when it is empty or longer than UNROLL_MAX_STEPS. */',
    'static inline int unroll_run(unroll_state *state, const float *x, int steps, float *answer)',
    '{',
    '  if (steps < 1 || steps > UNROLL_MAX_STEPS) return -1;',
    cuts
      ? '  const int long_ = UNROLL_STEPS;'
      : '  const int long_ = steps > UNROLL_STEPS ? steps : UNROLL_STEPS;',
    '  const int own = steps < long_ ? steps : long_;',
    '  for (int c = 0; c < UNROLL_CHANNELS; c++) {',
    '    for (int t = 0; t < own; t++)',
    '      state->series[c][t] = (float)(((double)x[t * UNROLL_FEATURES + unroll_column[c]] - unroll_mean[c]) / unroll_deviation[c]);',
    '    for (int t = own; t < long_; t++) state->series[c][t] = 0.0f;',
    '  }',
    body,
    '  return 0;',
    '}',
    ...(events === undefined
      ? []
      : [
          '',
          `#define UNROLL_HOP ${hop} /* steps from one answer to the next: unroll_run over the last UNROLL_STEPS, then unroll_decide */`,
          decideCode({ ...events, stepSeconds: events.stepSeconds * hop }, outputs),
        ]),
    '#endif',
    '',
  ].join('\n');
}
