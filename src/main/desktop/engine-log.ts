import { appendFileSync, renameSync, statSync } from 'node:fs';

const LARGEST_BYTES = 1_000_000;

/** Appends lines with their time to `file`; what stood in a long one before this start is kept as `file.old`. */
export function engineLog(file: string): (line: string) => void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_BYTES) renameSync(file, `${file}.old`);
  return (line) => appendFileSync(file, `${new Date().toISOString()} ${line}\n`);
}
