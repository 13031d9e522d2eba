import { monthOf } from './month-names';
import type { Zone } from './zones';
import { instantOf, zoneAtEnd } from './zones';

/**
 * Times as people and their programs write them. What a word alone does not say, whether the day or the month comes first,
 * stays open here: {@link Written.date} keeps the three numbers, and the column as a whole decides.
 */

const DAY_MS = 86_400_000;

/** Which of three numbers of a date is which. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** A time that was read from one word. */
export interface Written {
  /** `date`: since 1970; `clock`: since midnight or since a start. */
  readonly kind: 'date' | 'clock';
  /** Milliseconds: of everything, or of the time of day alone where `date` is open; before the zone is taken off. */
  readonly ms: number;
  /** Three numbers whose order is open. */
  readonly date: readonly [number, number, number] | null;
  readonly zone: Zone | null;
  /** Has a time of day. */
  readonly hasClock: boolean;
}

const weekdays =
  /^\s*\(?(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom)[a-zäöüéáû]*\.?\)?,?\s+(?=\d|[a-z])/i;
const eastWeekdays = /\s*\(?[월화수목금토일月火水木金土日]요?일?曜?日?\)\s*/g;
const clockPattern =
  /(?:^|[\sT,]|(?<=[.\d일日]\s?))(\d{1,3})(?:[:h]|시\s*|時|时)(\d{1,2})?(?:(?::|분\s*|m|分)(?:(\d{1,2})(?:[.,:](\d{1,9}))?(?:초|s|秒)?)?)?\s*$/i;
const markers: readonly (readonly [RegExp, boolean])[] = [
  [/\s*(?:a\.?\s?m\.?|오전|上午|午前)\s*/i, false],
  [/\s*(?:p\.?\s?m\.?|오후|下午|午後)\s*/i, true],
];

/** Between the start and the end of what a row speaks of; without blanks around it only a sign that no date has. */
const betweenTimes = /\s+(?:-|–|—|to|bis|until)\s+|\s*[~～→]\s*/i;
/** `Fri Mar 01 12:00:00 KST 2024`, as Java and C write it: the year comes last. */
const yearLast =
  /^((?:\p{L}+\.?,?\s+)?\p{L}{3,}\s+\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s+(?:(\S+)\s+)?(\d{4})$/u;

/** @returns null for a word that is no time; the start of `12:00 - 13:00` */
export function readTime(word: string): Written | null {
  if (word.length > 64 || !/\d/.test(word)) return null;
  let text = word.replace(/[\u00a0\u2009\u202f\u3000]/g, ' ').trim();
  const between = betweenTimes.exec(text);
  if (between !== null && between.index > 0) {
    const end = readTime(text.slice(between.index + between[0].length));
    return end === null ? null : readTime(text.slice(0, between.index));
  }
  // `[01/Mar/2024:12:00:00 +0900]`, as servers write it.
  text = text.replace(/^\[(.*)\]$/, '$1').replace(/^(\d{1,2}\/\p{L}{3}\/\d{4}):(?=\d{2}:)/u, '$1 ');
  text = text.replace(yearLast, (_, day: string, clock: string, zone: string | undefined, year: string) =>
    [day, year, clock, zone ?? ''].join(' ').trim(),
  );
  text = text.replace(eastWeekdays, ' ').trim();
  // `Mar` is March before it is mardi.
  const read = readZoned(text);
  return read ?? (/^[\d+-]/.test(text) ? null : readZoned(text.replace(weekdays, '')));
}

function readZoned(text: string): Written | null {
  const zoned = zoneAtEnd(text);
  const withoutZone = zoned === null ? text : zoned.rest.trim();
  return readParts(withoutZone, zoned?.zone ?? null) ?? (zoned === null ? null : readParts(text, null));
}

function readParts(text: string, zone: Zone | null): Written | null {
  const compact = readCompact(text);
  if (compact !== null) return { ...compact, zone };
  let rest = text;
  let isAfternoon: boolean | null = null;
  for (const [marker, isPm] of markers) {
    if (!marker.test(rest)) continue;
    const cut = rest.replace(marker, ' ').trim();
    // The letters may belong to a month's name.
    if (!/\d[:h시時时]/i.test(cut) && !/(?:^|\s)\d{1,2}$/.test(cut)) continue;
    rest = cut;
    isAfternoon = isPm;
    break;
  }
  const days = /^(\d+)\s*(?:days?,?|d|\.(?=\d{1,2}:\d{2}:))\s*(?=\d{1,2}:)/i.exec(rest);
  if (days !== null) rest = rest.slice(days[0].length);
  const clock = clockAtEnd(rest, isAfternoon) ?? clockAtStart(rest, isAfternoon);
  const date = (clock === null ? rest : clock.rest).replace(/[T,\s]+$/i, '').trim();
  if (date === '') {
    if (clock === null) return null;
    return {
      kind: 'clock',
      ms: Number(days?.[1] ?? 0) * DAY_MS + clock.ms,
      date: null,
      zone: null,
      hasClock: true,
    };
  }
  if (days !== null) return null;
  const day = readDate(date);
  if (day === null) return null;
  const ms = clock?.ms ?? 0;
  if (clock !== null && ms > DAY_MS) return null;
  return typeof day === 'number'
    ? { kind: 'date', ms: day + ms, date: null, zone, hasClock: clock !== null }
    : { kind: 'date', ms, date: day, zone, hasClock: clock !== null };
}

interface ClockPart {
  readonly ms: number;
  readonly rest: string;
}

function clockAtEnd(text: string, isAfternoon: boolean | null): ClockPart | null {
  const minutes = /(?:^|[\sT])(\d{1,3}):(\d{2})\.(\d{1,9})$/.exec(text);
  if (minutes !== null && Number(minutes[2]) < 60) {
    const seconds = 60 * Number(minutes[1]) + Number(`${minutes[2]!}.${minutes[3]!}`);
    return { ms: seconds * 1000, rest: text.slice(0, minutes.index) };
  }
  const match = clockPattern.exec(text);
  if (match !== null) return clockPart(match, isAfternoon, text.slice(0, match.index));
  // `2012-01-05 17.30.00`, and `5 PM` without minutes.
  const dotted = /(?:^|[\sT])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$/.exec(text);
  if (dotted !== null && dotted.index > 0 && /\d{4}|\d[./-]\d/.test(text.slice(0, dotted.index)))
    return clockPart(dotted, isAfternoon, text.slice(0, dotted.index));
  const hour = isAfternoon === null ? null : /(?:^|\s)(\d{1,2})$/.exec(text);
  return hour === null ? null : clockPart(hour, isAfternoon, text.slice(0, hour.index));
}

function clockAtStart(text: string, isAfternoon: boolean | null): ClockPart | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?[\s,]+/.exec(text);
  return match === null ? null : clockPart(match, isAfternoon, text.slice(match[0].length));
}

/** `12:34` are hours and minutes, `1:23.456` minutes and seconds, `-` none. */
function clockPart(match: RegExpExecArray, isAfternoon: boolean | null, rest: string): ClockPart | null {
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  const second = Number(match[3] ?? 0);
  if (minute > 59 || second > 60) return null;
  if (isAfternoon !== null) {
    if (hour > 23) return null;
    if (hour <= 12) hour = (hour % 12) + (isAfternoon ? 12 : 0);
  }
  const part = match[4] === undefined ? 0 : Number(`0.${match[4]}`);
  return { ms: ((hour * 60 + minute) * 60 + second) * 1000 + part * 1000, rest };
}

const yearFirst =
  /^(\d{4})(?:\s*[-/.]\s*|년\s*|年\s*)(\d{1,2})(?:\s*[-/.]\s*|월\s*|月\s*)(\d{1,2})(?:일|日|\.)?$/;
const yearMonth = /^(\d{4})(?:\s*[-/.]\s*|년\s*|年\s*)(\d{1,2})(?:월|月)?$/;
const open = /^'?(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?$/;
const dayMonthName =
  /^(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[-/ ]*(?:de\s+)?([\p{L}]{3,12})\.?[-/ ,]*(?:de\s+)?(\d{4}|\d{2})$/u;
const monthNameDay = /^([\p{L}]{3,12})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/ ,]+(\d{4})$/u;
const yearMonthName = /^(\d{4})[-/ ]([\p{L}]{3,12})\.?[-/ ](\d{1,2})$/u;
const quarter = /^(\d{4})[-/ ]?Q([1-4])$|^Q([1-4])[-/ ](\d{4})$/i;
/** Months and halves of years as statistical offices number them: `2010M01`, `2010-S1`. */
const monthOfYear = /^(\d{4})[-/ ]?M(\d{1,2})$/i;
const halfOfYear = /^(\d{4})[-/ ]?[HS]([12])$/i;
const monthNameYear = /^([\p{L}]{3,12})\.?[-/ ,]+(\d{4})$/u;
const yearAlone = /^(\d{4})년$/;
const week = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i;
const dayOfYear = /^(\d{4})-(\d{3})$/;

/** Milliseconds of a day's beginning, or its three numbers where their order is open. */
function readDate(text: string): number | readonly [number, number, number] | null {
  let match = yearFirst.exec(text);
  if (match !== null) return dateMs(Number(match[1]), Number(match[2]), Number(match[3]));
  match = open.exec(text);
  if (match !== null) return [Number(match[1]), Number(match[3]), Number(match[4])];
  match = dayMonthName.exec(text);
  if (match !== null) return dateMs(fullYear(match[3]!), monthOf(match[2]!), Number(match[1]));
  match = monthNameDay.exec(text);
  if (match !== null) return dateMs(Number(match[3]), monthOf(match[1]!), Number(match[2]));
  match = yearMonthName.exec(text);
  if (match !== null) return dateMs(Number(match[1]), monthOf(match[2]!), Number(match[3]));
  match = yearMonth.exec(text);
  if (match !== null) return dateMs(Number(match[1]), Number(match[2]), 1);
  match = quarter.exec(text);
  if (match !== null) return dateMs(Number(match[1] ?? match[4]), 3 * Number(match[2] ?? match[3]) - 2, 1);
  match = monthOfYear.exec(text);
  if (match !== null) return dateMs(Number(match[1]), Number(match[2]), 1);
  match = halfOfYear.exec(text);
  if (match !== null) return dateMs(Number(match[1]), 6 * Number(match[2]) - 5, 1);
  match = monthNameYear.exec(text);
  if (match !== null) return dateMs(Number(match[2]), monthOf(match[1]!), 1);
  match = yearAlone.exec(text);
  if (match !== null) return dateMs(Number(match[1]), 1, 1);
  match = week.exec(text);
  if (match !== null) return weekMs(Number(match[1]), Number(match[2]), Number(match[3] ?? 1));
  match = dayOfYear.exec(text);
  if (match !== null && Number(match[2]) >= 1 && Number(match[2]) <= 366)
    return Date.UTC(Number(match[1]), 0, Number(match[2]));
  return null;
}

/** `20160110`, `20160110T1400`, `20160110 140000.5`; a lone run of eight digits must be a date of our times. */
function readCompact(text: string): Omit<Written, 'zone'> | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:[T _-]?(\d{2})(\d{2})(?:(\d{2})(?:[.,]?(\d{1,9}))?)?)?$/i.exec(
    text,
  );
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, part] = match;
  if (Number(year) < 1800 || Number(year) > 2200) return null;
  const date = dateMs(Number(year), Number(month), Number(day));
  if (date === null || Number(hour ?? 0) > 24 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 60)
    return null;
  const seconds = (Number(hour ?? 0) * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0);
  const ms = date + seconds * 1000 + Number(`0.${part ?? 0}`) * 1000;
  return { kind: 'date', ms, date: null, hasClock: hour !== undefined };
}

/** Monday of an ISO week, and days on from it. */
function weekMs(year: number, number: number, day: number): number | null {
  if (number < 1 || number > 53) return null;
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS;
  return monday + ((number - 1) * 7 + day - 1) * DAY_MS;
}

/** Of two digits, those up to 68 are of this century, as POSIX has it. */
function fullYear(digits: string | number): number {
  const year = Number(digits);
  if (String(digits).length > 2 || year > 99) return year;
  return year + (year <= 68 ? 2000 : 1900);
}

function dateMs(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : null;
}

/** Three numbers in an order as milliseconds of the day's beginning; NaN if there is no such day. */
export function orderedMs([a, b, c]: readonly [number, number, number], order: DateOrder): number {
  if (order === 'ymd') return c > 99 ? Number.NaN : (dateMs(fullYear(a), b, c) ?? Number.NaN);
  const year = fullYear(c);
  return (order === 'dmy' ? dateMs(year, b, a) : dateMs(year, a, b)) ?? Number.NaN;
}

/** A word as milliseconds since 1970 UTC, where it alone says so; null otherwise. */
export function writtenMs(word: string): number | null {
  const written = readTime(word);
  if (written?.kind !== 'date' || written.date !== null) return null;
  return written.zone === null ? written.ms : instantOf(written.ms, written.zone);
}
