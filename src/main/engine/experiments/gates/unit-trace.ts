import type { UnitTrace } from '../../../../shared/domain/experiment-results';
import type { GateTrace } from '../../kernels/kernel';

/** One unit of [steps, units] gates and states. */
export function unitTrace(trace: GateTrace, units: number, unit: number): UnitTrace {
  const row = (values: Float32Array | undefined): number[] =>
    Array.from({ length: (values?.length ?? 0) / units }, (_, t) => values![t * units + unit]!);
  const { i, f, o, g, c, h } = trace;
  return { i: row(i), f: row(f), o: row(o), g: row(g), c: row(c), h: row(h) };
}
