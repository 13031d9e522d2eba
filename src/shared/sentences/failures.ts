import type { ErrorCode } from '../domain/error';
import type { Sentence } from './template';

/** What cannot be done and what to do about it: the error's code, then the case. */
export const failureSentences = {
  'ARGUMENT_INVALID.familyTask': {
    en: 'A model of the family "{family}" does not learn this task; choose a network.',
    ko: '‘{family}’ 계열의 모델은 이 과제를 배우지 못합니다. 신경망을 고르세요.',
  },
  'ARGUMENT_INVALID.poolingEveryStep': {
    en: 'Every step is answered here: choose the pooling "none".',
    ko: '스텝마다 답하는 과제입니다. 풀링을 none으로 고르세요.',
  },
  'ARGUMENT_INVALID.poolingWhole': {
    en: 'The sequence is answered as a whole here: choose the pooling "last", "mean" or "attention".',
    ko: '시퀀스 전체에 답하는 과제입니다. 풀링을 last, mean, attention 가운데 고르세요.',
  },
  'ARGUMENT_INVALID.strideEveryStep': {
    en: 'Every step is answered here, and convolutions with a stride leave some out; choose none.',
    ko: '스텝마다 답하는 과제인데 보폭이 있는 합성곱은 스텝을 건너뜁니다. 합성곱을 쓰지 마세요.',
  },
  'ARGUMENT_INVALID.looksAhead': {
    en: 'A network that reads backwards too, or convolves, sees what it is to continue; choose one direction and no convolutions.',
    ko: '거꾸로도 읽거나 합성곱을 쓰는 신경망은 이어 써야 할 것을 미리 봅니다. 한 방향으로 읽고 합성곱을 쓰지 마세요.',
  },
  'ARGUMENT_INVALID.quantiles': {
    en: 'Quantiles go upwards and have 0.5 among them, which is the forecast.',
    ko: '분위수는 작은 것부터 쓰고, 예측값인 0.5가 들어 있어야 합니다.',
  },
  'ARGUMENT_INVALID.flagOfOthers': {
    en: '{flag} belongs to {families}, not to {model|recurrent=a recurrent network|#}.',
    ko: '{flag}은(는) {families}에 쓰며 {model|recurrent=순환 신경망|#}에는 쓰지 않습니다.',
  },
  'RUN_UNKNOWN.id': {
    en: 'There is no run {run}.',
    ko: '{run}(이)라는 실행이 없습니다.',
  },
  'STATE_CORRUPT.run': {
    en: 'The run {run} cannot be read: "{field}" is damaged, or of a newer Unroll. Update this one, or delete the run.',
    ko: '{run} 실행을 읽을 수 없습니다. ‘{field}’이(가) 손상되었거나 더 새로운 Unroll이 쓴 것입니다. 업데이트하거나 이 실행을 삭제하세요.',
  },
} as const satisfies { readonly [Code in `${ErrorCode}.${string}`]?: Sentence };
