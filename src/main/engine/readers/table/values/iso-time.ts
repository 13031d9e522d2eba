/** The commonest way to write a time, read from bytes without a string: a million of them take a tenth of a second. */

const DAY_MS = 86_400_000;

/**
 * `2012-01-05`, `2012-01-05 00:30[:15[.250]]` with a blank or T, and Z or `+09:00` behind, as milliseconds since 1970 UTC.
 *
 * @returns NaN for anything else
 */
export function isoMs(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 10) return Number.NaN;
  const separator = bytes[start + 4]!;
  if ((separator !== 45 && separator !== 47) || bytes[start + 7] !== separator) return Number.NaN;
  const year = 100 * two(bytes, start) + two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  const date = daysSince1970(year, month, day) * DAY_MS;
  if (length === 10) return date;
  const parting = bytes[start + 10];
  if ((parting !== 32 && parting !== 84 && parting !== 116) || length < 16 || bytes[start + 13] !== 58)
    return Number.NaN;
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  if (!(hour <= 24 && minute <= 59)) return Number.NaN;
  let ms = (hour * 60 + minute) * 60_000;
  let at = start + 16;
  if (at < end && bytes[at] === 58) {
    const second = two(bytes, at + 1);
    if (at + 3 > end || !(second <= 60)) return Number.NaN;
    ms += second * 1000;
    at += 3;
    if (at < end && (bytes[at] === 46 || bytes[at] === 44)) {
      let unit = 100;
      for (at++; at < end && isDigit(bytes[at]!); at++, unit /= 10) ms += (bytes[at]! - 48) * unit;
    }
  }
  if (at === end) return date + ms;
  const ahead = zoneMs(bytes, at, end);
  return date + ms - ahead;
}

/** `Z`, `+09:00`, `+0900`, `+09`; NaN for anything else. */
function zoneMs(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start]!;
  const length = end - start;
  if ((sign === 90 || sign === 122) && length === 1) return 0;
  if (sign !== 43 && sign !== 45) return Number.NaN;
  const hour = two(bytes, start + 1);
  let minute = 0;
  if (length === 6 && bytes[start + 3] === 58) minute = two(bytes, start + 4);
  else if (length === 5) minute = two(bytes, start + 3);
  else if (length !== 3) return Number.NaN;
  const ms = (hour * 60 + minute) * 60_000;
  return sign === 43 ? ms : -ms;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]!;
  const ones = bytes[at + 1]!;
  return isDigit(tens) && isDigit(ones) ? 10 * (tens - 48) + (ones - 48) : Number.NaN;
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : monthDays[month - 1]!;
}

/** H. Hinnant, chrono-compatible low-level date algorithms, days_from_civil. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return era * 146_097 + dayOfEra - 719_468;
}
