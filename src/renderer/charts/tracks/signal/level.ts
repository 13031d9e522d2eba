import type { ExampleSignal } from '../../../../shared/domain/trace';
import { m } from '../../../i18n';
import { formatNumber } from '../../../ui/format';
import { lineTrack } from '../lines';
import type { Track } from '../track';

/** Quieter than this nothing is heard; silence has no level at all. */
const LEAST_DB = -60;
const HEADROOM_DB = 2;

/**
 * How loud each step is: its greatest magnitude in decibels below full scale, so that clipping and silence are seen.
 * @returns [steps], each at least −60
 */
export function peakLevels({ columns, envelope, steps }: ExampleSignal): Float32Array {
  return Float32Array.from({ length: steps }, (_, step) => {
    const from = Math.floor((step * columns) / steps);
    const to = Math.max(from + 1, Math.floor(((step + 1) * columns) / steps));
    let peak = 0;
    for (let at = 2 * from; at < 2 * to; at += 1) peak = Math.max(peak, Math.abs(envelope[at]!));
    return Math.max(LEAST_DB, 20 * Math.log10(peak));
  });
}

/** The level of a sound over time. */
export function levelTrack(
  signal: ExampleSignal,
  { hasSound }: { readonly hasSound: boolean },
): Track | null {
  if (!hasSound) return null;
  const levels = peakLevels(signal);
  return {
    ...lineTrack({
      title: m.data_level(),
      note: 'dB',
      height: 40,
      grow: 0.5,
      series: [{ name: m.data_level(), values: levels }],
      range: { least: LEAST_DB - HEADROOM_DB, greatest: HEADROOM_DB },
    }),
    marks: [0, LEAST_DB].map((level) => ({
      at: (HEADROOM_DB - level) / (2 * HEADROOM_DB - LEAST_DB),
      text: String(level).replace('-', '−'),
    })),
    readout: (at) => `${formatNumber(levels[Math.floor(at)])} dB`,
  };
}
