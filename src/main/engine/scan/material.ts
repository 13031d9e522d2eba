import type { ColumnInfo, RefusedFile } from '../../../shared/domain/dataset';
import type { AudioEnding, TableEnding } from '../readers/formats';
import type { Clock } from '../readers/table/clock';

export interface AudioContent {
  readonly kind: 'audio';
  readonly format: AudioEnding;
  /** The file's own rate. */
  readonly rateHz: number;
  /** Samples. */
  readonly length: number;
  readonly isSilent: boolean;
}

export interface ColumnFacts extends ColumnInfo {
  /** Every row has the same value. */
  readonly isConstant: boolean;
  /** The integers n, n + 1, n + 2 … */
  readonly isRowNumber: boolean;
  readonly oddWord: string | null;
  /** All different values as words; null when there are many. */
  readonly words: readonly string[] | null;
  /** Null when the column cannot be a time: text, or numbers that go up and down. */
  readonly clock: Clock | null;
}

export interface TableContent {
  readonly kind: 'table';
  readonly format: TableEnding;
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
}

export interface CasesContent {
  readonly kind: 'cases';
  readonly format: 'ts' | 'ucr';
  readonly problem: string;
  /** Null when the file's name does not say. */
  readonly part: 'train' | 'test' | null;
  readonly channels: number;
  /** [cases] */
  readonly lengths: readonly number[];
  /** [cases]; null throughout when the file has no classes. */
  readonly labels: readonly (string | null)[];
  /** The labels are numbers to predict, not classes. */
  readonly hasValues: boolean;
  /** [cases] of the values. */
  readonly hashes: readonly string[];
  readonly missing: number;
  /** Indices of channels that never change. */
  readonly constantChannels: readonly number[];
}

export type Content = AudioContent | TableContent | CasesContent;

/** A file as it was when it was read. */
export interface SourceFile<C extends Content = Content> {
  readonly path: string;
  /** As shown to people, relative to what was dropped. */
  readonly shown: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
  readonly content: C;
}

/** What labels files say, by file. */
export interface FileLabels {
  readonly columns: readonly string[];
  /** [files]; null where a file is not listed. */
  readonly values: readonly (readonly string[] | null)[];
  /** Rows that name files that are not there. */
  readonly missing: readonly string[];
  readonly contradicted: ReadonlySet<number>;
}

/** Everything that was read of what a person dropped, before any decision is made about it. */
export interface Material {
  readonly rootDir: string;
  readonly source: string;
  readonly kind: Content['kind'];
  /** All of one kind. */
  readonly files: readonly SourceFile[];
  readonly labels: FileLabels | null;
  readonly refused: readonly RefusedFile[];
  readonly filesByFormat: Readonly<Record<string, number>>;
}
