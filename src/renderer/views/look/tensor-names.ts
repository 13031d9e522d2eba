import { m } from '../../i18n';
import { isRecurrentCell, traceTensorNames } from '../../../shared/domain/trace';
import type { LayerTrace, TraceTensorName } from '../../../shared/domain/trace';

const titles: Record<TraceTensorName, () => string> = {
  h: () => m.look_tensor_h(),
  c: () => m.look_tensor_c(),
  i: () => m.look_tensor_i(),
  f: () => m.look_tensor_f(),
  o: () => m.look_tensor_o(),
  g: () => m.look_tensor_g(),
  z: () => m.look_tensor_z(),
  r: () => m.look_tensor_r(),
};

export function tensorTitle(name: TraceTensorName): string {
  return titles[name]();
}

/** The tensors that a layer's trace has, hidden state first. */
export function tensorsOf(layer: LayerTrace): TraceTensorName[] {
  return traceTensorNames.filter((name) => layer.tensors[name] !== undefined);
}

export function layerTitle(layer: LayerTrace, layers: number, both: boolean): string {
  if (!isRecurrentCell(layer.cell)) return m.look_block({ number: layer.layer + 1 });
  const parts: string[] = [layer.cell.toUpperCase()];
  if (layers > 1) parts.push(String(layer.layer + 1));
  if (both) parts.push(layer.direction === 'forward' ? m.look_forward() : m.look_backward());
  return parts.join(' ');
}
