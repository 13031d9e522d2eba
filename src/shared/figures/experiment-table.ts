import type { ExperimentResult } from '../domain/experiment-results';

type Field = string | number | null;
export interface DataTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Field[])[];
}

/** Row t of [steps, width] numbers. */
const rowOf = (values: readonly number[], width: number, t: number): number[] =>
  values.slice(t * width, (t + 1) * width);

/** The numbers of a figure as one table. */
export function experimentTable(result: ExperimentResult): DataTable {
  switch (result.experiment) {
    case 'vanishing':
      return {
        head: ['model', 't', 'log10_gradient_norm', 'log10_jacobian_product'],
        rows: result.series.flatMap((series) =>
          series.log10GradientNorms.map((value, k) => [
            series.model,
            k + 1,
            value,
            series.log10JacobianProducts[k]!,
          ]),
        ),
      };
    case 'memory':
      return {
        head: ['model', 'T', 'seed', 'units', 'parameters', 'status', result.metric, 'updates', 'seconds'],
        rows: result.cells.map((cell) => [
          cell.model,
          cell.steps,
          cell.seed,
          cell.units,
          cell.parameters,
          cell.status,
          cell.score,
          cell.updates,
          cell.seconds,
        ]),
      };
    case 'unrolled': {
      const { units, features, steps, inputs, tensors } = result;
      const names = Object.keys(tensors) as (keyof typeof tensors)[];
      return {
        head: [
          't',
          ...features.map((name) => `x ${name}`),
          ...names.flatMap((name) => Array.from({ length: units }, (_, unit) => `${name}${unit + 1}`)),
        ],
        rows: Array.from({ length: steps }, (_, t) => [
          t + 1,
          ...rowOf(inputs, features.length, t),
          ...names.flatMap((name) => rowOf(tensors[name] ?? [], units, t)),
        ]),
      };
    }
    case 'flip-flop':
      return {
        head: [
          ...['kind', 'unstable', 'starts', 'q', 'component 1', 'component 2', 'component 3'],
          ...Array.from({ length: result.bits }, (_, k) => `bit ${k + 1}`),
        ],
        rows: result.points.map(({ kind, unstable, starts, speed, place, answer }) => [
          ...[kind, unstable, starts, speed],
          ...place,
          ...answer,
        ]),
      };
    case 'gates': {
      const names = ['i', 'f', 'o', 'g', 'c', 'h'] as const;
      const { signal, hand, trained } = result;
      return {
        head: [
          't',
          'x',
          ...names,
          ...(trained === null
            ? []
            : [...names.map((name) => `trained ${name}`), 'trained output', 'target']),
        ],
        rows: signal.map((x, t) => [
          t + 1,
          x,
          ...names.map((name) => hand[name][t]!),
          ...(trained === null
            ? []
            : [...names.map((name) => trained.trace[name][t]!), trained.output[t]!, trained.target[t]!]),
        ]),
      };
    }
    case 'lstm-or-gru':
      return {
        head: ['model', 'training examples', 'seed', result.metric],
        rows: result.trainings.map(({ model, examples, seed, score }) => [model, examples, seed, score]),
      };
    case 'road':
      return {
        head: [
          'step',
          'model',
          'status',
          'parameters',
          'seconds',
          result.metric,
          'low',
          'high',
          'each seed',
          'reason',
        ],
        rows: result.rows.map((row) => [
          row.step,
          row.model,
          row.status,
          row.parameters,
          row.seconds,
          row.score,
          row.interval?.[0] ?? null,
          row.interval?.[1] ?? null,
          row.scores.join(' '),
          row.reason?.message ?? null,
        ]),
      };
  }
}

/** RFC 4180, a point as the decimal sign. */
export function toCsv({ head, rows }: DataTable): string {
  const quoted = (field: Field): string => {
    const text = field === null ? '' : String(field);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [head, ...rows].map((row) => row.map(quoted).join(',')).join('\n') + '\n';
}
