import libsamplerate from '@alexanderolsen/libsamplerate-js';
import { libraryRates } from './library-rates';

type Converter = Awaited<ReturnType<typeof libsamplerate.create>>;

/** The library moves at most 1,008,000 samples at a time in either direction. */
const MOST_SAMPLES = 500_000;
/** Seconds of silence behind the signal: more than the filter reaches, so that its end comes out. */
const TAIL_SECONDS = 0.25;

/**
 * Band-limited resampling with libsamplerate's SINC_MEDIUM_QUALITY (121 dB signal to noise, 90 % of the bandwidth).
 * Keeps one converter for each pair of rates, because making one takes tens of milliseconds.
 */
export class Resampler {
  private converter: { readonly key: string; readonly library: Converter } | null = null;

  /** @returns round(samples · toHz / fromHz) samples, in step with the input from the first sample on */
  async resample(samples: Float32Array, fromHz: number, toHz: number): Promise<Float32Array> {
    if (fromHz === toHz) return samples.slice();
    const library = await this.prepare(fromHz, toHz);
    const out = new Float32Array(Math.max(1, Math.round((samples.length * toHz) / fromHz)));
    const chunk = Math.max(1, Math.floor(MOST_SAMPLES / Math.max(1, toHz / fromHz)));
    const silence = new Float32Array(Math.min(chunk, Math.ceil(fromHz * TAIL_SECONDS)));
    let written = 0;
    const feed = (part: Float32Array): void => {
      const made = library.full(part);
      out.set(made.subarray(0, out.length - written), written);
      written = Math.min(out.length, written + made.length);
    };
    for (let start = 0; start < samples.length; start += chunk) feed(samples.subarray(start, start + chunk));
    for (let k = 0; written < out.length && k < 8; k++) feed(silence);
    return out;
  }

  private async prepare(fromHz: number, toHz: number): Promise<Converter> {
    const key = `${fromHz} ${toHz}`;
    if (this.converter?.key === key) {
      // Setting a rate, even to the same value, is the library's way to forget the previous signal.
      this.converter.library.inputSampleRate = libraryRates(fromHz, toHz)[0];
      return this.converter.library;
    }
    this.converter?.library.destroy();
    this.converter = null;
    const library = await libsamplerate.create(1, ...libraryRates(fromHz, toHz), {
      converterType: libsamplerate.ConverterType.SRC_SINC_MEDIUM_QUALITY,
    });
    this.converter = { key, library };
    return library;
  }
}
