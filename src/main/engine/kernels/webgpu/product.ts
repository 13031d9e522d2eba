import type { Groups } from './recorder';
import type { Shader } from './shader';

/** A workgroup computes TILE × TILE numbers, each of its 8 × 8 lanes 4 × 4 of them, DEPTH terms at a time. */
const TILE = 32;
const DEPTH = 16;

type ProductParams =
  | 'rows'
  | 'columns'
  | 'depth'
  | 'chunk'
  | 'leftStride'
  | 'leftColumn'
  | 'rightStride'
  | 'rightColumn'
  | 'outStride'
  | 'onesRow';
const params: readonly ProductParams[] = [
  ...([
    'rows',
    'columns',
    'depth',
    'chunk',
    'leftStride',
    'leftColumn',
    'rightStride',
    'rightColumn',
  ] as const),
  ...(['outStride', 'onesRow'] as const),
];

/** An element of a factor, and the order of its tile in which neighbouring lanes read neighbouring numbers. */
interface Factor {
  readonly element: string;
  readonly isDepthFirst: boolean;
}

function code(left: Factor, right: Factor, initial: string, plane: string): string {
  const places = ({ isDepthFirst }: Factor): string =>
    isDepthFirst
      ? `let along = i / ${DEPTH}u; let k = i % ${DEPTH}u;`
      : `let along = i % ${TILE}u; let k = i / ${TILE}u;`;
  return `
var<workgroup> lefts: array<f32, ${TILE * DEPTH}>;
var<workgroup> rights: array<f32, ${TILE * DEPTH}>;

@compute @workgroup_size(8, 8)
fn main(
  @builtin(workgroup_id) tile: vec3<u32>,
  @builtin(local_invocation_id) lane: vec3<u32>,
  @builtin(local_invocation_index) first: u32,
) {
  let row0 = tile.y * ${TILE}u;
  let column0 = tile.x * ${TILE}u;
  let begin = tile.z * p.chunk;
  let end = min(p.depth, begin + p.chunk);
  var sums = array<vec4<f32>, 4>();
  for (var k0 = begin; k0 < end; k0 += ${DEPTH}u) {
    for (var i = first; i < ${TILE * DEPTH}u; i += 64u) {
      {
        ${places(left)}
        let row = row0 + along;
        let term = k0 + k;
        var value = 0.0;
        if (row < p.rows && term < end) { value = ${left.element}; }
        lefts[k * ${TILE}u + along] = value;
      }
      {
        ${places(right)}
        let column = column0 + along;
        let term = k0 + k;
        var value = 0.0;
        if (column < p.columns && term < end) { value = ${right.element}; }
        rights[k * ${TILE}u + along] = value;
      }
    }
    workgroupBarrier();
    for (var k = 0u; k < ${DEPTH}u; k += 1u) {
      let l = k * ${TILE}u + lane.y * 4u;
      let r = k * ${TILE}u + lane.x * 4u;
      let b = vec4<f32>(rights[r], rights[r + 1u], rights[r + 2u], rights[r + 3u]);
      sums[0] += lefts[l] * b;
      sums[1] += lefts[l + 1u] * b;
      sums[2] += lefts[l + 2u] * b;
      sums[3] += lefts[l + 3u] * b;
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i += 1u) {
    let row = row0 + lane.y * 4u + i;
    for (var j = 0u; j < 4u; j += 1u) {
      let column = column0 + lane.x * 4u + j;
      if (row < p.rows && column < p.columns) {
        out[${plane}row * p.outStride + column] = sums[i][j] + ${initial};
      }
    }
  }
}`;
}

const rowMajor: Factor = { element: 'left[row * p.leftStride + p.leftColumn + term]', isDepthFirst: true };

/** out = left · right + bias, the bias a row. */
export const projection: Shader<'left' | 'right' | 'bias' | 'out', ProductParams> = {
  name: 'projection',
  buffers: { left: 'read', right: 'read', bias: 'read', out: 'write' },
  params,
  code: code(
    rowMajor,
    { element: 'right[term * p.rightStride + p.rightColumn + column]', isDepthFirst: false },
    'bias[column]',
    '',
  ),
};

/** out = left · rightᵀ */
export const backProjection: Shader<'left' | 'right' | 'out', ProductParams> = {
  name: 'backProjection',
  buffers: { left: 'read', right: 'read', out: 'write' },
  params,
  code: code(
    rowMajor,
    { element: 'right[column * p.rightStride + p.rightColumn + term]', isDepthFirst: true },
    '0.0',
    '',
  ),
};

/**
 * leftᵀ · right, the gradient of a weight matrix, where row `onesRow` of leftᵀ is all ones: the gradient of a bias. The
 * sum over all steps is made in pieces of `chunk` terms, [pieces, rows, columns], so that the whole GPU has work.
 */
export const weightGradient: Shader<'left' | 'right' | 'out', ProductParams> = {
  name: 'weightGradient',
  buffers: { left: 'read', right: 'read', out: 'write' },
  params,
  code: code(
    {
      element:
        'select(left[term * p.leftStride + p.leftColumn + min(row, p.onesRow - 1u)], 1.0, row == p.onesRow)',
      isDepthFirst: false,
    },
    { element: 'right[term * p.rightStride + p.rightColumn + column]', isDepthFirst: false },
    '0.0',
    'tile.z * p.rows * p.columns + ',
  ),
};

export const productGroups = (rows: number, columns: number, pieces = 1): Groups => [
  Math.ceil(columns / TILE),
  Math.ceil(rows / TILE),
  pieces,
];

/** Workgroups that keep a large GPU busy. */
const ENOUGH_GROUPS = 256;
const LEAST_CHUNK = 128;

/** Terms of each piece of a {@link weightGradient}, and how many pieces. */
export function piecesOf(rows: number, columns: number, depth: number): { chunk: number; pieces: number } {
  const [x, y] = productGroups(rows, columns);
  const wanted = Math.min(Math.ceil(ENOUGH_GROUPS / (x * y!)), Math.ceil(depth / LEAST_CHUNK));
  const chunk = Math.ceil(depth / Math.max(1, wanted) / DEPTH) * DEPTH;
  return { chunk, pieces: Math.ceil(depth / chunk) };
}

type SumParams = 'pieces' | 'size' | 'columns' | 'outStride' | 'outColumn' | 'onesRow' | 'biasAt';
const sumParams: readonly SumParams[] = [
  ...(['pieces', 'size', 'columns', 'outStride', 'outColumn', 'onesRow', 'biasAt'] as const),
];

const sumCode = (store: string): string => `
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = id.x + id.y * groups.x * 64u;
  if (at >= p.size) { return; }
  var sum = 0.0;
  for (var piece = 0u; piece < p.pieces; piece += 1u) { sum += parts[piece * p.size + at]; }
  let row = at / p.columns;
  let column = at % p.columns;
  ${store}
}`;

const storeWeight = 'out[row * p.outStride + p.outColumn + column] = sum;';

/** Adds up the pieces of a {@link weightGradient}, in their order. */
export const sumWeights: Shader<'parts' | 'out', SumParams> = {
  name: 'sumWeights',
  buffers: { parts: 'read', out: 'write' },
  params: sumParams,
  code: sumCode(storeWeight),
};

/** {@link sumWeights} whose row `onesRow` is the gradient of the bias from `biasAt` on. */
export const sumWeightsAndBias: Shader<'parts' | 'out' | 'bias', SumParams> = {
  name: 'sumWeightsAndBias',
  buffers: { parts: 'read', out: 'write', bias: 'write' },
  params: sumParams,
  code: sumCode(`if (row == p.onesRow) { bias[p.biasAt + column] = sum; } else { ${storeWeight} }`),
};
