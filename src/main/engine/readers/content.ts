import type { ColumnInfo } from '../../../shared/domain/dataset';
import type { SoundFacts } from './sound/sound-facts';
import type { Clock } from './table/clock';
import type { TableNotes, WrittenAs } from './table/table';
import type { Sentinel } from './table/values/sentinels';

export interface AudioContent {
  readonly kind: 'audio';
  /** Of the reader that knows the file. */
  readonly format: string;
  /** The file's own rate. */
  readonly rateHz: number;
  /** Samples. */
  readonly length: number;
  readonly isSilent: boolean;
  /** A window has decoded it, and the file is a copy. */
  readonly isCopy: boolean;
  /** It ends before the length that it promises, and was read as far as it goes; absent: it is whole. */
  readonly isCutOff?: boolean;
  /** Absent of contents that were written down before they were measured. */
  readonly facts?: SoundFacts;
}

export interface ColumnFacts extends ColumnInfo {
  /** Every row has the same value. */
  readonly isConstant: boolean;
  /** Numbers in it that the plan says stand for nothing, the first of them, and how many there are. */
  readonly unmeasured?: { readonly value: number; readonly count: number };
  /** The integers n, n + 1, n + 2 … */
  readonly isRowNumber: boolean;
  readonly oddWord: string | null;
  /** All different values as words; null when there are many. */
  readonly words: readonly string[] | null;
  /** Null when the column cannot be a time: text, or numbers that go up and down. */
  readonly clock: Clock | null;
  /** Cells that hold words where numbers or times belong; `oddWord` is one of them. */
  readonly oddCount?: number;
  /** Of the numbers, as the file says. */
  readonly unit?: string;
  /** A value that probably stands for nothing, such as −9999. */
  readonly sentinel?: Sentinel;
  /** Seconds since 1970 at which it begins to count, where the file says so. */
  readonly startsAt?: number;
  /** Of times: how they are written, and what was decided of them. */
  readonly written?: WrittenAs;
  /** Of few numbers: how often one follows that is another than the one before, and one more. */
  readonly stretches?: number;
  /** Of a column of words: most of them are numbers or times, and this is one that is not. */
  readonly unread?: { readonly as: 'number' | 'time'; readonly example: string };
}

export interface TableContent {
  readonly kind: 'table';
  /** Of the reader that knows the file. */
  readonly format: string;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** What a file of text holds besides. */
  readonly notes?: TableNotes;
}

export interface CasesContent {
  readonly kind: 'cases';
  /** Of the reader that knows the file. */
  readonly format: string;
  /** The file itself says what its channels and classes are. */
  readonly isAnnotated: boolean;
  readonly problem: string;
  /** Null when the file's name does not say. */
  readonly part: 'train' | 'test' | null;
  readonly channels: number;
  /** [cases] */
  readonly lengths: readonly number[];
  /** [cases]; null throughout when the file has no classes. */
  readonly labels: readonly (string | null)[];
  /** [cases] who or what each was recorded of; absent where the format does not say. */
  readonly groups?: readonly (string | null)[];
  /** The labels are numbers to predict, not classes. */
  readonly hasValues: boolean;
  /** [cases] of the values. */
  readonly hashes: readonly string[];
  readonly missing: number;
  /** Indices of channels that never change. */
  readonly constantChannels: readonly number[];
}

export type Content = AudioContent | TableContent | CasesContent;
