// Shared by the set-up scripts. Plain Node: nothing here may need an installed package.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootDir = dirname(dirname(fileURLToPath(import.meta.url)));

/** Progress of the set-up goes to stderr, so that stdout stays the CLI's. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
