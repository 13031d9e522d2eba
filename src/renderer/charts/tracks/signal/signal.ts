import type { ExampleSignal } from '../../../../shared/domain/trace';
import { m } from '../../../i18n';
import { formatCount, formatDuration, formatNumber, formatRate } from '../../../ui/format';
import { extremesOf, symmetricRange } from '../../value-range';
import type { ValueRange } from '../../value-range';
import { signalMarks } from '../marks';
import type { Track } from '../track';
import { waveformTrack } from '../waveform';
import type { Envelope } from '../waveform';

/** So many channels are read out. */
const MOST_READ = 3;

/** The envelope of one channel over the example's steps. */
export function channelEnvelope(signal: ExampleSignal, channel: number): Envelope {
  const { columns, envelope, length, rateHz, stepSeconds, steps } = signal;
  const span = rateHz !== null && stepSeconds !== null ? length / rateHz / stepSeconds : steps;
  return {
    values: envelope.subarray(channel * columns * 2, (channel + 1) * columns * 2),
    from: 0,
    perColumn: span / columns,
  };
}

/** From its least to its greatest value; a lone channel that swings about zero keeps zero in the middle. */
function rangeIn({ values }: Envelope, isAlone: boolean): ValueRange {
  const own = extremesOf(values) ?? { least: 0, greatest: 0 };
  if (!(own.greatest > own.least)) return { least: own.least - 1, greatest: own.least + 1 };
  return isAlone && own.least < 0 && own.greatest > 0 ? symmetricRange(values) : own;
}

/** The recording itself: a waveform, or a lane for each channel. */
export function signalTrack(signal: ExampleSignal, { hasSound }: { readonly hasSound: boolean }): Track {
  const { channels, columns, envelope, length, rateHz } = signal;
  const envelopes = channels.map((_, channel) => channelEnvelope(signal, channel));
  const perColumn = envelopes[0]?.perColumn ?? 1;
  return waveformTrack({
    title: hasSound ? m.data_waveform() : m.data_lines(),
    note: rateHz === null ? undefined : formatRate(rateHz),
    label: m.data_waveform_label({ file: signal.example.file }),
    height: 72,
    grow: channels.length > 1 ? 3 : 2,
    envelopes,
    range: (one) => rangeIn(one, channels.length === 1),
    marks: signalMarks(signal),
    readout: (place) => {
      const column = Math.max(0, Math.min(columns - 1, Math.floor(place / perColumn)));
      const at = (column * length) / columns;
      const time = rateHz === null ? m.data_step({ step: formatCount(at) }) : formatDuration(at / rateHz);
      const values = channels.slice(0, MOST_READ).map((name, channel) => {
        const first = (channel * columns + column) * 2;
        const [low, high] = [formatNumber(envelope[first]!), formatNumber(envelope[first + 1]!)];
        return `${channels.length > 1 ? `${name} ` : ''}${low === high ? low : `${low} … ${high}`}`;
      });
      return `${time} · ${values.join(' · ')}`;
    },
  });
}
