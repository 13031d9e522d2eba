import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentences } from '../../../src/shared/sentences/catalogue';
import type { Sentence } from '../../../src/shared/sentences/template';

interface Term {
  readonly english: string;
  readonly korean: string;
  readonly isAlwaysSaid: boolean;
  /** Other words for the same thing, of either language. */
  readonly not: readonly string[];
}

/** The rows of docs/glossary.md's tables. */
function readTerms(): Term[] {
  const sections = readFileSync('docs/glossary.md', 'utf8').split(/^## /m);
  return sections.flatMap((section) =>
    section
      .split('\n')
      .filter((line) => /^\| (?!English)/.test(line))
      .map((line) => {
        const [, english = '', korean = '', , not = ''] = line.split('|').map((cell) => cell.trim());
        const words = not.split(',').map((word) => word.trim());
        return { english, korean, isAlwaysSaid: section.startsWith('Always'), not: words.filter(Boolean) };
      }),
  );
}

type Said = Readonly<Record<string, Sentence>>;

/** Everything that the lab says, by key; a message with several forms is all of them. */
function readSaid(): Said {
  const said: Record<string, Sentence> = { ...sentences };
  for (const area of readdirSync('messages')) {
    const read = (locale: string): Record<string, unknown> =>
      JSON.parse(readFileSync(join('messages', area, `${locale}.json`), 'utf8')) as Record<string, unknown>;
    const [en, ko] = [read('en'), read('ko')];
    const text = (message: unknown): string =>
      typeof message === 'string'
        ? message
        : Object.values((message as [{ match: object }])[0].match).join(' ');
    for (const key of Object.keys(en))
      if (!key.startsWith('$')) said[key] = { en: text(en[key]), ko: text(ko[key]) };
  }
  return said;
}

const isKorean = (word: string): boolean => /[가-힣]/.test(word);
/** Facts' names and what they may be are no words, nor is what is typed into a filter. */
const withoutPlaces = (text: string): string =>
  text
    .replace(/\{[^{}|]*/g, '{')
    .replace(/\|[^={}|]*=/g, '|')
    .replace(/\w+[<>]=?\S+/g, '');
const hasEnglish = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w-])${word}(?:s|es)?(?![\\w-])`, 'i').test(withoutPlaces(text));

const PARTICLE = '(?:은|는|이|가|을|를|과|와|으로|로)';

/** What in a text goes against the glossary, in words; empty when nothing does. */
function faults(said: Said, terms: readonly Term[]): string[] {
  const found: string[] = [];
  for (const [key, { en, ko }] of Object.entries(said)) {
    for (const { english, korean, isAlwaysSaid, not } of terms) {
      if (isAlwaysSaid && hasEnglish(en, english) && !ko.includes(korean))
        found.push(`${key} says "${english}" without "${korean}"`);
      for (const word of not)
        if (isKorean(word) ? ko.includes(word) : hasEnglish(en, word)) found.push(`${key} says "${word}"`);
    }
    if (new RegExp(`\\}[’”)]?${PARTICLE}(?![가-힣(])`).test(ko))
      found.push(`${key} has one form of a particle`);
    if (/\}(?:스텝|에포크|Hz|kHz|ms|MHz)(?!별)/.test(ko)) found.push(`${key} lacks a space before a unit`);
    if (/\} (?:개|초|배|%)/.test(ko)) found.push(`${key} has a space before a counter`);
  }
  return found;
}

/** The particle behind a term that does not fit its sound, as searching and replacing leaves it. */
function misfits(said: Said, terms: readonly Term[]): string[] {
  return Object.entries(said).flatMap(([key, { ko }]) =>
    terms.flatMap(({ korean }) => {
      const isClosed = (korean.charCodeAt(korean.length - 1) - 0xac00) % 28 !== 0;
      const isRieul = (korean.charCodeAt(korean.length - 1) - 0xac00) % 28 === 8;
      const wrong = isClosed ? `(?:는|가|를|와${isRieul ? '|으로' : '|로'})` : '(?:은|이|을|과|으로)';
      return new RegExp(`${korean}${wrong}(?![가-힣])`).test(ko) ? [`${key}: ${korean}`] : [];
    }),
  );
}

describe('the glossary', () => {
  const terms = readTerms();
  const said = readSaid();

  it('is read whole', () => {
    expect(terms.length).toBeGreaterThan(40);
    expect(terms.every(({ english, korean }) => english !== '' && isKorean(korean))).toBe(true);
    expect(Object.keys(said).length).toBeGreaterThan(1000);
  });

  it('holds in everything that the lab says', () => {
    expect(faults(said, terms)).toEqual([]);
  });

  it('is followed by particles that fit', () => {
    expect(misfits(said, terms)).toEqual([]);
  });

  it.each([
    ['another word for a model', { en: 'A model.', ko: '모형입니다.' }],
    ['another word in English', { en: 'A dataset.', ko: '데이터 세트입니다.' }],
    ['a floor that is no 기준선', { en: 'The floor.', ko: '기준입니다.' }],
    ['a hidden state for a latent one', { en: 'A latent state.', ko: '은닉 상태입니다.' }],
    ['a particle for every fact', { en: '{file} is there.', ko: '{file}은 있습니다.' }],
    ['a unit at its number', { en: '{count} steps', ko: '{count}스텝' }],
    ['a counter apart', { en: '{count} s', ko: '{count} 초' }],
  ])('does not allow %s', (_, sentence) => {
    expect(faults({ planted: sentence }, terms)).not.toEqual([]);
  });

  it('hears a particle that does not fit', () => {
    expect(misfits({ planted: { en: '', ko: '스텝를 봅니다.' } }, terms)).toEqual(['planted: 스텝']);
  });
});
