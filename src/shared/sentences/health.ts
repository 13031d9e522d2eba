import type { Sentence } from './template';

/** What is wrong with how a network learns, and what to try. */
export const healthSentences = {
  'health.vanishing': {
    en: 'The gradient vanishes over {lost} of {steps} steps: what the network read there hardly counts for the loss.',
    ko: '{steps} 스텝 중 {lost} 스텝에서 기울기가 사라집니다. 그때 읽은 것은 손실에 거의 영향을 주지 않습니다.',
  },
  'health.exploding': {
    en: 'The gradient grows {ratio} times on its way back to the first step.',
    ko: '기울기가 첫 스텝까지 거슬러 가며 {ratio}배로 커집니다.',
  },
  'health.still': {
    en: '{still} of {units} units of layer {layer} never move, whatever they read.',
    ko: '{layer}층의 유닛 {units}개 중 {still}개는 무엇을 읽어도 움직이지 않습니다.',
  },
  'health.stuckOpen': {
    en: 'The {gate|forget=forget|update=update} gates of layer {layer} are stuck open ({percent} % of their values): nothing is ever forgotten.',
    ko: '{layer}층의 {gate|forget=망각|update=업데이트} 게이트가 열린 채 멈춰 있어({percent}%) 아무것도 잊지 않습니다.',
  },
  'health.stuckShut': {
    en: 'The {gate|forget=forget|update=update} gates of layer {layer} are stuck shut ({percent} % of their values): nothing is kept from step to step.',
    ko: '{layer}층의 {gate|forget=망각|update=업데이트} 게이트가 닫힌 채 멈춰 있어({percent}%) 스텝 사이에 아무것도 남지 않습니다.',
  },
  'health.restless': {
    en: 'One step changes {weight} by {percent} % of its size: the learning rate is too high.',
    ko: '한 스텝에 {weight}이(가) 크기의 {percent}%만큼 바뀝니다. 학습률이 너무 높습니다.',
  },
  'health.frozen': {
    en: 'One step changes no kernel by more than {ratio} of its size: it hardly learns.',
    ko: '한 스텝에 커널이 크기의 {ratio}배도 바뀌지 않아 거의 학습하지 않습니다.',
  },
  'health.tryGru': { en: 'Try GRU cells', ko: 'GRU 셀로 학습' },
  'health.tryMean': { en: 'Try the mean over time', ko: '시간 평균으로 학습' },
  'health.tryClip': { en: 'Clip the gradient at {norm}', ko: '기울기를 {norm}에서 자르기' },
  'health.tryUnits': { en: 'Try {units} units', ko: '유닛 {units}개로 학습' },
  'health.tryRate': { en: 'Try a learning rate of {learningRate}', ko: '학습률 {learningRate}(으)로 학습' },
} as const satisfies Readonly<Record<string, Sentence>>;
