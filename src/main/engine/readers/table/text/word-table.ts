/** Letters of different words that one column may have: as many as one string, since they may end in one. */
const MAX_LETTERS = 2 ** 28;
const MAX_WORDS = 2 ** 22;

/** Different words of a column, found by their bytes, so that a word that repeats makes no string. */
export class WordTable {
  readonly words: string[] = [];
  /** More words came than are kept; those are numbered as the last one. */
  isFull = false;
  #letters = 0;
  /** None before the first word: most columns hold numbers. */
  #slots = new Int32Array(0);
  #hashes = new Int32Array(0);

  /** @returns the word's code: its place in `words` */
  codeOf(bytes: Buffer, start: number, end: number): number {
    if (this.#slots.length === 0) {
      this.#slots = new Int32Array(1024).fill(-1);
      this.#hashes = new Int32Array(512);
    }
    let hash = 0x811c9dc5;
    let isAscii = true;
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) isAscii = false;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    const mask = this.#slots.length - 1;
    let text: string | null = null;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const code = this.#slots[slot]!;
      if (code === -1) {
        text ??= textOf(bytes, start, end, isAscii);
        return this.#add(text, hash, slot);
      }
      if (this.#hashes[code] !== hash) continue;
      text ??= textOf(bytes, start, end, isAscii);
      if (this.words[code] === text) return code;
    }
  }

  #add(text: string, hash: number, slot: number): number {
    const code = this.words.length;
    this.#letters += text.length;
    if (code >= MAX_WORDS || this.#letters > MAX_LETTERS) {
      this.isFull = true;
      return code - 1;
    }
    this.words.push(text);
    if (code === this.#hashes.length) {
      const hashes = new Int32Array(2 * code);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
    this.#hashes[code] = hash;
    this.#slots[slot] = code;
    if (2 * this.words.length > this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    const slots = new Int32Array(4 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < this.words.length; code++) {
      const hash = this.#hashes[code]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
  }
}

/** A cell's bytes as text, without doubled quotes. */
export function textOf(bytes: Buffer, start: number, end: number, isAscii = false): string {
  return isAscii ? bytes.toString('latin1', start, end) : bytes.toString('utf8', start, end);
}
