import type { ExampleSignal } from '../../../../shared/domain/trace';
import { m } from '../../../i18n';
import { formatCount, formatDuration, formatNumber } from '../../../ui/format';
import { cellAt, rowAt } from '../../heat/heat-bitmap';
import type { HeatCells } from '../../heat/heat-bitmap';
import { heatRange } from '../../value-range';
import { heatTrack } from '../heat';
import { featureMarks } from '../marks';
import type { Track } from '../track';

/** Each feature from its least value to its greatest as 0 … 1. @param values [steps, rows] @returns the same shape */
function rowsByThemselves(values: Float32Array, rows: number): Float32Array {
  const own = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    let [least, greatest] = [Infinity, -Infinity];
    for (let at = row; at < values.length; at += rows) {
      least = Math.min(least, values[at]!);
      greatest = Math.max(greatest, values[at]!);
    }
    const span = greatest - least;
    for (let at = row; at < values.length; at += rows) own[at] = span > 0 ? (values[at]! - least) / span : 0;
  }
  return own;
}

/** The features as a picture, the first at the bottom, as a spectrogram is read. */
export function featuresTrack(signal: ExampleSignal): Track | null {
  const { features, featureNames: names, stepsPerColumn, steps, stepSeconds } = signal;
  // The one feature of a lone raw channel is the signal itself.
  if (names.length <= 1) return null;
  const cells: HeatCells = {
    values: features,
    rows: names.length,
    layout: 'steps',
    first: 'bottom',
    perStep: stepsPerColumn,
  };
  // Channels as they are have units of their own: no one scale shows them all.
  const isRaw = signal.channels.every((name) => names.includes(name));
  const { colours, ...picture } = heatTrack({
    title: m.data_features_shape({ count: formatCount(names.length), steps: formatCount(steps) }),
    label: m.data_features_label({ file: signal.example.file }),
    height: 72,
    grow: 3,
    cells: isRaw ? { ...cells, values: rowsByThemselves(features, names.length) } : cells,
    range: isRaw ? { least: 0, greatest: 1 } : heatRange(features),
    ...(isRaw && { note: m.data_features_own_scales() }),
    palette: 'magnitude',
    reduce: 'mean',
    rowName: (row) => names[row]!,
    marks: featureMarks(names),
  });
  return {
    ...picture,
    ...(!isRaw && colours && { colours }),
    readout: (at, share) => {
      if (share === null) return undefined;
      const [step, row] = [Math.min(steps - 1, Math.floor(at)), rowAt(cells, share)];
      const moment =
        stepSeconds === null ? m.data_step({ step: formatCount(step) }) : formatDuration(step * stepSeconds);
      return `${moment} · ${names[row]} · ${formatNumber(cellAt(cells, Math.floor(step / stepsPerColumn), row))}`;
    },
  };
}
