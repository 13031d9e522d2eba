import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The lines of a text in UTF-8, one after the other. @throws Error of the system */
export async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  const input = createReadStream(path, { encoding: 'utf8' });
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) yield line;
  } finally {
    input.destroy();
  }
}
