import type { Sentence } from './template';

/** What is decided or noticed while a network is trained. */
export const trainingSentences = {
  'training.diverged': {
    en: 'The loss is no longer a number. Training goes on from epoch {epoch} with the learning rate {learningRate}.',
    ko: '손실이 숫자가 아니게 되어, 에포크 {epoch}부터 학습률 {learningRate}(으)로 이어 갑니다.',
  },
  'training.notLearning': {
    en: 'After {steps} steps the network is no better than a guess that ignores its input. Try a higher learning rate (now {learningRate}){pooling|last=, the mean over time instead of the last state|}{cell|rnn=, a GRU or LSTM instead of a plain RNN|}{dropout|much=, less dropout|}, a look at the labels.',
    ko: '{steps}회 갱신했지만 입력을 무시한 추측보다 나아지지 않았습니다. 다음을 시도해 보세요: 더 큰 학습률(지금 {learningRate}){pooling|last=, 마지막 상태 대신 시간 평균|}{cell|rnn=, 단순 RNN 대신 GRU나 LSTM|}{dropout|much=, 더 적은 드롭아웃|}, 레이블 확인.',
  },
  'training.nearFloor': {
    en: 'The network may be no better than {name|majority=always answering with the most frequent class|lastValue=repeating the last value|seasonalNaive=repeating the value of one season before|trainingMean=always answering with the mean|baseRate=guessing|statistics=statistics over time|dtw=the nearest example}: {score:3} ({low:3} to {high:3}) against {floor:3}. Try more data, other features, or a longer training.',
    ko: '신경망이 기준선({name|majority=늘 가장 흔한 클래스로 답하는 것|lastValue=마지막 값을 되풀이하는 것|seasonalNaive=한 주기 전 값을 되풀이하는 것|trainingMean=늘 평균으로 답하는 것|baseRate=추측|statistics=시간 통계량|dtw=가장 가까운 예제})보다 낫다고 할 수 없습니다({score:3}, 구간 {low:3}–{high:3} 대 {floor:3}). 데이터를 늘리거나 특징을 바꾸거나 더 오래 학습해 보세요.',
  },
  'training.belowFloor': {
    en: 'The network is no better than {name|majority=always answering with the most frequent class|lastValue=repeating the last value|seasonalNaive=repeating the value of one season before|trainingMean=always answering with the mean|baseRate=guessing|statistics=statistics over time|dtw=the nearest example}: {score:3} against {floor:3}. Try more data, other features, or a longer training.',
    ko: '신경망이 기준선({name|majority=늘 가장 흔한 클래스로 답하는 것|lastValue=마지막 값을 되풀이하는 것|seasonalNaive=한 주기 전 값을 되풀이하는 것|trainingMean=늘 평균으로 답하는 것|baseRate=추측|statistics=시간 통계량|dtw=가장 가까운 예제})보다 낫지 않습니다({score:3} 대 {floor:3}). 데이터를 늘리거나 특징을 바꾸거나 더 오래 학습해 보세요.',
  },
  'scores.measured': {
    en: '{count} of {of} values were measured',
    ko: '값 {of}개 중 {count}개가 측정됨',
  },
  'training.spectralRadius': {
    en: 'The spectral radius of the recurrence was {initial} at first and is {trained} now: below 1 the past fades, above 1 it can grow.',
    ko: '순환 행렬의 스펙트럼 반지름은 처음 {initial}, 지금 {trained}입니다. 1보다 작으면 과거가 희미해지고, 크면 커질 수 있습니다.',
  },
  'training.checkpointDamaged': {
    en: 'The newest checkpoint is damaged; training goes on from the one before, after epoch {epoch}. The disk may be failing.',
    ko: '가장 새로운 체크포인트가 손상되어, 그 이전 체크포인트인 에포크 {epoch} 다음부터 학습을 이어 갑니다. 디스크 고장이 의심됩니다.',
  },
  'training.checkpointGone': {
    en: 'Epoch {shown} was reached, but its checkpoint is gone; training goes on from the one of epoch {epoch}, which leads to the same weights. The disk may be failing.',
    ko: '에포크 {shown}까지 학습했지만 그 체크포인트가 없어졌습니다. 에포크 {epoch}의 체크포인트부터 이어 가며, 결과 가중치는 같습니다. 디스크 고장이 의심됩니다.',
  },
  'training.curvesDamaged': {
    en: 'Part of the curves is damaged: {steps} steps and {epochs} epochs are left, and what they lead to is as it was. The disk may be failing.',
    ko: '곡선의 일부가 손상되어 스텝 {steps}개와 에포크 {epochs}개가 남았습니다. 학습 결과는 그대로입니다. 디스크 고장이 의심됩니다.',
  },
  'training.checkpointsDamaged': {
    en: 'Both checkpoints are damaged; training begins anew, which leads to the same weights. The disk may be failing.',
    ko: '체크포인트가 둘 다 손상되어 처음부터 다시 학습합니다. 결과 가중치는 같습니다. 디스크 고장이 의심됩니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
