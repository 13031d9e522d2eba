import type { Activation } from '../../../../shared/domain/model';
import type { RecurrentSpec } from '../kernel';
import type { Groups } from './recorder';
import type { Shader } from './shader';

/**
 * One time step of all examples that still run: the product with the recurrent kernel and the cell in one shader. A
 * workgroup has 16 × 4 lanes for 16 units of 8 examples, two examples a lane, all gates of a unit in the same lane.
 * The loop over units goes through workgroup memory, DEPTH terms at a time.
 */
const UNITS = 16;
const ROWS = 8;
const DEPTH = 32;

type StepParams =
  | 'units'
  | 'count'
  | 'row'
  | 'state'
  | 'previous'
  /** Rows that have a later step, and where that begins. */
  | 'laterCount'
  | 'laterRow';
const params: readonly StepParams[] = [
  ...(['units', 'count', 'row', 'state', 'previous', 'laterCount', 'laterRow'] as const),
];

export const stepGroups = (count: number, units: number): Groups => [
  Math.ceil(units / UNITS),
  Math.ceil(count / ROWS),
];

/** Neither overflows, and both hand a NaN on. Near 0, 1 − e⁻²ˣ would lose digits: the series is exact to 10⁻⁹ there. */
const functions = `
fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(1.0, e, x < 0.0) / (1.0 + e);
}
fn squash(x: f32) -> f32 {
  let e = exp(-2.0 * abs(x));
  let y = (1.0 - e) / (1.0 + e);
  let s = x * x;
  let series = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * (62.0 / 2835.0)))));
  return select(select(y, -y, x < 0.0), series, s < 0.04);
}
`;

const activations: Readonly<Record<Activation, string>> = {
  tanh: 'squash(x)',
  relu: 'select(x, 0.0, x < 0.0)',
  sigmoid: 'sigmoid(x)',
  linear: 'x',
};
/** φ′ where φ = y. */
const slopes: Readonly<Record<Activation, string>> = {
  tanh: '1.0 - y * y',
  relu: 'select(0.0, 1.0, y > 0.0)',
  sigmoid: 'y * (1.0 - y)',
  linear: '1.0',
};

interface Product {
  /** Sums of each lane and example. */
  readonly sums: number;
  /** The terms. */
  readonly depth: string;
  /** Rows that have a product; 0 for the others. */
  readonly rows: string;
  /** Factor of an example, by `row` and `term`. */
  readonly left: string;
  /** Factor of a unit, by `sum`, `unit` and `term`. */
  readonly right: string;
  /** Whether neighbouring terms are neighbours in memory, not neighbouring units. */
  readonly isTermFirst: boolean;
}

/** Written out for each sum: numbers that are picked by a variable would not stay in registers. */
const accumulate = (sum: number): string => `
      let weight${sum} = rights[place + ${sum * UNITS * DEPTH}u];
      upper[${sum}] += above * weight${sum};
      lower[${sum}] += below * weight${sum};`;

/** `cell` is run for each `row` and `unit` with its `sums`. */
function code({ sums, depth, rows, left, right, isTermFirst }: Product, cell: string): string {
  const place = isTermFirst
    ? `let term = k0 + i % ${DEPTH}u; let along = i / ${DEPTH}u;`
    : `let term = k0 + i / ${UNITS}u; let along = i % ${UNITS}u;`;
  return `${functions}
var<workgroup> lefts: array<f32, ${ROWS * DEPTH}>;
var<workgroup> rights: array<f32, ${sums * UNITS * DEPTH}>;

fn cell(row: u32, unit: u32, sums: array<f32, ${sums}>) {
  ${cell}
}

@compute @workgroup_size(${UNITS}, 4)
fn main(
  @builtin(workgroup_id) tile: vec3<u32>,
  @builtin(local_invocation_id) lane: vec3<u32>,
  @builtin(local_invocation_index) first: u32,
) {
  let row0 = tile.y * ${ROWS}u;
  let unit0 = tile.x * ${UNITS}u;
  let rows = ${rows};
  let depth = select(0u, ${depth}, row0 < rows);
  var upper = array<f32, ${sums}>();
  var lower = array<f32, ${sums}>();
  for (var k0 = 0u; k0 < depth; k0 += ${DEPTH}u) {
    for (var i = first; i < ${ROWS * DEPTH}u; i += 64u) {
      let row = row0 + i / ${DEPTH}u;
      let term = k0 + i % ${DEPTH}u;
      var value = 0.0;
      if (row < rows && term < depth) { value = ${left}; }
      lefts[i] = value;
    }
    for (var sum = 0u; sum < ${sums}u; sum += 1u) {
      for (var i = first; i < ${UNITS * DEPTH}u; i += 64u) {
        ${place}
        let unit = unit0 + along;
        var value = 0.0;
        if (unit < p.units && term < depth) { value = ${right}; }
        rights[(sum * ${DEPTH}u + term - k0) * ${UNITS}u + along] = value;
      }
    }
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k += 1u) {
      let above = lefts[lane.y * ${DEPTH}u + k];
      let below = lefts[(lane.y + 4u) * ${DEPTH}u + k];
      let place = k * ${UNITS}u + lane.x;
${Array.from({ length: sums }, (_, sum) => accumulate(sum)).join('\n')}
    }
    workgroupBarrier();
  }
  let unit = unit0 + lane.x;
  if (unit < p.units) {
    if (row0 + lane.y < p.count) { cell(row0 + lane.y, unit, upper); }
    if (row0 + lane.y + 4u < p.count) { cell(row0 + lane.y + 4u, unit, lower); }
  }
}`;
}

/**
 * Buffers of a step. `gates` [rows, slots · units] hold the projected inputs and then the activated gates, `states` and
 * `cells` [batch + rows, units] begin with the initial ones.
 */
type ForwardBuffer = 'gates' | 'weights' | 'bias' | 'states' | 'cells';
export type ForwardShader = Shader<ForwardBuffer, StepParams>;

/** `changes` [rows, slots · units]: ∂L/∂(what each activation was given); `carry` [2, batch, units]: of h and of c. */
type BackwardBuffer = 'gates' | 'weights' | 'states' | 'cells' | 'hidden' | 'changes' | 'carry';
export type BackwardShader = Shader<BackwardBuffer, StepParams | 'batch'>;

const forwardBuffers = {
  gates: 'write',
  weights: 'read',
  bias: 'read',
  states: 'write',
  cells: 'write',
} as const;
const backwardBuffers = {
  gates: 'read',
  weights: 'read',
  states: 'read',
  cells: 'read',
  hidden: 'write',
  changes: 'write',
  carry: 'write',
} as const;

const slotCounts = { rnn: 1, lstm: 4, gru: 4 } as const;
/** Values kept of each unit and step; a GRU also keeps Uh + b₁ of its candidate, or r ⊙ h. */
export const slotsOf = ({ cell }: RecurrentSpec): number => slotCounts[cell];

const gateAt = (slots: number): string => `
  let at = (p.row + row) * ${slots}u * p.units + unit;
  let n = p.units;
  let now = (p.state + row) * n + unit;
  let before = (p.previous + row) * n + unit;`;

const previousState = 'states[(p.previous + row) * p.units + term]';
const weight = (gates: number, first = 0): string =>
  `weights[term * ${gates}u * p.units + (${first}u + sum) * p.units + unit]`;

/** Runs one after the other at each step; the shaders of a GRU with `resetAfter` false need r of all units before g. */
export function forwardShaders(spec: RecurrentSpec): readonly ForwardShader[] {
  const make = (name: string, product: Partial<Product> & { sums: number; right: string }, cell: string) => ({
    ...{ name: `forward ${name}`, buffers: forwardBuffers, params },
    code: code(
      { depth: 'p.units', rows: 'p.count', left: previousState, isTermFirst: false, ...product },
      gateAt(slotsOf(spec)) + cell,
    ),
  });
  if (spec.cell === 'rnn')
    return [
      make(
        `rnn ${spec.activation}`,
        { sums: 1, right: weight(1) },
        `let x = gates[at] + sums[0];
  states[now] = ${activations[spec.activation]};`,
      ),
    ];
  if (spec.cell === 'lstm')
    return [
      make(
        'lstm',
        { sums: 4, right: weight(4) },
        `let i = sigmoid(gates[at] + sums[0]);
  let f = sigmoid(gates[at + n] + sums[1]);
  let g = squash(gates[at + 2u * n] + sums[2]);
  let o = sigmoid(gates[at + 3u * n] + sums[3]);
  let c = f * cells[before] + i * g;
  gates[at] = i;
  gates[at + n] = f;
  gates[at + 2u * n] = g;
  gates[at + 3u * n] = o;
  cells[now] = c;
  states[now] = o * squash(c);`,
      ),
    ];
  if (spec.resetAfter)
    return [
      make(
        'gru after',
        { sums: 3, right: weight(3) },
        `let z = sigmoid(gates[at] + sums[0] + bias[3u * n + unit]);
  let r = sigmoid(gates[at + n] + sums[1] + bias[4u * n + unit]);
  let past = sums[2] + bias[5u * n + unit];
  let g = squash(gates[at + 2u * n] + r * past);
  gates[at] = z;
  gates[at + n] = r;
  gates[at + 2u * n] = g;
  gates[at + 3u * n] = past;
  states[now] = z * states[before] + (1.0 - z) * g;`,
      ),
    ];
  return [
    make(
      'gru before, gates',
      { sums: 2, right: weight(3) },
      `let r = sigmoid(gates[at + n] + sums[1]);
  gates[at] = sigmoid(gates[at] + sums[0]);
  gates[at + n] = r;
  gates[at + 3u * n] = r * states[before];`,
    ),
    make(
      'gru before, candidate',
      {
        sums: 1,
        right: weight(3, 2),
        left: 'gates[(p.row + row) * 4u * p.units + 3u * p.units + term]',
      },
      `let g = squash(gates[at + 2u * n] + sums[0]);
  let z = gates[at];
  gates[at + 2u * n] = g;
  states[now] = z * states[before] + (1.0 - z) * g;`,
    ),
  ];
}

/** Gates whose changes go back through the recurrent kernel from the next step, and their place in `changes`. */
function throughLater(spec: RecurrentSpec): Product {
  const gates = { rnn: 1, lstm: 4, gru: 3 }[spec.cell];
  const slots = slotsOf(spec);
  const isAfter = spec.cell === 'gru' && spec.resetAfter;
  const column = isAfter ? 'select(term, term + p.units, term >= 2u * p.units)' : 'term';
  const passed = spec.cell === 'gru' && !spec.resetAfter ? 2 : gates;
  return {
    ...{ sums: 1, rows: 'p.laterCount', depth: `${passed}u * p.units`, isTermFirst: true },
    left: `changes[(p.laterRow + row) * ${slots}u * p.units + ${column}]`,
    right: `weights[unit * ${gates}u * p.units + term]`,
  };
}

const upstream = `
  let h = row * n + unit;
  let dh = hidden[(p.row + row) * n + unit] + carry[h] + sums[0];
  hidden[(p.row + row) * n + unit] = dh;`;

/** As {@link forwardShaders}, from the last step to the first. */
export function backwardShaders(spec: RecurrentSpec): readonly BackwardShader[] {
  const make = (name: string, product: Product, cell: string): BackwardShader => ({
    ...{ name: `backward ${name}`, buffers: backwardBuffers, params: [...params, 'batch'] },
    code: code(product, gateAt(slotsOf(spec)) + cell),
  });
  const later = throughLater(spec);
  if (spec.cell === 'rnn')
    return [
      make(
        `rnn ${spec.activation}`,
        later,
        `${upstream}
  carry[h] = 0.0;
  let y = states[now];
  changes[at] = dh * (${slopes[spec.activation]});`,
      ),
    ];
  if (spec.cell === 'lstm')
    return [
      make(
        'lstm',
        later,
        `${upstream}
  carry[h] = 0.0;
  let i = gates[at];
  let f = gates[at + n];
  let g = gates[at + 2u * n];
  let o = gates[at + 3u * n];
  let y = squash(cells[now]);
  let c = p.batch * n + h;
  let dc = carry[c] + dh * o * (1.0 - y * y);
  changes[at] = dc * g * i * (1.0 - i);
  changes[at + n] = dc * cells[before] * f * (1.0 - f);
  changes[at + 2u * n] = dc * i * (1.0 - g * g);
  changes[at + 3u * n] = dh * y * o * (1.0 - o);
  carry[c] = dc * f;`,
      ),
    ];
  const updated = `${upstream}
  let z = gates[at];
  let r = gates[at + n];
  let g = gates[at + 2u * n];
  let dg = dh * (1.0 - z) * (1.0 - g * g);
  changes[at] = dh * (states[before] - g) * z * (1.0 - z);
  changes[at + 2u * n] = dg;
  carry[h] = dh * z;`;
  if (spec.resetAfter)
    return [
      make(
        'gru after',
        later,
        `${updated}
  changes[at + n] = dg * gates[at + 3u * n] * r * (1.0 - r);
  changes[at + 3u * n] = dg * r;`,
      ),
    ];
  return [
    make('gru before, candidate', later, updated),
    make(
      'gru before, gates',
      {
        ...{ sums: 1, rows: 'p.count', depth: 'p.units', isTermFirst: true },
        left: 'changes[(p.row + row) * 4u * p.units + 2u * p.units + term]',
        right: 'weights[unit * 3u * p.units + 2u * p.units + term]',
      },
      `let r = gates[at + n];
  let h = row * n + unit;
  changes[at + n] = sums[0] * states[before] * r * (1.0 - r);
  carry[h] += sums[0] * r;`,
    ),
  ];
}

/** What the first step hands back to the initial hidden state; the shader's `count` is the batch. */
export function initialShader(spec: RecurrentSpec): BackwardShader {
  return {
    ...{
      name: `initial ${spec.cell} ${spec.resetAfter}`,
      buffers: backwardBuffers,
      params: [...params, 'batch'],
    },
    code: code(throughLater(spec), 'carry[row * p.units + unit] += sums[0];'),
  };
}
