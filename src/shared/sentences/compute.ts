import type { Sentence } from './template';

/** Which kernel and backend compute, and why. */
export const computeSentences = {
  'compute.chosen': {
    en: 'Computing with the {kernel} kernel on the {backend} backend.',
    ko: '{kernel} 커널과 {backend} 백엔드로 계산합니다.',
  },
  'compute.cudnn': {
    en: 'cuDNN agrees with the reference here and is used.',
    ko: 'cuDNN이 이 컴퓨터에서 기준 구현과 일치하여 사용합니다.',
  },
  'compute.cudnnWrong': {
    en: "cuDNN did not agree with the reference on this machine; TensorFlow's other kernels are used.",
    ko: 'cuDNN이 이 컴퓨터에서 기준 구현과 일치하지 않아 TensorFlow의 다른 커널을 씁니다.',
  },
  'compute.timed': {
    en: 'Computing with the {kernel} kernel on the {backend} backend, the fastest of a trial: a training step of {batch} sequences of {time} time steps took {times}.',
    ko: '{kernel} 커널과 {backend} 백엔드로 계산합니다. 시험 계산에서 가장 빨랐습니다. {time} 스텝 시퀀스 {batch}개의 학습 한 스텝에 걸린 시간: {times}.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
