// Runs on the audio thread, where there is neither window nor import; TypeScript's DOM library does not know its globals.
declare const registerProcessor: (name: string, processor: new () => unknown) => void;
declare const AudioWorkletProcessor: new () => { readonly port: MessagePort };
declare const sampleRate: number;

/** So often samples are handed over: soon enough to seem at once, and seldom enough to cost nothing. */
const CHUNK_SECONDS = 0.04;

/** Hands sound to the page as mono samples, the mean of its channels, as the lab reads files. */
class Capture extends AudioWorkletProcessor {
  #chunk = new Float32Array(Math.ceil(sampleRate * CHUNK_SECONDS));
  #filled = 0;

  process([channels = []]: readonly (readonly Float32Array[])[]): boolean {
    const [first] = channels;
    for (let at = 0; first !== undefined && at < first.length; at++) {
      let sum = 0;
      for (const channel of channels) sum += channel[at]!;
      this.#chunk[this.#filled++] = sum / channels.length;
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
