/** Files that the scripts of this folder write, by hand so that they say nothing of the lab's own writers. */

/** A WAV of 16 bits. */
export function wavOf(rateHz, samples) {
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const scale = Math.min(1, 0.99 / peak);
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  wavHeader(bytes, rateHz, samples.length);
  for (let t = 0; t < samples.length; t++)
    bytes.writeInt16LE(Math.round(32767 * scale * samples[t]), 44 + 2 * t);
  return bytes;
}

/** Header of a mono WAV of 16 bits; of more than 4 GiB none is possible. */
export function wavHeader(bytes, rateHz, samples) {
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * samples, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rateHz, 24);
  bytes.writeUInt32LE(2 * rateHz, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples, 40);
}

export const writers = {
  audacity: {
    ending: '.txt',
    write: (marks) =>
      marks
        .map(
          ({ startSeconds, endSeconds, label }) =>
            `${startSeconds.toFixed(6)}\t${endSeconds.toFixed(6)}\t${label}\n`,
        )
        .join(''),
  },
  raven: {
    ending: '.Table.1.selections.txt',
    write: (marks, recording) =>
      [
        'Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tBegin File\tAnnotation\n',
        ...marks.map(
          ({ startSeconds, endSeconds, label }, k) =>
            `${k + 1}\tSpectrogram 1\t1\t${startSeconds.toFixed(6)}\t${endSeconds.toFixed(6)}\t20.0\t8000.0\t${recording}\t${label}\n`,
        ),
      ].join(''),
  },
  csv: {
    ending: '.csv',
    write: (marks) =>
      [
        'start,end,label\n',
        ...marks.map((one) => `${one.startSeconds},${one.endSeconds},${one.label}\n`),
      ].join(''),
  },
};
