/** What stands between the labels of an example in its `label`. */
const JOINT = '|';

/** What may stand between several labels of one cell, the likeliest first; a plan names one of them, or another. */
export const separators = ['|', ';', ',', '+', '&', '/'] as const;

/** The labels of a cell, each once: `dog|siren`, `a, b`, `['a', 'b']`. */
export function labelsOfCell(cell: string, separator: string): string[] {
  const text = cell.trim().replace(/^[[({](.*)[\])}]$/s, '$1');
  return unique(
    text.split(separator).map((part) =>
      part
        .trim()
        .replace(/^(['"])(.*)\1$/s, '$2')
        .trim(),
    ),
  );
}

/** As an example holds them. A bar within a name gives way. */
export function joinLabels(labels: readonly string[]): string {
  return unique(labels.map((label) => label.replaceAll(JOINT, '/'))).join(JOINT);
}

/** The labels of an example, by its `label`; none of an example that has none. */
export const labelsIn = (label: string | null): string[] =>
  label === null || label === '' ? [] : label.split(JOINT);

const unique = (words: readonly string[]): string[] => [...new Set(words.filter((word) => word !== ''))];

/** Whether a cell of a column of zeros and ones says that its label is there; null where it says neither. */
export function isSaid(cell: string): boolean | null {
  const word = cell.trim().toLowerCase();
  if (/^(1|1\.0+|true|yes|x|y|예)$/.test(word)) return true;
  return /^(0|0\.0+|false|no|n|아니오|)$/.test(word) ? false : null;
}
