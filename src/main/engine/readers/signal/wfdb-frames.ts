import type { ByteFile } from '../table/text/byte-file';
import { bytesAt, fileFrom } from '../table/text/byte-file';
import { packingOf, readWfdbSamples } from './wfdb-samples';

const DIFFERENCES = 8;
/** Samples of differences that are passed over at a time. */
const PASSED = 2 ** 16;

/** The frames of one signal file, a stretch of them at a time. */
export class WfdbFrames {
  /** Whole frames that the file has. */
  readonly frames: number;
  readonly #file: ByteFile;
  readonly #bytes: number;
  /** Of differences: how many samples were added up, and the last one of each signal. */
  #added = 0;
  #last: Float64Array;

  /**
   * @param bytes of the file
   * @param signals in the file
   * @param width samples of a frame
   */
  constructor(
    file: ByteFile,
    bytes: number,
    offsetBytes: number,
    readonly format: number,
    readonly signals: number,
    readonly width: number,
  ) {
    this.#file = fileFrom(file, offsetBytes);
    this.#bytes = Math.max(0, bytes - offsetBytes);
    this.#last = new Float64Array(signals);
    const packing = packingOf(format);
    const groups = Math.floor(this.#bytes / packing.bytes);
    // Of 12 bits the first of two samples may stand alone at the end.
    const single = format === 212 && this.#bytes % packing.bytes === 2 ? 1 : 0;
    this.frames = Math.floor((groups * packing.samples + single) / width);
  }

  /** [(to − from) × width] in ADC units; NaN where a sample was not recorded, fewer where the file ends. */
  async read(from: number, to: number): Promise<Float64Array> {
    const [first, last] = [from * this.width, Math.min(to, this.frames) * this.width];
    if (!(last > first)) return new Float64Array(0);
    return this.format === DIFFERENCES ? this.#summed(first, last) : this.#samples(first, last);
  }

  async #samples(first: number, last: number): Promise<Float64Array> {
    const { bytes, samples } = packingOf(this.format);
    const group = Math.floor(first / samples);
    const packed = await bytesAt(
      this.#file,
      group * bytes,
      Math.min(this.#bytes, Math.ceil(last / samples) * bytes) - group * bytes,
    );
    return readWfdbSamples(packed, this.format).subarray(first - group * samples, last - group * samples);
  }

  /** Every sample is its difference to the one before, so that all that come before are added up. */
  async #summed(first: number, last: number): Promise<Float64Array> {
    if (first < this.#added) {
      this.#added = 0;
      this.#last = new Float64Array(this.signals);
    }
    while (this.#added < first) await this.#add(Math.min(first, this.#added + PASSED));
    return this.#add(last);
  }

  async #add(to: number): Promise<Float64Array> {
    const from = this.#added;
    const values = await this.#samples(from, to);
    for (let k = 0; k < values.length; k++) {
      const signal = (from + k) % this.signals;
      values[k] = this.#last[signal]! += values[k]!;
    }
    this.#added = to;
    return values;
  }
}
