import { formatFixed, formatNumber } from '../../ui/format';

const SHOWN = 5;

/** The greatest of the values by name, as far as there is room; without values the first names. [names] */
export function greatest(
  names: readonly string[],
  values: Float32Array | null,
): { k: number; name: string; text: string | undefined }[] {
  const text = (value: number): string =>
    Math.abs(value) <= 1 ? formatFixed(value, 2) : formatNumber(value);
  return names
    .map((name, k) => ({ name, k, value: values?.[k] }))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.k - b.k)
    .slice(0, SHOWN)
    .map(({ k, name, value }) => ({ k, name, text: value === undefined ? undefined : text(value) }));
}
