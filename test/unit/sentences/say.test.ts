import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { errorFromShape, ErrorShape, errorToShape } from '../../../src/shared/domain/error';
import { sentences } from '../../../src/shared/sentences/catalogue';
import { failure } from '../../../src/shared/sentences/failure';
import { remark, say, translated } from '../../../src/shared/sentences/say';
import type { Sentence } from '../../../src/shared/sentences/template';
import { factsIn, fill } from '../../../src/shared/sentences/template';
import { causedBy, foreign, why } from '../../../src/shared/sentences/why';

describe('a sentence', () => {
  it('has its facts in every language', () => {
    expect(say('en', 'fit.order', { most: 8, order: 3, criterion: 'bic' })).toBe(
      'Of the orders 1 to 8, 3 has the least BIC.',
    );
    expect(say('ko', 'fit.order', { most: 8, order: 3, criterion: 'bic' })).toBe(
      '차수 1–8 가운데 3의 BIC 값이 가장 작습니다.',
    );
  });

  it('does not go without a fact that it needs', () => {
    // Compiled, not called: the types refuse it.
    const refused = [
      // @ts-expect-error `criterion` is missing.
      () => remark('fit.order', { most: 8, order: 3 }),
      // @ts-expect-error It has facts at all.
      () => remark('fit.ridge'),
      // @ts-expect-error There is no such sentence.
      () => remark('fit.nothing'),
    ];
    expect(refused).toHaveLength(3);
  });

  it('takes the Korean particle that fits the fact', () => {
    const diverged = (learningRate: number): string =>
      say('ko', 'training.diverged', { epoch: 4, learningRate });
    expect(diverged(0.01)).toContain('학습률 0.01로 ');
    expect(diverged(0.003)).toContain('학습률 0.003으로 ');
  });

  it('is translated from what was stored, if that has all of its facts', () => {
    const stored = remark('fit.ridge', { ridge: 0.1, error: '0.250' });
    expect(stored.message).toBe(
      'The penalty 0.1 has the least squared error, 0.250, when each training example is left out.',
    );
    expect(translated('ko', stored)).toContain('벌점 0.1');
    expect(translated('ko', { code: 'fit.ridge', params: { ridge: 0.1 } })).toBeNull();
    expect(translated('ko', { code: 'from.another.version' })).toBeNull();
  });
});

describe('a failure', () => {
  it('crosses a wire with the code of its sentence, and is said in Korean behind it', () => {
    const sent = errorToShape(failure('RUN_UNKNOWN.id', { run: 'r7' }));
    expect(sent).toEqual({
      code: 'RUN_UNKNOWN',
      message: 'There is no run r7.',
      details: { run: 'r7' },
      sentence: 'RUN_UNKNOWN.id',
    });
    const { sentence, details } = errorFromShape(v.parse(ErrorShape, structuredClone(sent)));
    expect(translated('ko', { code: sentence!, params: details })).toBe('r7이라는 실행이 없습니다.');
  });

  it('carries a reason that is a sentence of its own, said in the language of the whole', () => {
    const failed = failure('FILE_CORRUPT.safetensors', {
      file: 'a.safetensors',
      ...why('why.safetensors.outside', { tensor: 'h' }),
    });
    expect(failed.message).toBe(
      'a.safetensors is not a readable safetensors file: "h" lies outside the file.',
    );
    const { sentence, details } = errorFromShape(structuredClone(errorToShape(failed)));
    expect(translated('ko', { code: sentence!, params: details })).toContain('‘h’가 파일 밖에 있습니다.');
    expect(translated('ko', { code: sentence!, params: { ...details, tensor: null } })).toBeNull();
  });

  it('carries words from elsewhere as they came, and the sentence of what caused it', () => {
    const cause = new Error('EIO');
    const inner = failure('OUTPUT_UNWRITABLE.write', { file: 'run.json', reason: 'EIO' }, { cause });
    expect(inner.cause).toBe(cause);
    expect(causedBy(inner)).toMatchObject({ cause: 'OUTPUT_UNWRITABLE.write', file: 'run.json' });
    expect(failure('COMPUTE_FAILED.tensorflow', { reason: foreign('{file} is full') }).message).toBe(
      'TensorFlow failed: {file} is full',
    );
    // @ts-expect-error English does not get into a sentence unnoticed.
    expect(() => failure('COMPUTE_FAILED.tensorflow', { reason: 'it is full' })).not.toThrow();
  });

  it('from before there was a catalogue is what it was', () => {
    const old = {
      code: 'RUN_UNKNOWN',
      message: 'There is no run r7.',
      details: { run: 'r7', newer: true },
    } as const;
    expect(errorToShape(errorFromShape(v.parse(ErrorShape, old)))).toEqual(old);
  });
});

describe('a template', () => {
  it('chooses words by a fact, rounds where it says so, and says its facts', () => {
    const template = '{rows} {rows|1=row has|rows have} {score:3}{also|–=|; and #}.';
    expect(factsIn(template)).toEqual(['rows', 'score', 'also']);
    expect(fill(template, { rows: 1, score: 0.5, also: '–' })).toBe('1 row has 0.500.');
    expect(fill(template, { rows: 2, score: 0.12345, also: 7 })).toBe('2 rows have 0.123; and 7.');
  });
});

describe('the catalogue', () => {
  it.each(Object.entries<Sentence>(sentences))('%s tells no fact in Korean alone', (_, { en, ko }) => {
    for (const name of factsIn(ko)) expect(factsIn(en)).toContain(name);
    expect(ko).toMatch(/[가-힣]/);
  });
});
