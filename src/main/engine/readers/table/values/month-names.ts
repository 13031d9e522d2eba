/** First letters of the months' names, without accents: English, German, French, Spanish, Italian, Dutch, Portuguese. */
const months: readonly (readonly string[])[] = [
  ['jan', 'jän', 'ene', 'gen'],
  ['feb', 'fev', 'fév'],
  ['mar', 'mär', 'mrz', 'maa'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mei', 'mag'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'aou', 'aoû', 'ago'],
  ['sep', 'set'],
  ['oct', 'okt', 'ott', 'out'],
  ['nov'],
  ['dec', 'dez', 'déc', 'dic'],
];

/** 1 … 12, or 0 for a word that begins no month's name. */
export function monthOf(word: string): number {
  const name = word.toLowerCase();
  if (name.length < 3) return 0;
  const known = cache.get(name);
  if (known !== undefined) return known;
  let best = 0;
  let length = 0;
  for (const [k, starts] of months.entries())
    for (const start of starts)
      if (name.startsWith(start) && start.length > length) {
        best = k + 1;
        length = start.length;
      }
  if (cache.size < 256) cache.set(name, best);
  return best;
}

const cache = new Map<string, number>();
