import { describe, expect, it } from 'vitest';
import { withParticles } from '../../../src/shared/sentences/particles';

describe('a Korean particle', () => {
  it.each([
    // By the last syllable's final consonant.
    ['모델은(는) 크다', '모델은 크다'],
    ['표은(는) 크다', '표는 크다'],
    ['드럼이(가) 있다', '드럼이 있다'],
    ['채널을(를) 읽고', '채널을 읽고'],
    ['데이터과(와) 함께', '데이터와 함께'],
    ['값(으)로', '값으로'],
    // ㄹ takes 로.
    ['채널(으)로', '채널로'],
    ['표(으)로', '표로'],
    // Digits as they are read: 영 일 이 삼 … 십.
    ['0.01(으)로', '0.01로'],
    ['3(으)로', '3으로'],
    ['10이(가)', '10이'],
    ['0.004을(를)', '0.004를'],
    // Letters by their names, words as they sound.
    ['LSTM이(가)', 'LSTM이'],
    ['GRU이(가)', 'GRU가'],
    ['CSV(으)로', 'CSV로'],
    ['URL(으)로', 'URL로'],
    ['label을(를)', 'label을'],
    ['time은(는)', 'time은'],
    ['cat이(가)', 'cat이'],
    ['speaker이(가)', 'speaker가'],
    ['wav이(가)', 'wav가'],
    // Units and signs; quotation marks and brackets are not read.
    ['95%(으)로', '95%로'],
    ['8000 Hz은(는)', '8000 Hz는'],
    ['‘온도’이(가)', '‘온도’가'],
    ['‘값’이(가)', '‘값’이'],
    ['모델(GRU)이(가)', '모델(GRU)이'],
    // Several in one sentence.
    ['온도이(가) 값을(를)', '온도가 값을'],
  ])('%s', (written, said) => {
    expect(withParticles(written)).toBe(said);
  });

  it('stays double after what has no reading', () => {
    expect(withParticles('★이(가)')).toBe('★이(가)');
    expect(withParticles('은(는)')).toBe('은(는)');
  });
});
