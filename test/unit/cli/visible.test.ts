import { expect, it } from 'vitest';
import { asCsv } from '../../../src/main/cli/predict/report';
import { visible } from '../../../src/main/cli/visible';
import { predictionsCsv } from '../../../src/renderer/views/models/predictions-csv';
import type { Prediction } from '../../../src/shared/contract/predict';

/** Protects: names that came with data or models do nothing but stand there. */

it('shows what a terminal would obey, and leaves text and lines as they are', () => {
  const hostile = 'a\u001b[2Jb\u009bc\u202edc\u2066e\rf\u0007';
  expect(visible(hostile)).toBe('a\\u001b[2Jb\\u009bc\\u202edc\\u2066e\\u000df\\u0007');
  for (const kept of ['plain\ttext\n', '한국어 · ⇄ ∞', 'e\u0301 \ud83d\ude00', '\u200d'])
    expect(visible(kept)).toBe(kept);
});

it('keeps JSON the same object', () => {
  const value = { label: '\u202e\u009b"\\', '\u001b': 1 };
  expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
});

it.each(['=1+1', '+1', '-cmd|x', '@SUM(1)', '\t=1', '\r=1'])('writes no live formula: %j', (name) => {
  const predictions: Prediction[] = [
    { kind: 'label', file: name, label: name, probabilities: { [name]: 1 } },
    { kind: 'label', file: 'plain.wav', label: 'a-b', probabilities: { [name]: 0.25 } },
  ];
  for (const text of [asCsv(predictions), new TextDecoder().decode(predictionsCsv(predictions))]) {
    const cells = text.split(/[\n,]/).map((cell) => cell.replace(/^"/, ''));
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t]/);
    expect(text).toContain('a-b');
    expect(text).toContain('0.25');
  }
});

it('leaves negative numbers numbers', () => {
  const value: Prediction[] = [{ kind: 'value', file: 'x', value: -1.5 }];
  expect(asCsv(value)).toBe('file,value\nx,-1.5');
  expect(new TextDecoder().decode(predictionsCsv(value))).toBe('file,value\r\nx,-1.5\r\n');
});
