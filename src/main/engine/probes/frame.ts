import type { LayerUse, Probe, ProbeFrame, ProbeLayer, WeightUse } from '../../../shared/domain/probes';
import type { LayerTrace, TraceTensorName } from '../../../shared/domain/trace';
import { isRecurrentCell, traceTensorNames } from '../../../shared/domain/trace';
import type { Network } from '../models/network/network';
import { spectralRadius } from '../models/network/spectral-radius';
import type { NetworkTrace } from '../models/trace/network-trace';

/** A frame is as wide as a small heat map, and as high. */
const MOST_COLUMNS = 128;
const MOST_UNITS = 48;
/** A gate counts as open above this, and as shut below 1 minus it. */
const OPEN = 0.95;
/** A unit whose state stays within so much in every probe does not move. */
const STILL = 0.01;
/** Radii of larger recurrences would take too long. */
const MOST_RADIUS_UNITS = 64;
/** Between 0 and 1. */
const gates: readonly TraceTensorName[] = ['i', 'f', 'o', 'z', 'r'];

export const columnsOf = (steps: number): Pick<Probe, 'stepsPerColumn'> & { readonly columns: number } => {
  const stepsPerColumn = Math.ceil(steps / MOST_COLUMNS);
  return { stepsPerColumn, columns: Math.ceil(steps / stepsPerColumn) };
};

/** What frames hold of a network's layers. */
export function layersOfTrace({ layers }: NetworkTrace): ProbeLayer[] {
  return layers.map(({ layer, direction, cell, units, tensors }) => {
    const count = Math.min(units, MOST_UNITS);
    return {
      ...{ layer, direction, cell, units },
      shown: Array.from({ length: count }, (_, k) => Math.floor((k * units) / count)),
      tensors: traceTensorNames.filter((name) => tensors[name] !== undefined),
    };
  });
}

/** The rows and columns of a trace that a frame keeps: values as they are, every so many steps, the last step always. */
export function frameOf(
  trace: NetworkTrace,
  layers: readonly ProbeLayer[],
  answers: Float32Array,
  { steps, stepsPerColumn }: Probe,
): Omit<ProbeFrame, 'step'> {
  const columns = Math.ceil(steps / stepsPerColumn);
  const outputs = answers.length / steps;
  /** The last step that a column stands for. */
  const stepOf = (column: number): number => Math.min(steps, (column + 1) * stepsPerColumn) - 1;
  return {
    layers: trace.layers.map(({ units, tensors, gradientNorm, stride }, k) => {
      const { shown, tensors: names } = layers[k]!;
      const rowOf = (column: number): number =>
        Math.min(gradientNorm.length - 1, Math.floor(stepOf(column) / stride));
      const kept = names.map((name) => {
        const all = tensors[name as TraceTensorName]!;
        const own = new Float32Array(columns * shown.length);
        for (let column = 0; column < columns; column++)
          shown.forEach((unit, place) => {
            own[column * shown.length + place] = all[rowOf(column) * units + unit]!;
          });
        return [name, own] as const;
      });
      return {
        tensors: Object.fromEntries(kept) as ProbeFrame['layers'][number]['tensors'],
        gradientNorm: Float32Array.from({ length: columns }, (_, column) => gradientNorm[rowOf(column)]!),
      };
    }),
    answers: Float32Array.from(
      { length: columns * outputs },
      (_, k) => answers[stepOf(Math.floor(k / outputs)) * outputs + (k % outputs)]!,
    ),
  };
}

/** What every layer did over all probes. @param traces [probes] */
export function usesOf(network: Network, traces: readonly NetworkTrace[]): LayerUse[] {
  return traces[0]!.layers.map((first, k) => {
    const own = traces.map(({ layers }) => layers[k]!);
    return {
      gates: gates.filter((gate) => first.tensors[gate] !== undefined).map((gate) => gateUse(own, gate)),
      still: stillUnits(own),
      radius: radiusOf(network, first),
    };
  });
}

function gateUse(layers: readonly LayerTrace[], gate: TraceTensorName): LayerUse['gates'][number] {
  let [open, shut, sum, count] = [0, 0, 0, 0];
  for (const { tensors } of layers)
    for (const value of tensors[gate]!) {
      if (value > OPEN) open++;
      else if (value < 1 - OPEN) shut++;
      sum += value;
      count++;
    }
  return { gate, open: open / count, shut: shut / count, mean: sum / count };
}

function stillUnits(layers: readonly LayerTrace[]): number {
  const { units } = layers[0]!;
  const least = new Float32Array(units).fill(Infinity);
  const greatest = new Float32Array(units).fill(-Infinity);
  for (const { tensors } of layers)
    tensors.h.forEach((value, k) => {
      const unit = k % units;
      least[unit] = Math.min(least[unit]!, value);
      greatest[unit] = Math.max(greatest[unit]!, value);
    });
  return least.reduce((still, low, unit) => still + Number(greatest[unit]! - low < STILL), 0);
}

/** Of the block of the recurrent kernel that makes the candidate: the only one of a plain RNN, the third of LSTM and GRU. */
function radiusOf(
  { spec, layout, parameters }: Network,
  { layer, direction, cell, units }: LayerTrace,
): number | null {
  if (spec.family !== 'recurrent' || !isRecurrentCell(cell) || units > MOST_RADIUS_UNITS) return null;
  const own = layout.layers[layer]?.find(({ reverse }) => reverse === (direction === 'backward'));
  const slot = own && layout.slots[own.recurrentKernel];
  if (slot === undefined) return null;
  const width = slot.size / units;
  const from = cell === 'rnn' ? 0 : width - (cell === 'gru' ? units : 2 * units);
  const matrix = Float32Array.from(
    { length: units * units },
    (_, k) => parameters[slot.offset + Math.floor(k / units) * width + from + (k % units)]!,
  );
  return spectralRadius(matrix, units);
}

/** @param before the parameters before the last optimiser step; null before the first */
export function weightUses({ layout, parameters }: Network, before: Float32Array | null): WeightUse[] {
  return layout.slots.map(({ name, offset, size }) => {
    let [norm, update] = [0, 0];
    for (let k = offset; k < offset + size; k++) {
      norm += parameters[k]! ** 2;
      if (before !== null) update += (parameters[k]! - before[k]!) ** 2;
    }
    return { name, norm: Math.sqrt(norm), update: before === null ? null : Math.sqrt(update) };
  });
}
