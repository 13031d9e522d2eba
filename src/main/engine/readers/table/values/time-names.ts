/** Words in names of columns that hold times, in the languages of most exports. */
const words =
  /(?:^|[^\p{L}])(?:time|times|timestamp|timestamps|date|dates|datetime|day|ts|t|epoch|unix|utc|clock|created|updated|recorded|logged|when|ds|datum|zeit|uhrzeit|zeitpunkt|zeitstempel|tag|fecha|hora|tiempo|heure|temps|jour|data|ora|datenum|serial|year|years|jahr|elapsed|uptime|seconds?|millis|msecs?|ms|us|ns|sec)(?:$|[^\p{L}])/iu;
const east = /시간|시각|일시|날짜|일자|기준일|측정일|연월|時刻|時間|日時|日付|年月|时间|日期/u;

/** Whether a column's name says that it holds times: `created_at`, `Timestamp`, `측정일시`. */
export function isTimeWord(name: string): boolean {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/_/g, ' ');
  return words.test(spaced) || east.test(name);
}

/** What a name of a column says it counts, for dates that are spread over columns. */
export type DatePart = 'year' | 'month' | 'day' | 'dayOfYear' | 'hour' | 'minute' | 'second';

const partNames: readonly (readonly [DatePart, RegExp])[] = [
  ['dayOfYear', /^(doy|dayofyear|yday|julian|julianday|jday|tagdesjahres)$/],
  ['year', /^(year|yr|yyyy|yy|jahr|ano|año|annee|année|anno|jaar|년|년도|연도|年)$/],
  ['month', /^(month|mo|mon|mm|mnth|monat|mes|mois|mese|maand|월|月)$/],
  ['day', /^(day|dd|dy|dom|dayofmonth|mday|tag|dia|día|jour|giorno|dag|일|日)$/],
  ['hour', /^(hour|hr|hrs|hh|hod|hours|stunde|hora|heure|ora|uur|시|시간|時)$/],
  ['minute', /^(minute|min|mins|minutes|mi|minuto|분|分)$/],
  ['second', /^(second|sec|secs|seconds|ss|sekunde|segundo|seconde|초|秒)$/],
];

export function datePartOf(name: string): DatePart | null {
  const plain = name
    .toLowerCase()
    .replace(/[([].*$/, '')
    .replace(/[\s_.-]/g, '');
  return partNames.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}
