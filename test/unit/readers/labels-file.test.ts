import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchLabels, parseLabels } from '../../../src/main/engine/readers/labels/labels-file';
import { splitOfWord } from '../../../src/main/engine/readers/labels/parts';
import { decodeText } from '../../../src/main/engine/readers/text';
import { UnrollError } from '../../../src/shared/domain/error';

describe('parseLabels', () => {
  it.each([
    ['commas', 'file,label,split\na.wav,dog,train\n'],
    ['semicolons', 'label;file;split\ndog;a.wav;train\n'],
    ['tabs', 'file\tlabel\tsplit\na.wav\tdog\ttrain\n'],
    ['bars', 'file|label|split\na.wav|dog|train\n'],
    ['quotes, spaces and a byte order mark', '\uFEFF"file" , "label","split"\n"a.wav", dog ,"train"\n'],
    ['carriage returns and blank lines', 'file,label,split\r\n\r\na.wav,dog,train\r\n,,\r\n'],
  ])('reads %s', (_, text) => {
    const { columns, rows } = parseLabels(text, 'labels.csv');
    expect(columns).toEqual(['label', 'split']);
    expect(rows).toEqual([{ file: 'a.wav', values: ['dog', 'train'] }]);
  });

  it('keeps separators and line breaks within quotes', () => {
    const { rows } = parseLabels('file,label\n"a, b.wav","two\nlines"\n', 'labels.csv');
    expect(rows).toEqual([{ file: 'a, b.wav', values: ['two\nlines'] }]);
  });

  it('takes a list without a header as file and label', () => {
    const { columns, rows } = parseLabels('a.wav,dog\nb.wav,cat\n', 'labels.csv');
    expect(columns).toEqual(['label']);
    expect(rows).toHaveLength(2);
  });

  it.each([
    ['nothing', '', 'FILE_EMPTY'],
    ['a quotation mark that is never closed', 'file,label\n"a.wav,dog\n', 'FILE_CORRUPT'],
    ['columns without files', 'colour,shape\nred,round\n', 'COLUMN_UNKNOWN'],
  ])('refuses %s', (_, text, code) => {
    expect(() => parseLabels(text, 'labels.csv')).toThrow(expect.objectContaining({ code }));
  });

  it('answers any bytes with rows or an UnrollError', () => {
    const cell = fc.constantFrom(
      'file',
      'label',
      'a.wav',
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      '한',
      '../..',
      '\0',
      '__proto__',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(cell, { maxLength: 60 }).map((cells) => Buffer.from(cells.join(''))),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          const labels = parseLabels(decodeText(input, 'labels.csv'), 'labels.csv');
          for (const { file, values } of labels.rows) {
            expect(file).not.toBe('');
            expect(values).toHaveLength(labels.columns.length);
          }
          matchLabels(labels, ['a.wav', 'b/a.wav']);
        } catch (error) {
          expect(error).toBeInstanceOf(UnrollError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('decodeText', () => {
  const korean = '파일,라벨\n소리.wav,개\n';
  const eucKr = Buffer.from('c6c4c0cf2cb6f3baa70abcd2b8ae2e7761762cb0b30a', 'hex');

  it.each([
    ['UTF-8', Buffer.from(korean)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${korean}`)],
    ['UTF-16', Buffer.from(`\uFEFF${korean}`, 'utf16le')],
    ['EUC-KR', eucKr],
  ])('reads Korean in %s', (_, bytes) => {
    expect(decodeText(bytes, 'labels.csv')).toBe(korean);
  });
});

describe('matchLabels', () => {
  const match = (rows: string[][], files: string[], shown = 'labels.csv') =>
    matchLabels(
      { shown, columns: ['label'], rows: rows.map(([file = '', ...values]) => ({ file, values })) },
      files,
    );

  it('finds files relative to the labels file, in any notation', () => {
    const files = ['set/a/1.wav', 'set/b/2.wav', 'set/한글.wav'];
    const rows = [
      ['a\\1.wav', 'x'],
      ['./b/2.wav', 'y'],
      ['한글.wav'.normalize('NFD'), 'z'],
    ];
    expect(match(rows, files, 'set/labels.csv').values).toEqual([['x'], ['y'], ['z']]);
  });

  it('finds a bare name that only one file has, and no other', () => {
    const { values, missing } = match(
      [
        ['1.wav', 'x'],
        ['2.wav', 'y'],
        ['c/3.wav', 'z'],
      ],
      ['a/1.wav', 'a/2.wav', 'b/2.wav', 'a/3.wav'],
    );
    expect(values).toEqual([['x'], null, null, null]);
    expect(missing).toEqual(['2.wav', 'c/3.wav']);
  });

  it('cannot reach a file outside of what was dropped', () => {
    expect(match([['../../etc/passwd', 'x']], ['a.wav']).missing).toEqual(['../../etc/passwd']);
  });

  it('notices contradictions and forgives repetitions', () => {
    const rows = [
      ['a.wav', 'x'],
      ['a.wav', 'y'],
      ['b.wav', 'x'],
      ['b.wav', 'x'],
    ];
    expect([...match(rows, ['a.wav', 'b.wav']).contradicted]).toEqual([0]);
  });
});

describe('splitOfWord', () => {
  it('knows the usual words', () => {
    expect(['train', 'VAL', ' validation', 'dev', 'Test', '검증', 'fold1', ''].map(splitOfWord)).toEqual([
      'train',
      'validation',
      'validation',
      'validation',
      'test',
      'validation',
      null,
      null,
    ]);
  });
});
