/** A-law as 16-bit PCM (ITU-T G.711, table 1a). */
export function aLaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code >> 4) & 7;
  const step = ((code & 15) << 4) + 8;
  const size = segment === 0 ? step : (step + 256) << (segment - 1);
  return code & 128 ? size : -size;
}

/** µ-law as 16-bit PCM (ITU-T G.711, table 2a). */
export function muLaw(byte: number): number {
  const code = ~byte & 255;
  const size = ((((code & 15) << 3) + 132) << ((code >> 4) & 7)) - 132;
  return code & 128 ? -size : size;
}
