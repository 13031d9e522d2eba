import type { Sentence } from './template';

/** How recordings become examples and rows. */
export const featureSentences = {
  'channels.mean': {
    en: 'The files have up to {most} channels, and their mean goes in.',
    ko: '파일에는 채널이 최대 {most}개 있으며 그 평균을 넣습니다.',
  },
  'channels.one': {
    en: 'The files have one channel.',
    ko: '파일의 채널은 하나입니다.',
  },
  'features.raw': {
    en: 'Sensor channels go in as they are, each scaled to zero mean and unit variance.',
    ko: '센서 채널을 평균 0, 분산 1로 맞춰 그대로 넣습니다.',
  },
  'features.differences': {
    en: 'Sensor channels and their changes from step to step go in, each scaled to zero mean and unit variance.',
    ko: '센서 채널과 스텝 사이의 변화량을 각각 평균 0, 분산 1로 맞춰 넣습니다.',
  },
  'features.logmel': {
    en: 'Audio goes in as {bands} log-mel bands every {hopMs} ms, so that a clip of median length has about {steps} steps.',
    ko: '소리를 {hopMs} ms마다 로그 멜 대역 {bands}개로 바꿉니다. 중간 길이의 녹음은 약 {steps} 스텝이 됩니다.',
  },
  'rate.power': {
    en: '{percent} % of the power of the sound lies above {aboveHz} Hz, so that {rateHz} Hz are kept.',
    ko: '소리 에너지의 {percent}%가 {aboveHz} Hz 위에 있어 {rateHz} Hz를 유지합니다.',
  },
  'windows.steps': {
    en: 'Long sequences are cut into windows of {steps} steps; what the network says of overlapping ones is averaged.',
    ko: '긴 시퀀스는 {steps} 스텝 구간으로 자르고, 겹치는 구간의 답은 평균합니다.',
  },
  'windows.recordings': {
    en: '{why|long=Long recordings are cut into windows|few=Every class has one recording, which is cut into windows} of {length} {unit|seconds=seconds|steps=steps}, one every {hop}: {recordings} recordings become {windows} examples.',
    ko: '{why|long=긴 녹음을|few=클래스마다 녹음이 하나뿐이라 이를} {length} {unit|seconds=초|steps=스텝} 구간으로 {hop} {unit|seconds=초|steps=스텝}마다 자릅니다. 녹음 {recordings}개가 예제 {windows}개가 됩니다.',
  },
  'split.recordings': {
    en: 'Whole recordings are held out, so that no window of the test has neighbours that were learnt.',
    ko: '녹음을 통째로 떼어 두어, 시험 구간의 이웃을 학습하지 않게 합니다.',
  },
  'split.folds': {
    en: 'The authors dealt the set out to folds ({where}), {folds} of them: the last is the test, the one before it for validation.',
    ko: '만든 이가 데이터를 폴드 {folds}개로 나누어 두었습니다({where}). 마지막 폴드로 시험하고 그 앞 폴드로 검증합니다.',
  },
  'split.stretches': {
    en: 'A class has fewer than three recordings: the last stretches of each are for validation and test, behind a gap of a window. The score says little about another recording.',
    ko: '녹음이 세 개보다 적은 클래스가 있어, 각 녹음의 뒷부분을 구간 하나만큼 띄워 검증과 시험에 씁니다. 다른 녹음에 대한 성능은 알기 어렵습니다.',
  },
  'label.missingRows': {
    en: '{rows} rows have no label and are left out.',
    ko: '레이블이 없는 행 {rows}개는 제외합니다.',
  },
  'examples.empty': {
    en: '{examples} sequences have no value and are left out.',
    ko: '값이 없는 시퀀스 {examples}개는 제외합니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
