import type { Groups } from './recorder';
import type { Shader } from './shader';

const LANES = 64;
/** WebGPU's own limit for workgroups in one dimension. */
const MOST_GROUPS = 65535;

/**
 * out[row, column] = source[index[row] + shift, column], or 0 where the index is negative. `…Stride` are widths of rows,
 * `…Column` is where the columns begin in them.
 */
export const gather: Shader<
  'source' | 'index' | 'out',
  'rows' | 'width' | 'indexAt' | 'shift' | 'sourceStride' | 'sourceColumn' | 'outRow'
> = {
  name: 'gather',
  buffers: { source: 'read', index: 'indices', out: 'write' },
  params: ['rows', 'width', 'indexAt', 'shift', 'sourceStride', 'sourceColumn', 'outRow'],
  code: `
@compute @workgroup_size(${LANES})
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let at = id.x + id.y * groups.x * ${LANES}u;
  if (at >= p.rows * p.width) { return; }
  let row = at / p.width;
  let column = at % p.width;
  let place = index[p.indexAt + row];
  var value = 0.0;
  if (place >= 0) {
    value = source[(u32(place) + p.shift) * p.sourceStride + p.sourceColumn + column];
  }
  out[(p.outRow + row) * p.width + column] = value;
}`,
};

export function gatherGroups(rows: number, width: number): Groups {
  const groups = Math.ceil((rows * width) / LANES);
  const y = Math.ceil(groups / MOST_GROUPS);
  return [Math.ceil(groups / y), y];
}
