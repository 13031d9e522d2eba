const IEEE_FLOAT = 3;
const BYTES_PER_SAMPLE = 4;
/** RIFF and WAVE, `fmt ` of 18 bytes, `fact`, and the head of `data`. */
const HEADER_BYTES = 12 + 26 + 12 + 8;

/**
 * Samples as a WAV file of 32-bit floats, so that what is read again is what was heard.
 *
 * @param samples [n, channels]
 *
 * Source: Microsoft, Multimedia Programming Interface 1.0 (RIFF), and New Multimedia Data Types 3.0 (`fact`).
 */
export function encodeWav(samples: Float32Array, rateHz: number, channels = 1): Uint8Array<ArrayBuffer> {
  const dataBytes = BYTES_PER_SAMPLE * samples.length;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const word = (text: string): void => {
    for (const letter of text) bytes[at++] = letter.charCodeAt(0);
  };
  const number = (value: number, size: 2 | 4): void => {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  };
  word('RIFF');
  number(HEADER_BYTES - 8 + dataBytes, 4);
  word('WAVEfmt ');
  number(18, 4);
  number(IEEE_FLOAT, 2);
  number(channels, 2);
  number(rateHz, 4);
  number(BYTES_PER_SAMPLE * channels * rateHz, 4);
  number(BYTES_PER_SAMPLE * channels, 2);
  number(8 * BYTES_PER_SAMPLE, 2);
  number(0, 2);
  word('fact');
  number(4, 4);
  number(samples.length / channels, 4);
  word('data');
  number(dataBytes, 4);
  samples.forEach((sample, k) => view.setFloat32(at + BYTES_PER_SAMPLE * k, sample, true));
  return bytes;
}
