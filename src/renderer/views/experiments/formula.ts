import type { UnrolledResult } from '../../../shared/domain/experiment-results';
import { subscript } from '../../../shared/figures/unrolled';

/** One line of a cell's formula: what it is called, how it is made, and the same with its numbers. */
export interface FormulaLine {
  readonly name: string;
  readonly symbols: string;
  readonly numbers: string;
  readonly value: number;
}

const gatesOf = { rnn: ['a'], lstm: ['i', 'f', 'g', 'o'], gru: ['z', 'r', 'g'] } as const;
/** A line shows so many products of each sum; the rest stands as one number. */
const SHOWN_TERMS = 3;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const activations = {
  tanh: Math.tanh,
  relu: (x: number) => Math.max(0, x),
  sigmoid,
  linear: (x: number) => x,
};
const phi = { tanh: 'tanh', relu: 'relu', sigmoid: 'σ', linear: '' } as const;

/** −0.31, with a real minus sign and in two or three digits. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${value < 0 ? '−' : ''}${size.toFixed(digits)}`;
}

const inBrackets = (value: number): string => (value < 0 ? `(${shortNumber(value)})` : shortNumber(value));

interface Sum {
  readonly value: number;
  readonly text: string;
}

/** Σ weight · value, the first terms written out. */
function products(weights: readonly number[], values: readonly number[]): Sum {
  const terms = weights.map((weight, k) => weight * values[k]!);
  const shown = terms
    .slice(0, SHOWN_TERMS)
    .map((_, k) => `${inBrackets(weights[k]!)}·${inBrackets(values[k]!)}`);
  const rest = terms.slice(SHOWN_TERMS).reduce((sum, term) => sum + term, 0);
  const value = terms.reduce((sum, term) => sum + term, 0);
  return {
    value,
    text: [...shown, ...(terms.length > SHOWN_TERMS ? [`… ${inBrackets(rest)}`] : [])].join(' + '),
  };
}

/**
 * The formula of one unit at one step with its numbers in place, recomputed from weights, input and the state before.
 *
 * @param t counts from 0
 */
export function formulaOf(result: UnrolledResult, t: number, unit: number): FormulaLine[] {
  const { cell, units, features, inputs, tensors, weights, activation } = result;
  const names = gatesOf[cell];
  const width = names.length * units;
  const x = inputs.slice(t * features.length, (t + 1) * features.length);
  const stateBefore = (name: 'h' | 'c'): number[] =>
    t === 0 ? new Array<number>(units).fill(0) : (tensors[name] ?? []).slice((t - 1) * units, t * units);
  const before = stateBefore('h');
  const j = subscript(unit + 1);
  const column = (block: readonly number[], rows: number, gate: number): number[] =>
    Array.from({ length: rows }, (_, k) => block[k * width + gate * units + unit]!);

  /** W x + U past + b of one gate. */
  const sum = (gate: number, past: readonly number[]): Sum => {
    const fromInput = products(column(weights.kernel, features.length, gate), x);
    const fromState = products(column(weights.recurrentKernel, units, gate), past);
    const bias = weights.bias[gate * units + unit]!;
    return {
      value: fromInput.value + fromState.value + bias,
      text: `${fromInput.text} + ${fromState.text} + ${inBrackets(bias)}`,
    };
  };
  const line = (name: string, symbols: string, numbers: string, value: number): FormulaLine => ({
    name: `${name}${j}`,
    symbols,
    numbers,
    value,
  });
  const gateLine = (
    name: string,
    gate: number,
    squash: 'σ' | 'tanh',
    past: readonly number[],
    state: string,
  ) => {
    const { value, text } = sum(gate, past);
    const squashed = squash === 'σ' ? sigmoid(value) : Math.tanh(value);
    return line(name, `${squash}(W x + U ${state} + b)`, `${squash}(${text})`, squashed);
  };

  if (cell === 'rnn') {
    const { value, text } = sum(0, before);
    const name = phi[activation];
    return [line('h', `${name}(W x + U h + b)`, `${name}(${text})`, activations[activation](value))];
  }
  if (cell === 'lstm') {
    const [i, f, g, o] = [
      gateLine('i', 0, 'σ', before, 'h'),
      gateLine('f', 1, 'σ', before, 'h'),
      gateLine('g', 2, 'tanh', before, 'h'),
      gateLine('o', 3, 'σ', before, 'h'),
    ];
    const kept = stateBefore('c')[unit]!;
    const c = f.value * kept + i.value * g.value;
    const show = inBrackets;
    return [
      i,
      f,
      g,
      o,
      line('c', 'f·c + i·g', `${show(f.value)}·${show(kept)} + ${show(i.value)}·${show(g.value)}`, c),
      line('h', 'o·tanh(c)', `${show(o.value)}·tanh(${shortNumber(c)})`, o.value * Math.tanh(c)),
    ];
  }
  const z = gateLine('z', 0, 'σ', before, 'h');
  const r = gateLine('r', 1, 'σ', before, 'h');
  const resets = (tensors.r ?? []).slice(t * units, (t + 1) * units);
  const g = gateLine(
    'g',
    2,
    'tanh',
    before.map((value, k) => resets[k]! * value),
    '(r ⊙ h)',
  );
  const h = z.value * before[unit]! + (1 - z.value) * g.value;
  const numbers = `${inBrackets(z.value)}·${inBrackets(before[unit]!)} + (1 − ${shortNumber(z.value)})·${inBrackets(g.value)}`;
  return [z, r, g, line('h', 'z·h + (1 − z)·g', numbers, h)];
}
