import { m } from '../i18n';
import { language } from '../language.svelte';

const cache = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language.locale}${JSON.stringify(options)}`;
  const known = cache.get(key) ?? new Intl.NumberFormat(language.locale, options);
  cache.set(key, known);
  return known;
}

/** What stands where there is no number. */
export const NO_NUMBER = '–';

/** Whole numbers with the language's grouping: 52,608. */
export function formatCount(value: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/** A measured value in `digits` significant digits: 0.31, 12.4, 47.6; tiny and huge ones as powers of ten. */
export function formatNumber(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-5 || size >= 1e7)) {
    return numberFormat({ notation: 'scientific', maximumSignificantDigits: digits }).format(value);
  }
  if (size >= 1000) return numberFormat({ maximumFractionDigits: 0 }).format(value);
  return numberFormat({ maximumSignificantDigits: digits }).format(value);
}

/** A large number in few letters, as the language shortens it: 5.56M, 556만. */
export function formatCompact(value: number, digits = 3): string {
  return numberFormat({ notation: 'compact', maximumSignificantDigits: digits }).format(value);
}

/** A score or loss with a fixed number of decimals, so that columns line up: 0.950. */
export function formatFixed(value: number | null | undefined, decimals = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  return numberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}

/** A share: 0.953 → 95.3 %. */
export function formatPercent(value: number | null | undefined, decimals = 1): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_NUMBER;
  return numberFormat({ style: 'percent', maximumFractionDigits: decimals }).format(value);
}

/** How often something comes: 12.4 kHz, 50 Hz; slower than once a second as the time between, every 30 min. */
export function formatRate(hz: number | null): string {
  if (hz === null) return NO_NUMBER;
  if (hz >= 1000) return `${formatNumber(hz / 1000)} kHz`;
  return hz >= 1 ? `${formatNumber(hz)} Hz` : m.shell_every({ time: formatDuration(1 / hz) });
}

/** A duration: 3 min 20 s, 1 h 5 min, 0.42 s, 8 ms. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return NO_NUMBER;
  const size = Math.abs(seconds);
  if (size !== 0 && size < 0.1) return `${formatNumber(seconds * 1000, 2)} ms`;
  if (size < 10) return m.shell_seconds({ value: formatNumber(seconds, 2) });
  const whole = Math.round(seconds);
  if (whole < 60) return m.shell_seconds({ value: whole });
  if (whole < 3600) return pair(whole, 60, m.shell_minutes, m.shell_seconds);
  if (whole < 86_400) return pair(Math.round(whole / 60), 60, m.shell_hours, m.shell_minutes);
  return pair(Math.round(whole / 3600), 24, m.shell_days, m.shell_hours);
}

type UnitText = (facts: { value: number }) => string;

function pair(value: number, base: number, large: UnitText, small: UnitText): string {
  const rest = value % base;
  const head = large({ value: Math.floor(value / base) });
  return rest === 0 ? head : `${head} ${small({ value: rest })}`;
}

/** A size on disk: 3.4 MB (powers of ten, as file managers count). */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(bytes / 1000 ** power)} ${units[power]!}`;
}

/** A moment: Nov 23, 18:47; with the year when it is not this one. */
export function formatMoment(ms: number): string {
  const date = new Date(ms);
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(language.locale, {
    ...(!sameYear && { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(date);
}

/** A moment of today, to the second: 14:03:12. */
export function formatClock(ms: number): string {
  return new Intl.DateTimeFormat(language.locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(ms));
}

/** How an example is named: by its place in the data set, from 0 as on the command line. */
export function formatExample(index: number): string {
  return `#${formatCount(index)}`;
}

/** A list in the language's own way: a, b and c. */
export function formatList(items: readonly string[]): string {
  return new Intl.ListFormat(language.locale, { type: 'conjunction' }).format(items);
}

/** A range of lengths or values: 947–2,618. */
export function formatRange(least: string, greatest: string): string {
  return least === greatest ? least : `${least}–${greatest}`;
}
