import type { FailureSentences } from '../template';

export const baselinesFailures = {
  'MODEL_TOO_LARGE.arInputs': {
    en: '{order} steps of {features} features are {inputs} inputs; at most {mostInputs} are solved here. Choose an order of at most {mostOrder}, or fewer features.',
    ko: '특징 {features}개의 {order} 스텝은 입력 {inputs}개가 되는데, 여기서는 {mostInputs}개까지 풉니다. 차수를 {mostOrder} 이하로 고르거나 특징을 줄이세요.',
  },
  'MODEL_UNSUITABLE.arOrder': {
    en: 'An order of {order} needs sequences of more than {order} steps in every class.',
    ko: '차수 {order}에는 클래스마다 {order} 스텝보다 긴 시퀀스가 필요합니다.',
  },
  'MODEL_TOO_LARGE.dtwTime': {
    en: 'Comparing {references} training with {judged} other sequences would take about {minutes} minutes. Choose a narrower band, fewer examples or features with fewer steps.',
    ko: '학습 시퀀스 {references}개를 다른 시퀀스 {judged}개와 비교하려면 {minutes}분쯤 걸립니다. 띠를 좁히거나 예제를 줄이거나 스텝이 적은 특징을 고르세요.',
  },
  'MODEL_TOO_LARGE.kernelTime': {
    en: 'The kernels would need about {minutes} minutes for {sequences} sequences. Choose fewer examples, features with fewer steps, or fewer --kernel-features.',
    ko: '시퀀스 {sequences}개에 커널을 적용하려면 {minutes}분쯤 걸립니다. 예제를 줄이거나, 스텝이 적은 특징을 고르거나, --kernel-features를 줄이세요.',
  },
  'MODEL_TOO_LARGE.treeTime': {
    en: 'The trees would need about {minutes} minutes for {sequences} sequences. Choose fewer examples, features with fewer steps, or fewer --trees.',
    ko: '시퀀스 {sequences}개로 나무를 기르려면 {minutes}분쯤 걸립니다. 예제를 줄이거나, 스텝이 적은 특징을 고르거나, --trees를 줄이세요.',
  },
  'MODEL_TOO_LARGE.markovCounts': {
    en: '{states} states and an order of {order} would need {many} counts, {mib} MiB. Choose fewer states or a smaller order.',
    ko: '상태 {states}개에 차수 {order}이면 빈도 {many}개, {mib} MiB가 필요합니다. 상태를 줄이거나 차수를 낮추세요.',
  },
  'MODEL_UNREADABLE.modelFile': {
    en: '{file} is not a model of this lab.',
    ko: '{file}은(는) 이 프로그램의 모델이 아닙니다.',
  },
  'MODEL_TOO_LARGE.naivePrefixes': {
    en: 'A regression for each of {steps} prefix lengths of {width} features would need {many} weights, {mib} MiB, and about {time} minutes: the weights grow with the square of the length. Shorten the sequences, or choose a model that shares its weights over time.',
    ko: '특징 {width}개의 앞부분 길이 {steps}가지마다 회귀를 하나씩 두면 가중치 {many}개, {mib} MiB가 필요하고 {time}분쯤 걸립니다. 가중치는 길이의 제곱으로 늘어납니다. 시퀀스를 줄이거나 시간에 걸쳐 가중치를 나눠 쓰는 모델을 고르세요.',
  },
  'MODEL_UNSUITABLE.naiveHorizon': {
    en: 'Only {whole} of {examples} windows have a measured value at every step of the horizon, and these alone can be regressed on. Choose a shorter horizon, or another model.',
    ko: '예측 구간의 모든 스텝에 측정값이 있는 윈도가 {examples}개 가운데 {whole}개뿐이고, 회귀는 이것으로만 할 수 있습니다. 예측 구간을 줄이거나 다른 모델을 고르세요.',
  },
  'MODEL_UNREADABLE.contradicts': {
    en: 'The model contradicts itself: {why@}.',
    ko: '모델의 내용이 서로 맞지 않습니다: {why@}.',
  },
  'why.model.tensor': {
    en: '{tensor} is not what its facts say',
    ko: '{tensor}이(가) 설명과 다릅니다',
  },
  'why.model.outputs': {
    en: 'its outputs are not those of its forecast',
    ko: '출력이 예측 설정과 다릅니다',
  },
  'why.model.autoregressions': {
    en: 'it has not one autoregression for each class',
    ko: '클래스마다 자기회귀가 하나씩 있지 않습니다',
  },
  'why.model.hidden': {
    en: '{tensor} has no hidden units',
    ko: '{tensor}에 은닉 유닛이 없습니다',
  },
  'why.model.order': {
    en: '{tensor} is not what its order says',
    ko: '{tensor}이(가) 차수와 맞지 않습니다',
  },
  'why.model.chains': {
    en: 'it has not one chain for each class',
    ko: '클래스마다 사슬이 하나씩 있지 않습니다',
  },
  'why.model.models': {
    en: 'it has not one model for each class',
    ko: '클래스마다 모델이 하나씩 있지 않습니다',
  },
  'why.model.nets': {
    en: 'it has not one net for each class',
    ko: '클래스마다 망이 하나씩 있지 않습니다',
  },
  'why.model.emptyReference': {
    en: 'it has a reference without steps',
    ko: '스텝이 없는 참조 시퀀스가 있습니다',
  },
  'why.model.referenceClass': {
    en: 'a reference has a class that it does not know',
    ko: '참조 시퀀스에 모르는 클래스가 있습니다',
  },
  'why.model.members': {
    en: 'its members do not answer the same question',
    ko: '구성 모델들이 같은 질문에 답하지 않습니다',
  },
  'why.model.trees': {
    en: 'its trees contradict one another',
    ko: '나무들이 서로 맞지 않습니다',
  },
  'why.model.kernels': {
    en: 'its kernels contradict one another',
    ko: '커널끼리 서로 맞지 않습니다',
  },
  'why.model.task': {
    en: 'its task is none of its family',
    ko: '과제가 이 계열의 것이 아닙니다',
  },
  'why.model.empty': {
    en: 'it has no inputs or no outputs',
    ko: '입력이나 출력이 없습니다',
  },
  'why.model.notNumber': {
    en: '{tensor} holds what is no number',
    ko: '{tensor}에 숫자가 아닌 값이 있습니다',
  },
  'why.model.facts': {
    en: 'its facts are not those of its family',
    ko: '설명이 이 계열의 것이 아닙니다',
  },
  'MODEL_UNREADABLE.numbers': {
    en: 'The model has no numbers called {name}.',
    ko: '모델에 {name}(이)라는 숫자가 없습니다.',
  },
} as const satisfies FailureSentences;
