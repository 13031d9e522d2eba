import type { FailureSentences } from '../template';

export const modelsFailures = {
  'MODEL_TOO_LARGE.attentionBytes': {
    en: 'A Transformer compares every step with every other: {steps} steps, {heads} heads and {layers} blocks at a batch of {batch} keep {gb} GB, and the lab gives it {mostGb} GB. Put convolutions with a stride of {stride} in all in front, or train with a smaller batch.',
    ko: 'Transformer는 모든 스텝을 서로 비교합니다. 배치 {batch}에서 {steps} 스텝, 헤드 {heads}개, 블록 {layers}개면 {gb} GB를 차지하는데 {mostGb} GB까지 쓸 수 있습니다. 앞에 보폭이 모두 합해 {stride}인 합성곱을 두거나 배치를 줄이세요.',
  },
  'MODEL_TOO_LARGE.attentionSteps': {
    en: 'A Transformer looks from every step at every other, and {steps} steps are more than the {most} that it has memory for; put convolutions with a stride in front.',
    ko: 'Transformer는 스텝마다 다른 모든 스텝을 보는데, {steps} 스텝은 메모리에 담을 수 있는 {most} 스텝보다 많습니다. 앞에 보폭이 있는 합성곱을 두세요.',
  },
  'MODEL_UNREADABLE.weight': {
    en: 'The weight {weight} is missing or has another size.',
    ko: '가중치 {weight}이(가) 없거나 크기가 다릅니다.',
  },
  'MODEL_UNREADABLE.weights': {
    en: '{file} is not a model of this lab: {why@}.',
    ko: '{file}은(는) 이 프로그램의 모델이 아닙니다: {why@}.',
  },
  'why.weights.description': {
    en: 'it has no description',
    ko: '설명이 없습니다',
  },
  'why.weights.newer': {
    en: 'it was written by a newer version',
    ko: '더 새로운 버전이 쓴 것입니다',
  },
  'why.weights.damaged': {
    en: 'its description is damaged at {at}',
    ko: '설명의 {at} 위치가 손상되었습니다',
  },
  'why.weights.tensor': {
    en: 'it has no {tensor} of shape [{shape}]',
    ko: '모양이 [{shape}]인 {tensor}이(가) 없습니다',
  },
  'RUN_NOT_READY.noWeights': {
    en: 'The run {name} has no trained weights yet; {wait|yes=wait until it ends, or stop it|resume it}.',
    ko: '{name} 실행에는 아직 학습된 가중치가 없습니다. {wait|yes=끝날 때까지 기다리거나 중지하세요|이어서 실행하세요}.',
  },
} as const satisfies FailureSentences;
