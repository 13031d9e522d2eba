import { m } from '../../i18n';
import { LineParser } from './line-parser';
import type { Sink, Source } from '../../sound/source';
import { SourceFailure } from '../../sound/source';

/** What is used of the Web Serial API (https://wicg.github.io/serial), which TypeScript's DOM library lacks. */
interface SerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  open(options: { baudRate: number }): Promise<void>;
  close(): Promise<void>;
}
interface Serial {
  requestPort(): Promise<SerialPort>;
}

const serial = (): Serial | undefined => (navigator as Navigator & { readonly serial?: Serial }).serial;

export function hasSerial(): boolean {
  return serial() !== undefined;
}

/**
 * Lets the person choose a serial port and opens it. A device sends a line for each row, as many numbers as there are
 * channels, in their order.
 *
 * @throws SourceFailure
 */
export async function openSerial(baudRate: number, channels: number): Promise<Source> {
  const port = await serial()
    ?.requestPort()
    .catch(() => undefined);
  if (port === undefined) throw new SourceFailure(m.live_serial_none);
  await port.open({ baudRate }).catch(() => {
    throw new SourceFailure(m.live_serial_busy);
  });
  return new SerialSource(port, channels);
}

class SerialSource implements Source {
  readonly rateHz = null;
  readonly patient = false;
  readonly #parser: LineParser;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  #stopped = false;

  constructor(
    readonly port: SerialPort,
    readonly channels: number,
  ) {
    this.#parser = new LineParser(channels);
  }

  badLines = (): number => this.#parser.bad;

  start(sink: Sink): void {
    void this.#read(sink);
  }

  stop(): void {
    this.#stopped = true;
    void this.#reader?.cancel();
  }

  async #read({ take, ended }: Sink): Promise<void> {
    const decoder = new TextDecoder();
    try {
      // A parity or framing error ends one reader; the port goes on with the next.
      while (this.port.readable !== null && !this.#stopped) {
        this.#reader = this.port.readable.getReader();
        try {
          for (let read = await this.#reader.read(); !read.done; read = await this.#reader.read()) {
            const rows = this.#parser.take(decoder.decode(read.value, { stream: true }));
            if (rows.length > 0) take(rows);
          }
        } catch {
          // Unplugged: there is no stream any more, and the loop ends.
        } finally {
          this.#reader.releaseLock();
        }
      }
    } finally {
      await this.port.close().catch(() => {});
      if (!this.#stopped) ended();
    }
  }
}
