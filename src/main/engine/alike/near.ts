import type { CoreExports } from '../files/wasm-core';
import { WasmCore } from '../files/wasm-core';
import type { Coarse } from './state-block';

interface NearExports extends CoreExports {
  products(
    valuesAt: number,
    scaleAt: number,
    questionAt: number,
    rows: number,
    units: number,
    unit: number,
    intoAt: number,
  ): void;
}

/** What a row reads at a time. */
const SIDE = 16;
/** Sums are of 32 bits, values of 8. */
const MOST_SUM = 2 ** 31 - 1;
const MOST_VALUE = 127;
const MOST_QUESTION = 32_767;

let loaded: WasmCore<NearExports> | null = null;

/** A question in 16 bits. */
export interface ShortQuestion {
  readonly values: Int16Array;
  /** What one of `values` counts. */
  readonly unit: number;
  /** ‖question − unit · values‖₂ */
  readonly rest: number;
}

/** @param question [units] of length one */
export function shortQuestion(question: Float64Array): ShortQuestion {
  const most = question.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const limit = Math.min(MOST_QUESTION, Math.floor(MOST_SUM / MOST_VALUE / question.length));
  const unit = most === 0 ? 1 : most / limit;
  const values = new Int16Array(Math.ceil(question.length / SIDE) * SIDE);
  let squares = 0;
  question.forEach((value, k) => {
    values[k] = Math.round(value / unit);
    squares += (value - unit * values[k]!) ** 2;
  });
  return { values, unit, rest: Math.sqrt(squares) };
}

/**
 * Products of a block's rows with a question, into [rows]. Off by no more than the row's `rest` and the question's, and single precision.
 */
export function products({ values, scale }: Coarse, question: ShortQuestion, into: Float32Array): void {
  const rows = scale.length;
  loaded ??= new WasmCore<NearExports>('near');
  const mark = loaded.mark();
  try {
    const questionAt = loaded.put(Int32Array.from(new Int32Array(question.values.buffer)));
    const scaleAt = loaded.put(scale);
    const intoAt = loaded.take(4 * rows);
    const valuesAt = loaded.take(values.length + SIDE);
    new Int8Array(loaded.exports.memory.buffer).set(values, valuesAt);
    const units = values.length / rows;
    loaded.exports.products(valuesAt, scaleAt, questionAt, rows, units, question.unit, intoAt);
    into.set(loaded.view(Float32Array, intoAt, rows));
  } finally {
    loaded.release(mark);
  }
}
