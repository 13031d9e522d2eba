import type { UnrollError } from '../../../../shared/domain/error';
import { failure } from '../../../../shared/sentences/failure';
import type { Why } from '../../../../shared/sentences/why';
import { linesOf } from '../lines';

/** One sequence of a file that holds many. */
export interface Case {
  /** [length, channels], row-major; NaN where a value is missing. */
  readonly data: Float32Array;
  readonly length: number;
  readonly channels: number;
  readonly label: string | null;
  /** Who or what it was recorded of, where the file says so. */
  readonly group?: string | null;
}

/** What is known of a file that holds many sequences once the last has been read. */
export interface CasesFacts {
  readonly problem: string | null;
  /** Where the file's name does not say it as the archives do. */
  readonly part?: 'train' | 'test';
  readonly channels: number;
  /** Values that are written as missing. */
  readonly missing: number;
  /** The labels are numbers to predict, not classes. */
  readonly hasValues?: boolean;
}

/** The sequences of a file in their order. */
export type Cases = AsyncGenerator<Case, CasesFacts, undefined>;

/** Takes a file line by line. */
export interface CasesParser {
  /** @returns the sequence that the line is, or null @throws UnrollError FILE_CORRUPT, FILE_FORMAT_UNKNOWN */
  line(text: string): ParsedCase | null;
  /** @throws UnrollError FILE_EMPTY, FILE_CORRUPT */
  finish(): Omit<CasesFacts, 'missing'>;
}

/** A sequence, and how many of its values are written as missing. */
export type ParsedCase = Case & { readonly missing: number };

export async function* parseFile(path: string, parser: CasesParser): Cases {
  let missing = 0;
  for await (const line of linesOf(path)) {
    const parsed = parser.line(line);
    if (parsed === null) continue;
    missing += parsed.missing;
    yield parsed;
  }
  return { ...parser.finish(), missing };
}

const decimal = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const missingWords = new Set(['?', 'nan', 'na']);

/** A written number; NaN where it is written as missing; null when it is neither. */
export function parseValue(token: string): number | null {
  const text = token.trim();
  if (decimal.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : null;
  }
  return missingWords.has(text.toLowerCase()) ? Number.NaN : null;
}

/**
 * One sequence from its channels, [channels][length]. Steps at the end in which every channel is missing are the
 * padding that archives give shorter sequences, and are not part of it.
 */
export function makeCase(channels: readonly (readonly number[])[], label: string | null): ParsedCase {
  let length = channels[0]?.length ?? 0;
  while (length > 0 && channels.every((channel) => Number.isNaN(channel[length - 1]))) length--;
  const width = channels.length;
  const data = new Float32Array(length * width);
  let missing = 0;
  for (const [c, channel] of channels.entries())
    for (let t = 0; t < length; t++) {
      const value = channel[t]!;
      if (Number.isNaN(value)) missing++;
      data[t * width + c] = value;
    }
  return { data, length, channels: width, label, missing };
}

export function corruptAt(shown: string, line: number, reason: Why): UnrollError {
  return failure('FILE_CORRUPT.line', { file: shown, line, ...reason });
}
