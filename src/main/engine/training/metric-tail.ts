import type { EpochMetrics, StepMetrics } from '../../../shared/domain/run';
import type { NamedTensor, Safetensors } from '../files/safetensors';
import type { RowOf } from './metric-columns';
import { columnsOf, epochLayout, stepLayout, tableOf, tensorsOf } from './metric-columns';

/** More than a training worker can say in the second that may lie between its words and their being stored. */
const MOST_STEPS = 8192;
const MOST_EPOCHS = 1024;

/** The newest rows of the curves. They go into the checkpoint, so that a run that is resumed has its curves whole. */
export class MetricTail {
  readonly #steps: RowOf<StepMetrics>[] = [];
  readonly #epochs: RowOf<EpochMetrics>[] = [];

  /** Takes the place of the same and later steps, which a retry trains again. */
  addStep(row: RowOf<StepMetrics>): void {
    add(this.#steps, row, (each) => each.step, MOST_STEPS);
  }

  addEpoch(row: RowOf<EpochMetrics>): void {
    add(this.#epochs, row, (each) => each.epoch, MOST_EPOCHS);
  }

  /** The rows of a checkpoint: nothing after its step and epoch. */
  upTo({ step, epoch }: { readonly step: number; readonly epoch: number }): {
    steps: StepMetrics;
    epochs: EpochMetrics;
  } {
    return {
      steps: columnsOf(
        stepLayout,
        this.#steps.filter((row) => row.step <= step),
      ),
      epochs: columnsOf(
        epochLayout,
        this.#epochs.filter((row) => row.epoch <= epoch),
      ),
    };
  }

  tensors(reached: { readonly step: number; readonly epoch: number }): [string, NamedTensor][] {
    const { steps, epochs } = this.upTo(reached);
    return [...tensorsOf('tail/steps', stepLayout, steps), ...tensorsOf('tail/epochs', epochLayout, epochs)];
  }

  /** @throws RangeError when the rows are not whole */
  static from({ tensors }: Safetensors): MetricTail {
    const tail = new MetricTail();
    const steps = tableOf('tail/steps', stepLayout, tensors);
    const epochs = tableOf('tail/epochs', epochLayout, tensors);
    steps.step.forEach((_, k) => tail.addStep(rowAt(steps, k)));
    epochs.epoch.forEach((_, k) => tail.addEpoch(rowAt(epochs, k)));
    return tail;
  }
}

function add<Row>(rows: Row[], row: Row, keyOf: (row: Row) => number, most: number): void {
  while (rows.length > 0 && keyOf(rows.at(-1)!) >= keyOf(row)) rows.pop();
  rows.push(row);
  // Half at a time, so that this is not done for every row.
  if (rows.length >= 2 * most) rows.splice(0, most);
}

function rowAt<T extends object>(table: T, row: number): RowOf<T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => [name, (column as Float32Array)[row]]),
  ) as RowOf<T>;
}
