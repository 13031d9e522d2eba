import { quantise } from '../onnx/quantised';
import type { HeaderMatrix } from './arrays';

/** Nine digits tell float32 numbers apart. */
function literal(value: number): string {
  const text = String(Number(value.toPrecision(9)));
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
}

export function vectorCode(name: string, values: Float32Array): string {
  return `static const float ${name}[${values.length}] = {${lines(Array.from(values, literal))}};`;
}

/** Integers, and a scale for each output. */
export function int8Code({ name, rows, columns, values }: HeaderMatrix): string {
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

function lines(values: readonly string[]): string {
  const rows: string[] = [];
  for (let k = 0; k < values.length; k += 12) rows.push(values.slice(k, k + 12).join(', '));
  return rows.length > 1 ? `\n  ${rows.join(',\n  ')}\n` : (rows[0] ?? '');
}

/** Rows of a table that differ between int8 and float weights. */
export function choiceOfWeights(rows: readonly { readonly float: string; readonly int8: string }[]): string {
  return `#ifdef UNROLL_INT8
${rows.map(({ int8 }) => int8).join('\n')}
#else
${rows.map(({ float }) => float).join('\n')}
#endif`;
}
