import type { Head } from '../../../../shared/domain/tasks/task-facts';
import { sigmoids, softmaxRows } from './loss';

/** What a network's last layer ends in, and what follows from it. */
interface HeadRule {
  /** The head's rows [rows, columns] as they are meant: probabilities, or values that are still scaled. */
  apply(logits: Float32Array, columns: number): Float32Array;
  /** Exponentials of an answer, an output. */
  readonly exponentials: 0 | 1;
  /** Initial weights of the last layer: Glorot's, or zeros, so that what is learnt starts from the mean. */
  readonly startsAt: 'glorot' | 'zero';
}

/** Every head; what each is in ONNX and C stands in `exports/onnx/outputs.ts` and `exports/c/head-code.ts`. */
export const heads: Readonly<Record<Head, HeadRule>> = {
  softmax: { apply: softmaxRows, exponentials: 1, startsAt: 'glorot' },
  sigmoid: { apply: (logits) => sigmoids(logits), exponentials: 1, startsAt: 'glorot' },
  linear: { apply: (logits) => logits, exponentials: 0, startsAt: 'zero' },
};
