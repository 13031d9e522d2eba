/** A sample that was not recorded. */
const invalid: Readonly<Record<number, number>> = {
  8: Number.NaN,
  16: -32768,
  24: -8388608,
  32: -2147483648,
  61: -32768,
  80: -128,
  160: -32768,
  212: -2048,
  310: -512,
  311: -512,
};

export const wfdbFormats = Object.keys(invalid).map(Number);

const sign = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** How many samples stand in how many bytes: a sample begins where such a group does, and nowhere else. */
export function packingOf(format: number): { readonly bytes: number; readonly samples: number } {
  switch (format) {
    case 212:
      return { bytes: 3, samples: 2 };
    case 310:
    case 311:
      return { bytes: 4, samples: 3 };
    case 24:
      return { bytes: 3, samples: 1 };
    case 32:
      return { bytes: 4, samples: 1 };
    default:
      return { bytes: format === 8 || format === 80 ? 1 : 2, samples: 1 };
  }
}

/**
 * Samples in the order in which they are stored, in ADC units, or of format 8 their differences; NaN where a sample was not
 * recorded.
 *
 * Source: WFDB Applications Guide, signal(5), https://physionet.org/physiotools/wag/signal-5.htm
 *
 * @param bytes from the beginning of a group of {@link packingOf} on
 */
export function readWfdbSamples(bytes: Buffer, format: number): Float64Array {
  const values = unpack(bytes, format);
  const missing = invalid[format]!;
  for (let k = 0; k < values.length; k++) if (values[k] === missing) values[k] = Number.NaN;
  return values;
}

function unpack(bytes: Buffer, format: number): Float64Array {
  const each = (width: number, read: (at: number) => number): Float64Array =>
    Float64Array.from({ length: Math.floor(bytes.length / width) }, (_, k) => read(k * width));
  switch (format) {
    case 8:
      return each(1, (at) => bytes.readInt8(at));
    case 16:
      return each(2, (at) => bytes.readInt16LE(at));
    case 24:
      return each(3, (at) => bytes.readIntLE(at, 3));
    case 32:
      return each(4, (at) => bytes.readInt32LE(at));
    case 61:
      return each(2, (at) => bytes.readInt16BE(at));
    case 80:
      return each(1, (at) => bytes[at]! - 128);
    case 160:
      return each(2, (at) => bytes.readUInt16LE(at) - 32768);
    case 212:
      return unpack212(bytes);
    default:
      return format === 310 ? unpack310(bytes) : unpack311(bytes);
  }
}

/** Two samples of 12 bits in three bytes. */
function unpack212(bytes: Buffer): Float64Array {
  const count = Math.floor((bytes.length * 2) / 3);
  return Float64Array.from({ length: count }, (_, k) => {
    const at = (k >> 1) * 3;
    return k % 2 === 0
      ? sign(bytes[at]! | ((bytes[at + 1]! & 0x0f) << 8), 12)
      : sign(bytes[at + 2]! | ((bytes[at + 1]! & 0xf0) << 4), 12);
  });
}

/** Three samples of 10 bits in two words of 16: the third has five bits of each. */
function unpack310(bytes: Buffer): Float64Array {
  const groups = Math.floor(bytes.length / 4);
  return Float64Array.from({ length: groups * 3 }, (_, k) => {
    const at = Math.floor(k / 3) * 4;
    const first = bytes.readUInt16LE(at);
    const second = bytes.readUInt16LE(at + 2);
    if (k % 3 === 0) return sign((first >> 1) & 0x3ff, 10);
    if (k % 3 === 1) return sign((second >> 1) & 0x3ff, 10);
    return sign(((first >> 11) & 0x1f) | (((second >> 11) & 0x1f) << 5), 10);
  });
}

/** Three samples of 10 bits in one word of 32. */
function unpack311(bytes: Buffer): Float64Array {
  const groups = Math.floor(bytes.length / 4);
  return Float64Array.from({ length: groups * 3 }, (_, k) => {
    const word = bytes.readUInt32LE(Math.floor(k / 3) * 4);
    return sign((word >>> (10 * (k % 3))) & 0x3ff, 10);
  });
}
