import type { ByteFile } from './byte-file';
import { bytesAt } from './byte-file';

const HEAD_BYTES = 16 * 2 ** 10;
const [MINUS, GREATER, SPACE] = [45, 62, 32];
/** So many of the lines are `12:00:00.050 -> 571,389`, as the serial monitor of Arduino's IDE writes them. */
const NEARLY_ALL = 0.9;
const LEAST_LINES = 3;
const arrowed = /^\s*\d[\d:.,/ T-]*\d -> /;

/** A text whose lines begin with a time and an arrow, with a delimiter in the arrow's place; else the file itself. */
export async function withoutArrows(file: ByteFile): Promise<ByteFile> {
  const lines = (await bytesAt(file, 0, HEAD_BYTES))
    .toString('latin1')
    .split(/\r\n|\n|\r/)
    .slice(0, -1)
    .filter((line) => line.trim() !== '');
  const values = lines.filter((line) => arrowed.test(line)).map((line) => line.replace(arrowed, ''));
  if (values.length < LEAST_LINES || values.length < NEARLY_ALL * lines.length) return file;
  const delimiter = delimiterOf(values);
  return {
    read: async (into, offset, length, position) => {
      const { bytesRead } = await file.read(into, offset, length, position);
      const end = offset + bytesRead;
      if (bytesRead === 0) return { bytesRead };
      const [before, behind] = [
        position > 0 && into[offset] === GREATER ? await bytesAt(file, position - 1, 1) : null,
        into[end - 1] === MINUS ? await bytesAt(file, position + bytesRead, 1) : null,
      ];
      if (before?.[0] === MINUS) into[offset] = SPACE;
      for (let k = offset; k < end; k++) {
        if (into[k] !== MINUS || (k + 1 < end ? into[k + 1] : behind?.[0]) !== GREATER) continue;
        into[k] = delimiter;
        if (k + 1 < end) into[k + 1] = SPACE;
      }
      return { bytesRead };
    },
  };
}

/** What parts the values behind the arrow; a comma where there is one value. */
function delimiterOf(values: readonly string[]): number {
  const found = [';', '\t', ','].find(
    (own) => values.filter((line) => line.includes(own)).length > values.length / 2,
  );
  return (found ?? ',').charCodeAt(0);
}
