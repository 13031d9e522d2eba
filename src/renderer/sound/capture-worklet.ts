// Runs on the audio thread, where there is neither window nor import; TypeScript's DOM library does not know its globals.
declare const registerProcessor: (name: string, processor: new (options: CaptureOptions) => unknown) => void;
interface CaptureOptions {
  readonly processorOptions: { readonly channels: number };
}

declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };
declare const sampleRate: number;

/** So often samples are handed over: soon enough to seem at once, and seldom enough to cost nothing. */
const CHUNK_SECONDS = 0.04;

/** Hands sound to the page: the mean of its channels, as the lab reads files, or as many as are wanted side by side. */
class Capture extends AudioWorkletProcessor {
  readonly #wanted: number;
  #chunk: Float32Array;
  #filled = 0;

  constructor({ processorOptions }: CaptureOptions) {
    super();
    this.#wanted = processorOptions.channels;
    this.#chunk = new Float32Array(Math.ceil(sampleRate * CHUNK_SECONDS) * this.#wanted);
  }

  process([channels = []]: readonly (readonly Float32Array[])[]): boolean {
    const [first] = channels;
    for (let at = 0; first !== undefined && at < first.length; at++) {
      if (this.#wanted === 1) {
        let sum = 0;
        for (const channel of channels) sum += channel[at]!;
        this.#chunk[this.#filled++] = sum / channels.length;
      } else for (let c = 0; c < this.#wanted; c++) this.#chunk[this.#filled++] = (channels[c] ?? first)[at]!;
      if (this.#filled === this.#chunk.length) this.#send();
    }
    return true;
  }

  #send(): void {
    const full = this.#chunk;
    this.#chunk = new Float32Array(full.length);
    this.#filled = 0;
    this.port.postMessage(full, [full.buffer]);
  }
}

registerProcessor('capture', Capture);
