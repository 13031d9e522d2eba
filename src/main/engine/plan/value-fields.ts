import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import type { FieldGuess } from './field-guess';
import {
  isCounterName,
  isGroupName,
  isRemainderName,
  isSplitName,
  isStepValueName,
  isTimeName,
} from '../scan/column-names';
import { isNumber } from '../examples/written-number';

const valueNames =
  /^(rul|ttf|soh|remaining[ _]?(useful[ _]?)?life|value|target|y|age|score|rating|level|amount|speed|rate|dose|temperature|값|목표|나이|점수)$/i;

/** Every source of one number a sequence, the best guess first; `none` is always the last. */
export function valueGuesses(material: Material, columns: readonly ColumnFacts[]): FieldGuess[] {
  const guesses = [
    ...formatGuess(material),
    ...labelsFileGuesses(material),
    ...columnGuesses(material, columns),
  ];
  return [
    ...guesses.filter(({ isRemote }) => isRemote !== true),
    ...guesses.filter(({ isRemote }) => isRemote === true),
    {
      source: { kind: 'none' },
      evidence: { code: 'value.none', message: 'Nothing here is a number to learn.' },
    },
  ];
}

/** Whether the files themselves say that their answers are numbers, as a `.ts` file with `@targetLabel` does. */
export function hasWrittenValues({ kind, files }: Material): boolean {
  return kind === 'cases' && files.every(({ content }) => content.kind === 'cases' && content.hasValues);
}

function formatGuess(material: Material): FieldGuess[] {
  const { kind, files } = material;
  const isNumeric =
    kind === 'cases' &&
    files.every(({ content }) => content.kind === 'cases' && content.labels.every(isNumber));
  return isNumeric
    ? [
        {
          source: { kind: 'format' },
          evidence: { code: 'value.format', message: 'The file format writes a number for every sequence.' },
        },
      ]
    : [];
}

function labelsFileGuesses({ labels }: Material): FieldGuess[] {
  if (labels === null) return [];
  const listed = labels.values.filter((row) => row !== null);
  return labels.columns.flatMap((column, k): FieldGuess[] => {
    const values = listed.map((row) => row[k] ?? '').filter((word) => word !== '');
    if (isSplitName(column) || new Set(values).size < 2 || !values.every(isNumber)) return [];
    return [
      {
        source: { kind: 'labels-file', column },
        evidence: {
          code: 'value.labelsFile',
          message: `The labels file's column "${column}" has a number for ${values.length} files.`,
          params: { column, files: values.length },
        },
        isRemote: isGroupName(column) && !valueNames.test(column),
      },
    ];
  });
}

function columnGuesses({ kind }: Material, columns: readonly ColumnFacts[]): FieldGuess[] {
  if (kind !== 'table') return [];
  return columns
    .filter(
      ({ name, type }) => type === 'number' && !isTimeName(name) && !isSplitName(name) && !isGroupName(name),
    )
    .sort((a, b) => likelihoodOf(b.name) - likelihoodOf(a.name))
    .map(({ name }) => ({
      source: { kind: 'column', column: name } as const,
      evidence: {
        code: 'value.column',
        message: `The column "${name}" holds numbers; a stretch with one value is one sequence.`,
        params: { column: name },
      },
      isRemote: !valueNames.test(name) && likelihoodOf(name) <= 0,
    }));
}

/** By the name alone, of values of steps; counters come last. */
function likelihoodOf(name: string): number {
  if (isStepValueName(name)) return 2;
  if (isRemainderName(name)) return 1;
  return isCounterName(name) ? -1 : 0;
}
