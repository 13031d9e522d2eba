import type { ExampleSignal } from '../../../shared/domain/trace';
import { formatNumber, formatRate } from '../../ui/format';

/** A label beside a plot; `at` is its height, 0 top … 1 bottom. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

/** So many names fit beside each other's rows; of more, some are chosen. */
const MOST_NAMES = 12;
const MOST_MARKS = 7;

/** Evenly chosen indices of 0 … count − 1, both ends included. */
function chosen(count: number): readonly number[] {
  if (count <= MOST_NAMES) return Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: MOST_MARKS }, (_, mark) => Math.round((mark * (count - 1)) / (MOST_MARKS - 1)));
}

/** The amplitude of a waveform, or the name of every lane's channel. */
export function signalMarks(signal: ExampleSignal): readonly Mark[] {
  const { channels, envelope } = signal;
  if (channels.length > 1) {
    return chosen(channels.length).map((channel) => ({
      at: (channel + 0.5) / channels.length,
      text: channels[channel]!,
    }));
  }
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of envelope) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (!(greatest > least)) return [];
  if (least >= 0 || greatest <= 0) {
    return [
      { at: 0, text: formatNumber(greatest, 2) },
      { at: 1, text: formatNumber(least, 2) },
    ];
  }
  const most = Math.max(greatest, -least);
  return [
    { at: 0, text: formatNumber(most, 2) },
    { at: 0.5, text: '0' },
    { at: 1, text: formatNumber(-most, 2) },
  ];
}

/** Names of some features, the first at the bottom; a band goes by its frequency. */
export function featureMarks(names: readonly string[]): readonly Mark[] {
  return chosen(names.length).map((row) => ({
    at: 1 - (row + 0.5) / names.length,
    text: bandFrequency(names[row]!) ?? names[row]!,
  }));
}

/** `mel 3 (212 Hz)` → 212 Hz. */
function bandFrequency(name: string): string | null {
  const hz = /^mel .*?([\d.]+) Hz\)?$/.exec(name)?.[1];
  return hz === undefined ? null : formatRate(Number(Number(hz).toPrecision(2)));
}
