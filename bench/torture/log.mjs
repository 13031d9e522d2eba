// What disk.c wrote down.
import { readFileSync } from 'node:fs';

/** @returns {{ call: string, path: string, to: string, at: number, data: Buffer }[]} */
export function readLog(file) {
  const bytes = readFileSync(file);
  const changes = [];
  for (let at = 0; at < bytes.length;) {
    const call = String.fromCharCode(bytes[at]);
    const offset = Number(bytes.readBigInt64LE(at + 1));
    const [path, to, data] = [9, 13, 17].map((k) => bytes.readUInt32LE(at + k));
    let from = at + 21;
    const take = (length) => bytes.subarray(from, (from += length));
    changes.push({
      call,
      at: offset,
      path: take(path).toString(),
      to: take(to).toString(),
      data: take(data),
    });
    at = from;
  }
  return changes;
}
