import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { followLanguage } from '../../../src/renderer/i18n';
import { language } from '../../../src/renderer/language.svelte';
import { guideBlocks } from '../../../src/renderer/ui/help/guide';
import { helpWords } from '../../../src/renderer/ui/help/help-words';

/** Protects: every word of help leads to a heading that is there, and the guide reads in the window as it is written. */

beforeAll(followLanguage);

const blocks = guideBlocks(readFileSync(new URL('../../../docs/user-guide.md', import.meta.url), 'utf8'));
const headings = blocks.filter((block) => block.kind === 'heading');

describe('help beside words', () => {
  it.each(Object.entries(helpWords))(
    '%s leads to its heading, in one or two sentences of both languages',
    (_, word) => {
      expect(headings.map(({ id }) => id)).toContain(word.section);
      for (const locale of ['en', 'ko'] as const) {
        language.choose(locale);
        expect(word.text().length).toBeGreaterThan(20);
        expect(word.text().length).toBeLessThan(220);
      }
      language.choose('en');
    },
  );
});

describe('the guide', () => {
  it('has its headings once each, in their order', () => {
    const ids = headings.filter(({ level }) => level <= 3).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 3)).toEqual(['user-guide', 'data', 'long-recordings-with-marks']);
  });

  it('leaves no mark of Markdown standing in what is read', () => {
    const words = blocks.flatMap((block) => {
      if (block.kind === 'paragraph') return [block.runs];
      if (block.kind === 'list') return block.items;
      if (block.kind === 'table') return [...block.head, ...block.rows.flat()];
      return [];
    });
    const said = words.flat().filter(({ kind }) => kind !== 'code');
    expect(said.length).toBeGreaterThan(500);
    for (const { text } of said) expect(text).not.toMatch(/`|\*\*|\]\(|^\s*[|#]/);
  });

  it('reads what stands in a table, a list and code', () => {
    expect(
      guideBlocks(
        '# A `b`\n\ntext *x* and\nmore\n- one\n  two\n- three\n\n```sh\n# no heading\n```\n| a | b |\n|---|---|\n| `p\\|q` | r |',
      ),
    ).toEqual([
      { kind: 'heading', level: 1, text: 'A b', id: 'a-b' },
      {
        kind: 'paragraph',
        runs: [
          { kind: 'text', text: 'text ' },
          { kind: 'stress', text: 'x' },
          { kind: 'text', text: ' and more' },
        ],
      },
      { kind: 'list', items: [[{ kind: 'text', text: 'one two' }], [{ kind: 'text', text: 'three' }]] },
      { kind: 'code', text: '# no heading' },
      {
        kind: 'table',
        head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
        rows: [[[{ kind: 'code', text: 'p|q' }], [{ kind: 'text', text: 'r' }]]],
      },
    ]);
    const [paragraph] = guideBlocks('see [there](x.md), **now**');
    expect(paragraph).toMatchObject({ kind: 'paragraph' });
    expect(paragraph?.kind === 'paragraph' && paragraph.runs).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'text', text: 'there' },
      { kind: 'text', text: ', ' },
      { kind: 'strong', text: 'now' },
    ]);
  });
});
