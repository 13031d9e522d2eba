import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { libraryRates } from '../library-rates';

/** Zero crossings of SINC_MEDIUM_QUALITY to either side, and one more: 22,438 coefficients, 491 from one to the next. */
const REACH_CROSSINGS = 47;
/** More of either make the table of coefficients too large, or slow to measure. */
const MOST_PHASES = 2_000;
const MOST_TAPS = 2 ** 20;
const MOST_MEASURED = 4_000_000;
/** The library moves at most 1,008,000 numbers at a time in either direction. */
const MOST_NUMBERS = 500_000;

/** A filter that resamples by `up` / `down`: output n is the sum of its phase's taps over inputs around ⌊n · down / up⌋. */
export interface Polyphase {
  readonly up: number;
  readonly down: number;
  /** Inputs before and behind the middle. */
  readonly reach: number;
  /** [up, 2 · reach + 1] */
  readonly taps: Float64Array;
}

let last: { readonly key: string; readonly filter: Promise<Polyphase | null> } | null = null;

/**
 * libsamplerate's SINC_MEDIUM_QUALITY (121 dB signal to noise, 90 % of the bandwidth) as the sums that it comes to at two
 * rates, measured by impulses, one for each place of an input between two outputs. What comes out differs from the
 * library's by the rounding of a float (1.2e-7 of full scale), several times as fast: the library works out its
 * coefficients anew for each output.
 *
 * @returns null where the rates have no small ratio
 */
export function polyphaseOf(fromHz: number, toHz: number): Promise<Polyphase | null> {
  const key = `${fromHz} ${toHz}`;
  if (last?.key !== key) last = { key, filter: measure(fromHz, toHz) };
  return last.filter;
}

async function measure(fromHz: number, toHz: number): Promise<Polyphase | null> {
  const ratio = ratioOf(fromHz, toHz);
  if (ratio === null) return null;
  const { up, down } = ratio;
  const reach = Math.ceil(REACH_CROSSINGS * Math.max(1, down / up)) + 1;
  const width = 2 * reach + 1;
  // Impulses so far from one another that their answers do not touch, and each at another place between two outputs.
  const apart = Math.ceil(width / down + 1) * down + 1;
  const length = (down + 2) * apart;
  if (Math.max(up, down) > MOST_PHASES || up * width > MOST_TAPS || length > MOST_MEASURED) return null;
  const impulses = new Float32Array(length);
  for (let k = 1; k <= down; k++) impulses[k * apart] = 1;
  const answers = await resampled(impulses, down, up);
  const taps = new Float64Array(up * width);
  for (let k = 1; k <= down; k++) {
    const at = k * apart;
    const end = Math.floor(((at + reach) * up) / down);
    for (let n = Math.ceil(((at - reach) * up) / down); n <= end; n++) {
      const tap = at - Math.floor((n * down) / up) + reach;
      if (tap >= 0 && tap < width) taps[(n % up) * width + tap] = answers[n]!;
    }
  }
  return { up, down, reach, taps };
}

/** In lowest terms; null for rates that are no thousandths. */
function ratioOf(fromHz: number, toHz: number): { readonly up: number; readonly down: number } | null {
  const scale = [1, 2, 10, 1000].find((by) => Number.isInteger(fromHz * by) && Number.isInteger(toHz * by));
  if (scale === undefined) return null;
  const divisor = greatestCommonDivisor(fromHz * scale, toHz * scale);
  return { up: (toHz * scale) / divisor, down: (fromHz * scale) / divisor };
}

async function resampled(samples: Float32Array, fromHz: number, toHz: number): Promise<Float32Array> {
  const library = await libsamplerate.create(1, ...libraryRates(fromHz, toHz), {
    converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
  });
  const out = new Float32Array(Math.ceil((samples.length * toHz) / fromHz) + 1);
  const chunk = Math.max(1, Math.floor(MOST_NUMBERS / Math.max(1, toHz / fromHz)));
  let written = 0;
  for (let start = 0; start < samples.length; start += chunk) {
    const made = library.full(samples.subarray(start, start + chunk));
    out.set(made.subarray(0, out.length - written), written);
    written = Math.min(out.length, written + made.length);
  }
  library.destroy();
  return out;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
