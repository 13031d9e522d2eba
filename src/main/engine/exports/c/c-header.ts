import { gateCount, layoutOf } from '../../models/layout';
import type { RecurrentModel } from '../held';
import { quantise } from '../onnx/quantised';
import { version } from '../../system/version';
import { forecastCode } from './forecast-code';
import { bothWaysCode, cellCode, headCode, streamCode } from './network-code';

export const HEADER_FILE = 'unroll_model.h';

/** Static arrays by name, as they stand in the header. */
export interface HeaderArrays {
  /** Weights, each output's row by itself: [name, rows, columns, values]. */
  readonly matrices: readonly HeaderMatrix[];
  readonly vectors: readonly { readonly name: string; readonly values: Float32Array }[];
}

export interface HeaderMatrix {
  readonly name: string;
  /** Outputs. */
  readonly rows: number;
  /** Inputs. */
  readonly columns: number;
  /** [rows, columns] */
  readonly values: Float32Array;
}

/**
 * One C99 header without dependencies but math.h and string.h: weights in float, or in int8 with one scale an output when
 * UNROLL_INT8 is defined; all memory in a struct that the caller owns. Features go in unscaled.
 */
export function cHeader(model: RecurrentModel): string {
  const { spec, shape, scaling, outputs, featureNames } = model;
  const arrays = headerArrays(model);
  const { forecast } = scaling;
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
    `#define UNROLL_FEATURES ${shape.features} /* ${comment(featureNames.slice(0, 8).join(', '))}${featureNames.length > 8 ? ', ...' : ''} */`,
    `#define UNROLL_OUTPUTS ${shape.outputs}`,
    `#define UNROLL_UNITS ${spec.units}`,
    `#define UNROLL_LAYERS ${spec.layers}`,
    `#define UNROLL_GATES ${gateCount[spec.cell]}`,
    ...(spec.bidirectional
      ? ['#ifndef UNROLL_MAX_STEPS', '#define UNROLL_MAX_STEPS 512 /* the longest sequence */', '#endif']
      : []),
    `static const char *const unroll_output_names[UNROLL_OUTPUTS] = {${outputs.map((name) => JSON.stringify(ascii(name))).join(', ')}};`,
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
    cellCode(model),
    spec.bidirectional ? bothWaysCode(model) : streamCode(model),
    headCode(model),
    forecast === null ? '' : forecastCode(forecast, spec.bidirectional),
    '#endif',
    '',
  ].join('\n');
}

/** Of layer k and direction d: `unroll_kernel_k_d` [G · units, inputs] and so on, Keras' order of gates. */
export function headerArrays({ spec, shape, weights, scaling }: RecurrentModel): HeaderArrays {
  const layout = layoutOf(spec, shape);
  const columns = gateCount[spec.cell] * spec.units;
  const matrices: HeaderMatrix[] = [];
  const vectors: { name: string; values: Float32Array }[] = [
    { name: 'unroll_mean', values: scaling.mean },
    {
      name: 'unroll_deviation',
      values: scaling.deviation.map((deviation) => (deviation > 0 ? deviation : 1)),
    },
  ];
  layout.layers.forEach((directions, k) =>
    directions.forEach(({ kernel, recurrentKernel, bias }, d) => {
      const place = `${k}_${d}`;
      matrices.push(turned(`unroll_kernel_${place}`, weights[kernel]!.data, columns));
      matrices.push(turned(`unroll_recurrent_${place}`, weights[recurrentKernel]!.data, columns));
      const values = weights[bias]!.data;
      vectors.push({ name: `unroll_bias_${place}`, values: values.slice(0, columns) });
      if (values.length > columns)
        vectors.push({ name: `unroll_recurrent_bias_${place}`, values: values.slice(columns) });
    }),
  );
  matrices.push(turned('unroll_head', weights[layout.head.kernel]!.data, shape.outputs));
  vectors.push({ name: 'unroll_head_bias', values: weights[layout.head.bias]!.data });
  return { matrices, vectors };
}

/** [inputs, outputs] → [outputs, inputs] */
function turned(name: string, matrix: Float32Array, outputs: number): HeaderMatrix {
  const inputs = matrix.length / outputs;
  const values = new Float32Array(matrix.length);
  for (let row = 0; row < inputs; row++)
    for (let column = 0; column < outputs; column++)
      values[column * inputs + row] = matrix[row * outputs + column]!;
  return { name, rows: outputs, columns: inputs, values };
}

function vectorCode(name: string, values: Float32Array): string {
  return `static const float ${name}[${values.length}] = {${lines(Array.from(values, literal))}};`;
}

function int8Code({ name, rows, columns, values }: HeaderMatrix): string {
  // quantise() has one scale a column; here an output is a row.
  const across = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      across[column * rows + row] = values[row * columns + column]!;
  const { values: integers, scales } = quantise(across, columns, rows);
  const rowsFirst = Array.from(
    { length: values.length },
    (_, k) => integers[(k % columns) * rows + Math.floor(k / columns)]!,
  );
  return `static const int8_t ${name}[${values.length}] = {${lines(rowsFirst.map(String))}};\n${vectorCode(`${name}_scale`, scales)}`;
}

/** Nine digits tell float32 numbers apart. */
function literal(value: number): string {
  const text = String(Number(value.toPrecision(9)));
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

function lines(values: readonly string[]): string {
  const rows: string[] = [];
  for (let k = 0; k < values.length; k += 12) rows.push(values.slice(k, k + 12).join(', '));
  return rows.length > 1 ? `\n  ${rows.join(',\n  ')}\n` : (rows[0] ?? '');
}

function comment(text: string): string {
  return ascii(text).replaceAll('*/', '* /').replaceAll('/*', '/ *');
}

/** Anything but printable ASCII as its code, so that every compiler reads the file. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]|[?\\]/g, (letter) => `u${letter.codePointAt(0)!.toString(16)}`);
}
