const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Hours ahead of UTC of zones that are written as letters; where letters mean several, what loggers mean most. */
const hours: Readonly<Record<string, number>> = {
  z: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  ist: 5.5,
  cst: -6,
  cdt: -5,
  est: -5,
  edt: -4,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  hst: -10,
  kst: 9,
  jst: 9,
  hkt: 8,
  sgt: 8,
  awst: 8,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
};

const zonePattern =
  /\s*(?:(?:utc|gmt)?([+\u2212-])(\d{1,2})(?::?(\d{2}))?|(z|[a-z]{3,4})\.?|\[?([a-z]+\/[a-z_]+(?:\/[a-z_]+)?)\]?)$/i;

/** What a written zone says: minutes ahead of UTC, or the name of a place whose clock changes. */
export type Zone = { readonly minutes: number } | { readonly place: string };

/** The zone at the end of a written time, and the text before it; null where there is none. */
export function zoneAtEnd(text: string): { rest: string; zone: Zone } | null {
  const match = zonePattern.exec(text);
  if (match === null) return null;
  const [whole, sign, hour, minute, letters, place] = match;
  const rest = text.slice(0, text.length - whole.length);
  if (sign !== undefined) {
    // A date's own dashes are no zone: only behind a clock, or after the word UTC.
    if (!/:\d{2}|\d{6}(?:[.,]\d+)?$|t\d{2,6}$/i.test(rest) && !/utc|gmt/i.test(whole)) return null;
    const minutes = 60 * Number(hour) + Number(minute ?? 0);
    return minutes > 15 * 60 ? null : { rest, zone: { minutes: sign === '+' ? minutes : -minutes } };
  }
  if (letters !== undefined) {
    const ahead = hours[letters.toLowerCase()];
    return ahead === undefined || !/\d$/.test(rest) ? null : { rest, zone: { minutes: 60 * ahead } };
  }
  return isPlace(place!) ? { rest: stripOffset(rest), zone: { place: place! } } : null;
}

/** `2012-01-01T00:00+09:00[Asia/Seoul]` says the same twice. */
function stripOffset(text: string): string {
  return text.replace(/(:\d{2}(?:[.,]\d+)?)\s*(?:z|[+-]\d{2}:?\d{2})$/i, '$1');
}

function isPlace(place: string): boolean {
  return formatOf(place) !== null;
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(place: string): Intl.DateTimeFormat | null {
  let format = formats.get(place);
  if (format === undefined) {
    try {
      format = new Intl.DateTimeFormat('en-US', {
        timeZone: place,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      format = null;
    }
    formats.set(place, format);
  }
  return format;
}

const offsets = new Map<string, number>();

/** Milliseconds that a place's clock is ahead of UTC at an instant; looked up once an hour. */
function placeOffsetMs(place: string, utcMs: number): number {
  const hour = Math.floor(utcMs / HOUR_MS);
  const key = `${place} ${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(
    formatOf(place)!
      .formatToParts(hour * HOUR_MS)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const local = Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day']!,
    parts['hour']!,
    parts['minute']!,
  );
  const offset = Math.round((local - hour * HOUR_MS) / MINUTE_MS) * MINUTE_MS;
  if (offsets.size > 100_000) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** A clock's reading in a zone, as milliseconds since 1970 UTC; of an hour that comes twice, the first. */
export function instantOf(localMs: number, zone: Zone): number {
  if ('minutes' in zone) return localMs - zone.minutes * MINUTE_MS;
  const before = placeOffsetMs(zone.place, localMs - placeOffsetMs(zone.place, localMs));
  const early = localMs - Math.max(before, placeOffsetMs(zone.place, localMs - before - HOUR_MS));
  return early + placeOffsetMs(zone.place, early) === localMs ? early : localMs - before;
}
