import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentences } from '../../../src/shared/sentences/catalogue';

const areas = readdirSync('messages');
type Messages = Record<string, unknown>;
const read = (area: string, locale: string): Messages =>
  JSON.parse(readFileSync(join('messages', area, `${locale}.json`), 'utf8')) as Messages;

/** `{name}` placeholders of a message, in whichever form it is written. */
const placeholders = (message: unknown): readonly string[] =>
  [...new Set(JSON.stringify(message).match(/\{[a-zA-Z]+\}/g) ?? [])].sort();

describe.each(areas)('messages of %s', (area) => {
  const [en, ko] = [read(area, 'en'), read(area, 'ko')];

  it('exist in both languages', () => {
    expect(Object.keys(ko)).toEqual(Object.keys(en));
  });

  it('name no fact that the English does not have', () => {
    for (const [key, message] of Object.entries(ko)) {
      const known = placeholders(en[key]);
      for (const name of placeholders(message)) expect(known, key).toContain(name);
    }
  });
});

/** Every `area.fact` code that stands in the engine's sources. */
function remarkCodes(): readonly string[] {
  const kinds =
    'name|plan|recipe|task|label|group|time|channels|targets|rate|features|split|forecast|leak|classes|values|labels|audio|archive|compute|training';
  const code = new RegExp(`'((?:${kinds})\\.[a-zA-Z]+)'`, 'g');
  const files = readdirSync('src/main/engine', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join('src/main/engine', file), 'utf8'));
  const found = (pattern: RegExp): string[] =>
    files.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!));
  const findings = found(/finding\(\s*'([a-zA-Z.]+)'/g).map((name) => `experiment.${name}`);
  return [...new Set([...found(code), ...findings])];
}

const keyOf = (prefix: string, code: string): string =>
  `${prefix}_${code.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;

describe('what the engine says', () => {
  const ko: Messages = Object.assign({}, ...areas.map((area) => read(area, 'ko'))) as Messages;

  it('can be said in Korean, whatever the remark', () => {
    for (const code of remarkCodes())
      if (!(code in sentences)) expect(ko, code).toHaveProperty(keyOf('remark', code));
  });
});
