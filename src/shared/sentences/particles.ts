/**
 * Korean particles follow the sound of the word before them: 값은, 열은 / 모델은, but 표는. A catalogue writes both forms, as
 * 은(는), 이(가), 을(를), 과(와) or (으)로, where a fact comes before, and the fitting one is chosen when the fact is known.
 */
const forms: Readonly<Record<string, readonly [closed: string, open: string]>> = {
  '은(는)': ['은', '는'],
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
  '(이)라': ['이라', '라'],
};
const PARTICLE = /은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)로|\(이\)라/g;

/** How a word ends: with a vowel, with ㄹ, or with another consonant; null where nothing is read. */
type Ending = 'open' | 'rieul' | 'closed';

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
/** Syllables are ordered by their final consonant within 28; ㄹ is the eighth. */
const FINALS = 28;
const RIEUL = 8;

/** 영 일 이 삼 사 오 육 칠 팔 구; 십, 백, 천, 만 end in other consonants too, as 영 does. */
const digits: readonly Ending[] = [
  'closed',
  'rieul',
  'open',
  'closed',
  'open',
  'open',
  'closed',
  'rieul',
  'rieul',
  'open',
];

/** Signs and units as they are read: 퍼센트, 헤르츠, 밀리초 …; ∞ is 무한대. */
const read: Readonly<Record<string, Ending>> = {
  '%': 'open',
  '∞': 'open',
  Hz: 'open',
  kHz: 'open',
  ms: 'open',
  s: 'open',
  dB: 'rieul',
};

/** Letters by their names: 엘 and 알 end in ㄹ, 엠 and 엔 in other consonants. */
function letterEnding(letter: string): Ending {
  if (/[lr]/i.test(letter)) return 'rieul';
  return /[mn]/i.test(letter) ? 'closed' : 'open';
}

/** A word in Latin letters: spelt if it cannot be said, else as Korean writes what it sounds like. */
function latinEnding(word: string): Ending {
  if (word.length === 1 || word === word.toUpperCase() || !/[aeiouy]/i.test(word))
    return letterEnding(word.at(-1)!);
  if (/(?:l|le)$/i.test(word)) return 'rieul';
  if (/(?:m|n|ng|me|ne)$/i.test(word)) return 'closed';
  // Short syllables are closed: 캣, 북, 웹, 유닛; after a consonant a vowel is put behind: 테스트.
  return /[aeiou](?:[bckpt]|ck)$/i.test(word) ? 'closed' : 'open';
}

function endingOf(before: string): Ending | null {
  // What stands in brackets and quotation marks is not read last.
  const words = before.replace(/(?:\([^()]*\)|[\s"'”’»」』\])}…])+$/u, '');
  const last = words.at(-1);
  if (last === undefined) return null;
  const code = last.charCodeAt(0);
  if (code >= HANGUL_FIRST && code <= HANGUL_LAST) {
    const final = (code - HANGUL_FIRST) % FINALS;
    return final === 0 ? 'open' : final === RIEUL ? 'rieul' : 'closed';
  }
  if (/\d/.test(last)) return digits[Number(last)]!;
  const word = /[a-z]+$/i.exec(words)?.[0];
  return read[word ?? last] ?? (word === undefined ? null : latinEnding(word));
}

/** The text with every double particle resolved; one after something unreadable stays as it is. */
export function withParticles(text: string): string {
  return text.replace(PARTICLE, (both, at: number) => {
    const ending = endingOf(text.slice(0, at));
    if (ending === null) return both;
    const [closed, open] = forms[both]!;
    const isOpen = ending === 'open' || (both === '(으)로' && ending === 'rieul');
    return isOpen ? open : closed;
  });
}
