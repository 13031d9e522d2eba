const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A written time as milliseconds since 1970-01-01 UTC: months (`1949-01`, `Jan 1949`, `1949년 1월`), quarters
 * (`1949-Q1`), and everything ISO 8601 has. Times without a zone are taken as UTC. Null when it is none of these.
 */
export function parseWrittenTime(text: string): number | null {
  const word = text.trim();
  const yearFirst = /^(\d{4})(?:[-/.]|년\s*)(\d{1,2})월?$/.exec(word);
  if (yearFirst !== null) return monthMs(Number(yearFirst[1]), Number(yearFirst[2]));
  const quarter = /^(\d{4})[-/ ]?Q([1-4])$/i.exec(word);
  if (quarter !== null) return monthMs(Number(quarter[1]), 3 * Number(quarter[2]) - 2);
  const named = /^([a-z]{3})[a-z]*[-/ ,]+(\d{4})$/i.exec(word);
  if (named !== null) return monthMs(Number(named[2]), months.indexOf(named[1]!.toLowerCase()) + 1);
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[-+]\d{2}:?\d{2})?)?$/.exec(
    word,
  );
  if (iso === null) return null;
  const zone = iso[3] ?? 'Z';
  const ms = Date.parse(
    `${iso[1]!}T${iso[2] ?? '00:00'}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
  );
  return Number.isNaN(ms) ? null : ms;
}

function monthMs(year: number, month: number): number | null {
  return month >= 1 && month <= 12 ? Date.UTC(year, month - 1) : null;
}

const grouped = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const plain = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*%?$/i;

/** A number as people write it: `1,234.5` (unless the comma separates cells' decimals), `12 %`; NaN if it is none. */
export function parseWrittenNumber(word: string, delimiter: string): number {
  const text = word.trim();
  if (delimiter === ',' && grouped.test(text)) return Number(text.replaceAll(',', ''));
  return plain.test(text) ? Number.parseFloat(text) : Number.NaN;
}
