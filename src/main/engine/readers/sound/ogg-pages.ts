import { textAt } from '../bytes';
import { damaged } from './sound-errors';
import { why } from '../../../../shared/sentences/why';

export type OggCodec = 'opus' | 'vorbis' | 'flac';

const HEADER_BYTES = 27;

/** The codec stands at the start of the first packet, behind the page's segment table (RFC 3533, section 6). */
export function oggCodecOf(head: Uint8Array): OggCodec | null {
  if (textAt(head, 0, 4) !== 'OggS') return null;
  const packet = HEADER_BYTES + (head[26] ?? 0);
  if (textAt(head, packet, 8) === 'OpusHead') return 'opus';
  if (textAt(head, packet + 1, 6) === 'vorbis') return 'vorbis';
  return textAt(head, packet + 1, 4) === 'FLAC' ? 'flac' : null;
}

/** Walks the pages of an Ogg file (RFC 3533, section 6) while its bytes pass. */
export class OggPages {
  /** Bytes of the file at which a stream begins behind the pages of another: one, but where streams are chained. */
  readonly links: number[] = [];
  #isBegun = false;
  #isEnded = false;
  #pageStart = 0;
  /** Position that the last packet ends at which ends on a page, in the codec's samples. */
  endPosition = 0n;
  /** Bytes of a page's header that are there by now. */
  #header = new Uint8Array(0);
  /** Bytes of the page's body that are still to come. */
  #body = 0;
  #offset = 0;

  /** @param take is handed what the pages hold, in order and in parts */
  constructor(
    readonly name: string,
    private readonly take: (body: Uint8Array) => void = () => {},
  ) {}

  /** @throws UnrollError FILE_CORRUPT where a page does not begin where it should */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const skipped = Math.min(this.#body, chunk.length - at);
      if (skipped > 0) this.take(chunk.subarray(at, at + skipped));
      this.#body -= skipped;
      at += skipped;
      if (this.#body > 0 || at === chunk.length) return;
      const taken = Math.min(this.#headerBytes() - this.#header.length, chunk.length - at);
      this.#header = Uint8Array.of(...this.#header, ...chunk.subarray(at, at + taken));
      at += taken;
      this.#takeHeader();
    }
  }

  /** Bytes up to the end of the last whole page. */
  get wholeBytes(): number {
    return this.#body > 0 ? this.#pageStart : this.#offset;
  }

  /** Whether the last whole page does not say that it is the last of its stream. */
  get isCutOff(): boolean {
    return this.#body > 0 || this.#header.length > 0 || !this.#isEnded;
  }

  /** So many bytes has the header, as far as it is known. */
  #headerBytes(): number {
    return this.#header.length < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + this.#header[26]!;
  }

  #takeHeader(): void {
    const header = this.#header;
    const known = Math.min(4, header.length);
    if (textAt(header, 0, known) !== 'OggS'.slice(0, known))
      throw damaged(this.name, why('why.sound.hole', { at: this.#offset }));
    if (header.length < HEADER_BYTES || header.length < this.#headerBytes()) return;
    this.#body = header.subarray(HEADER_BYTES).reduce((sum, bytes) => sum + bytes, 0);
    const isFirst = (header[5]! & 2) !== 0;
    if (isFirst && !this.#isBegun) this.links.push(this.#offset);
    this.#isBegun = isFirst;
    this.#isEnded = (header[5]! & 4) !== 0;
    this.#pageStart = this.#offset;
    // −1 on a page on which no packet ends.
    const position = new DataView(header.buffer).getBigInt64(6, true);
    if (position !== -1n) this.endPosition = position;
    this.#offset += header.length + this.#body;
    this.#header = new Uint8Array(0);
  }
}
