import type { ExampleSignal } from '../../../../shared/domain/trace';
import { m } from '../../../i18n';
import { formatCount, formatDuration, formatNumber } from '../../../ui/format';
import { cellAt, rowAt } from '../../heat/heat-bitmap';
import type { HeatCells } from '../../heat/heat-bitmap';
import { heatRange } from '../../value-range';
import { heatTrack } from '../heat';
import { featureMarks } from '../marks';
import type { Track } from '../track';

/** The features as a picture, the first at the bottom, as a spectrogram is read. */
export function featuresTrack(signal: ExampleSignal): Track | null {
  const { features, featureNames: names, steps, stepSeconds } = signal;
  // The one feature of a lone raw channel is the signal itself.
  if (names.length <= 1) return null;
  const cells: HeatCells = { values: features, rows: names.length, layout: 'steps', first: 'bottom' };
  return {
    ...heatTrack({
      title: m.data_features_shape({ count: formatCount(names.length), steps: formatCount(steps) }),
      label: m.data_features_label({ file: signal.example.file }),
      height: 72,
      grow: 3,
      cells,
      range: heatRange(features),
      palette: 'magnitude',
      reduce: 'mean',
      rowName: (row) => names[row]!,
      marks: featureMarks(names),
    }),
    readout: (at, share) => {
      if (share === null) return undefined;
      const [step, row] = [Math.min(steps - 1, Math.floor(at)), rowAt(cells, share)];
      const moment =
        stepSeconds === null ? m.data_step({ step: formatCount(step) }) : formatDuration(step * stepSeconds);
      return `${moment} · ${names[row]} · ${formatNumber(cellAt(cells, step, row))}`;
    },
  };
}
