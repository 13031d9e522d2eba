import type { Modality, Remark } from '../../../shared/domain/dataset';
import type { ExperimentResult } from '../../../shared/domain/experiment-results';
import type { FactsArgument, SentenceCode } from '../../../shared/sentences/say';
import { remark } from '../../../shared/sentences/say';
import type { Settings } from './settings';

/** The data set that an experiment works on, as the compute worker reads it. */
export interface ExperimentData {
  readonly id: string;
  readonly name: string;
  readonly modality: Modality;
  /** `datasets/prepared.ts` */
  readonly preparedFile: string;
}

interface ExperimentInput {
  readonly settings: Settings;
  /** Null where none was chosen and there is none. */
  readonly data: ExperimentData | null;
}

/** What an experiment tells of itself while it runs: the whole result as far as it got. */
interface ExperimentProgress {
  /** `done` of `total` units of work. */
  report(result: ExperimentResult, findings: readonly Remark[], done: number, total: number): void;
}

export interface ExperimentOutcome {
  readonly result: ExperimentResult;
  readonly findings: readonly Remark[];
}

/** Runs in the compute worker. Seeded: the same settings, data and kernel give the same result, but for its timings. */
export type Experiment = (input: ExperimentInput, progress: ExperimentProgress) => Promise<ExperimentOutcome>;

type FindingName = SentenceCode extends infer Code
  ? Code extends `experiment.${infer Name}`
    ? Name
    : never
  : never;

/** A sentence that follows from numbers. */
export function finding<Name extends FindingName>(
  name: Name,
  ...facts: FactsArgument<`experiment.${Name}`>
): Remark {
  return remark(`experiment.${name}`, ...facts);
}
