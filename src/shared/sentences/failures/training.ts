import type { FailureSentences } from '../template';

export const trainingFailures = {
  'STATE_CORRUPT.otherRun': {
    en: '{file} does not belong to this run.',
    ko: '{file}은(는) 이 실행의 것이 아닙니다.',
  },
  'TRAINING_DIVERGED.loss': {
    en: 'The loss is no longer a number, also after halving the learning rate to {learningRate}. Train with a smaller learning rate, or clip the gradient.',
    ko: '학습률을 {learningRate}(으)로 반감한 뒤에도 손실이 숫자가 아니게 되었습니다. 학습률을 낮추거나 기울기를 클리핑하세요.',
  },
  'DATASET_EMPTY.noTraining': {
    en: 'The training part has no examples; choose another split.',
    ko: '학습 부분에 예제가 없습니다. 다른 분할을 고르세요.',
  },
  'CANCELLED.fit': {
    en: 'The fit was stopped.',
    ko: '적합을 중지했습니다.',
  },
  'CANCELLED.work': {
    en: 'This was cancelled.',
    ko: '취소했습니다.',
  },
  'COMPUTE_FAILED.worker': {
    en: 'The compute worker broke off: {detail@} Try again; if it happens again, choose another kernel.',
    ko: '계산 워커가 중단되었습니다: {detail@} 다시 시도하세요. 또 일어나면 다른 커널을 고르세요.',
  },
  'ACTIVITY_UNKNOWN.id': {
    en: 'There is no activity {activity} in this session.',
    ko: '이 세션에는 {activity} 작업이 없습니다.',
  },
  'ACTIVITY_UNKNOWN.benchmark': {
    en: 'There is no benchmark {benchmark} in this session.',
    ko: '이 세션에는 {benchmark} 벤치마크가 없습니다.',
  },
} as const satisfies FailureSentences;
