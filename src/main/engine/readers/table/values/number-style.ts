/** How the numbers of one column are written. */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  /** Between groups of three digits; empty where there is none, a blank for every kind of blank. */
  readonly group: '' | ',' | '.' | ' ' | "'";
  /** Behind or before every number; empty where there is none. */
  readonly unit: string;
}

export const plainStyle: NumberStyle = { decimal: '.', group: '', unit: '' };

const candidates: readonly (Omit<NumberStyle, 'unit'> & { readonly pattern: RegExp })[] = [
  { decimal: '.', group: '', pattern: /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i },
  { decimal: ',', group: '', pattern: /^[-+]?(\d+,?\d*|,\d+)(e[-+]?\d+)?$/i },
  { decimal: '.', group: ',', pattern: /^[-+]?\d{1,3}(,\d{3})+(\.\d*)?(e[-+]?\d+)?$/i },
  { decimal: ',', group: '.', pattern: /^[-+]?\d{1,3}(\.\d{3})+(,\d*)?(e[-+]?\d+)?$/i },
  { decimal: '.', group: ' ', pattern: /^[-+]?\d{1,3}( \d{3})+(\.\d*)?$/ },
  { decimal: ',', group: ' ', pattern: /^[-+]?\d{1,3}( \d{3})+(,\d*)?$/ },
  { decimal: '.', group: "'", pattern: /^[-+]?\d{1,3}('\d{3})+(\.\d*)?$/ },
  { decimal: ',', group: "'", pattern: /^[-+]?\d{1,3}('\d{3})+(,\d*)?$/ },
];

const parts =
  /^([$€£¥₩]?)\s*([-+]?(?:\d(?:[\d.,' ]*\d)?[.,]?|[.,]\d+)(?:[ed][-+]?\d+)?)\s*((?![년월일年月日])(?:[%‰°℃℉$€£¥₩]|\p{L})[\p{L}%°²³⁻¹·*/^_. -]{0,11}\d?)?$/iu;

/** A number's digits and its unit, with blanks, minus and apostrophe as one sign each; null for anything else. */
function partsOf(word: string): { body: string; unit: string } | null {
  const text = plainDigits(word)
    .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
    .replace(/[\u2212\u2012\u2013\uff0d]/g, '-')
    .replace(/[\u2019\u02bc]/g, "'")
    .trim()
    // Accounts write (123.45) for −123.45.
    .replace(/^\(([$€£¥₩]?\s*\d[\d.,' ]*)\)$/, '-$1')
    .replace(/^-([$€£¥₩])/, '$1-');
  const match = parts.exec(text);
  if (match === null) return null;
  // `1,TRUE` is two cells, and no unit.
  if (match[3] !== undefined && /[.,]$/.test(match[2]!)) return null;
  const body = match[2]!.trimEnd().replace(/d(?=[-+]?\d+$)/i, 'e');
  return { body, unit: (match[1]! || match[3]?.trim()) ?? '' };
}

/** Digits of full width, as spreadsheets of the East have them, and of Arabic, as ASCII. */
function plainDigits(word: string): string {
  if (!/[\uff0b-\uff19\u0660-\u0669\u06f0-\u06f9]/.test(word)) return word;
  return word
    .replace(/[\uff0b-\uff19]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (sign) => String(sign.charCodeAt(0) & 0xf));
}

/** Short scales, which stand alone: 12.3K, 4M; where a column has several of them they are no units. */
const shortScales: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** Powers of a thousand before a unit; small ones are told by case. */
const prefixes: Readonly<Record<string, number>> = {
  n: 1e-9,
  µ: 1e-6,
  μ: 1e-6,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};
/** Kib and its kin are powers of 1024, and short scales (K, Mil, Bil) count in thousands. */
const scaled = /^([nµμumkKMGT]?)((?:W|Wh|V|A|Hz|g|m|s|J|Pa|B|b|bps|B\/s|b\/s|VA|var|Ω|F|l|L)?)$/;

/** What a unit is a multiple of, and how much; null for a unit that is none of those that are scaled in thousands. */
function scaleOf(unit: string): { base: string; factor: number } | null {
  const short = shortScales[unit];
  if (short !== undefined) return { base: '', factor: short };
  const match = scaled.exec(unit);
  // A lone letter is a unit of its own: m are metres.
  if (match === null || (match[2] === '' && unit !== '')) return null;
  return { base: match[2]!, factor: prefixes[match[1]!]! };
}

/**
 * The style that reads the most of a column's words. Where a comma or a point may be either (`1,234` alone), the sign that
 * other columns use as their decimal sign decides.
 *
 * @param words different words of one column, none of them missing
 * @param decimal the decimal sign that other columns prove; null where none does
 * @param allowsComma false where commas part cells, so that a decimal comma is unlikely
 * @returns null if no style reads 9 of 10
 */
export function styleOf(
  words: readonly string[],
  decimal: '.' | ',' | null,
  allowsComma: boolean,
): { style: NumberStyle; read: number } | null {
  const counts = candidates.map(() => 0);
  const grouped = candidates.map(() => 0);
  const units = new Map<string, number>();
  for (const word of words) {
    const found = partsOf(word);
    if (found === null) continue;
    units.set(found.unit, (units.get(found.unit) ?? 0) + 1);
    for (const [k, { pattern, group }] of candidates.entries()) {
      const isOwn = pattern.test(found.body);
      // Short numbers have no groups in any style.
      if (isOwn || (group !== '' && ungrouped(found.body, candidates[k]!.decimal))) counts[k]!++;
      if (isOwn && group !== '') grouped[k]!++;
    }
  }
  const unit = unitOf(units);
  if (unit === null) return null;
  let best = -1;
  for (const [k, candidate] of candidates.entries()) {
    if (candidate.group !== '' && grouped[k] === 0) continue;
    if (best === -1 || counts[k]! > counts[best]!) best = k;
    else if (counts[k] === counts[best] && isLikelier(candidate, candidates[best]!, decimal, allowsComma))
      best = k;
  }
  if (best === -1 || counts[best]! < 0.9 * words.length || counts[best] === 0) return null;
  const { decimal: sign, group } = candidates[best]!;
  return { style: { decimal: sign, group, unit }, read: counts[best]! };
}

function isLikelier(
  candidate: Omit<NumberStyle, 'unit'>,
  other: Omit<NumberStyle, 'unit'>,
  decimal: '.' | ',' | null,
  allowsComma: boolean,
): boolean {
  if (decimal !== null) return candidate.decimal === decimal && other.decimal !== decimal;
  // `1,234` between commas or in quotes is a thousand; between semicolons it is a part.
  return !allowsComma && candidate.group === ',' && other.decimal === ',';
}

function ungrouped(body: string, decimal: '.' | ','): boolean {
  return decimal === '.'
    ? /^[-+]?\d{1,3}(\.\d*)?(e[-+]?\d+)?$/i.test(body)
    : /^[-+]?\d{1,3}(,\d*)?(e[-+]?\d+)?$/i.test(body);
}

/** The one unit of a column, or the commonest of those that are multiples of each other; null for several. */
function unitOf(units: ReadonlyMap<string, number>): string | null {
  const own = [...units.keys()].filter((unit) => unit !== '');
  if (own.length === 0) return '';
  const [common] = own.sort((a, b) => units.get(b)! - units.get(a)!);
  const scale = scaleOf(common!);
  const fits = (unit: string): boolean =>
    unit === common || (scale !== null && scaleOf(unit)?.base === scale.base);
  // `1.2M` beside `345.6K` counts in ones.
  if (own.length > 1 && own.filter((unit) => unit in shortScales).length > 1 && fits('')) return '';
  const others = own.filter((unit) => !fits(unit)).reduce((sum, unit) => sum + units.get(unit)!, 0);
  const all = [...units.values()].reduce((sum, count) => sum + count, 0);
  return others > 0.1 * all ? null : common!;
}

/** A decimal sign that a column's words prove: one that is followed by more or fewer than three digits. */
export function provenDecimal(words: readonly string[]): '.' | ',' | null {
  let point = 0;
  let comma = 0;
  for (const word of words) {
    const body = partsOf(word)?.body;
    if (body === undefined) continue;
    const match = /([.,])(\d*)(?:e[-+]?\d+)?$/i.exec(body);
    if (match === null || match[2]!.length === 3) continue;
    if (match[1] === '.') point++;
    else comma++;
  }
  if (point === 0 && comma === 0) return null;
  return comma > point ? ',' : '.';
}

/** A word as a number in a style, in the style's unit; NaN if it is none. */
export function readNumber(word: string, style: NumberStyle): number {
  const found = partsOf(word);
  if (found === null) return Number.NaN;
  const { body, unit } = found;
  const isOwn = candidates.some(
    ({ decimal, group, pattern }) =>
      decimal === style.decimal && (group === '' || group === style.group) && pattern.test(body),
  );
  if (!isOwn) return Number.NaN;
  const factor = unit === style.unit || unit === '' ? 1 : factorOf(unit, style.unit);
  if (factor === null) return Number.NaN;
  const digits = style.group === '' ? body : body.replaceAll(style.group, '');
  return Number(style.decimal === ',' ? digits.replace(',', '.') : digits) * factor;
}

function factorOf(unit: string, to: string): number | null {
  const own = scaleOf(unit);
  const other = scaleOf(to);
  return own === null || other?.base !== own.base ? null : own.factor / other.factor;
}
