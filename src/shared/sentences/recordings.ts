import type { Sentence } from './template';

/** Files that are one recording together, and files that a person gives another role. */
export const recordingSentences = {
  'recordings.folder': {
    en: 'Each folder is one recording of several files: {parts}. They run at the same time and are put on the same {rateHz} Hz.',
    ko: '폴더마다 여러 파일로 된 한 기록입니다({parts}). 같은 시간에 기록되어 모두 {rateHz} Hz로 맞춥니다.',
  },
  'recordings.name': {
    en: 'Files whose names differ by the instrument alone are one recording: {parts}. They run at the same time and are put on the same {rateHz} Hz.',
    ko: '이름에서 측정기만 다른 파일은 한 기록입니다({parts}). 같은 시간에 기록되어 모두 {rateHz} Hz로 맞춥니다.',
  },
  'recordings.cut': {
    en: '{count|1=One recording is|# recordings are} cut to the span in which all of {count|1=its|their} files were recorded: of {example} {seconds} of {longest} s are left.',
    ko: '기록 {count}개는 모든 파일이 함께 기록된 구간만 씁니다. 예를 들어 {example}은(는) {longest}초 가운데 {seconds}초가 남습니다.',
  },
  'recordings.interpolated': {
    en: '{part} has {ownHz} values a second: the {rateHz} steps a second between them lie on straight lines, and in pauses of more than {seconds} s nothing is known.',
    ko: '{part}은(는) 초당 값이 {ownHz}개라서 초당 {rateHz} 스텝은 그 사이를 직선으로 잇고, {seconds}초보다 긴 빈틈은 값이 없는 것으로 둡니다.',
  },
  'refused.soundChannels': {
    en: '{file} has {channels|1=one channel|# channels}, and channel {needed} goes in; take the mean (--channels mean) or other channels.',
    ko: '{file}에는 채널이 {channels}개인데 {needed}번 채널을 넣어야 합니다. 평균(--channels mean)이나 다른 채널을 고르세요.',
  },
  'refused.partMissing': {
    en: '{file} is left out: {recording} has no {part}, which the other recordings have.',
    ko: '{file}은(는) 쓰지 않습니다. 다른 기록에 있는 {part}이(가) {recording}에는 없습니다.',
  },
  'refused.partOfNothing': {
    en: '{file} belongs to none of the recordings and is left out.',
    ko: '{file}은(는) 어느 기록에도 속하지 않아 쓰지 않습니다.',
  },
  'refused.partLeftOut': {
    en: '{file} is no part of {recording}: {why|no-time=it has no column of times|other-clock=its times count from something else than those of the other files|short=it covers less than half of the recording|rare=most other recordings have no such file|empty=it has no column of values}.',
    ko: '{file}은(는) {recording}에 넣지 않습니다. {why|no-time=시간 열이 없습니다|other-clock=다른 파일과 시간의 기준이 다릅니다|short=기록의 절반도 덮지 못합니다|rare=다른 기록에는 대부분 이런 파일이 없습니다|empty=값이 있는 열이 없습니다}.',
  },
  'refused.LEFT_OUT': {
    en: '{file} was left out by hand.',
    ko: '{file}은(는) 사용자가 제외했습니다.',
  },
  'files.noneFits': {
    en: 'No file here fits "{pattern}", so that its role changes nothing.',
    ko: '‘{pattern}’에 맞는 파일이 없어 지정한 역할이 쓰이지 않습니다.',
  },
  'role.metadata': {
    en: '{file} says something of {of} and holds no recording.',
    ko: '{file}은(는) {of}에 대한 설명이며 기록이 아닙니다.',
  },
  'question.recordings': {
    en: 'Which files are one recording? {readings} readings are possible.',
    ko: '어느 파일들이 한 기록인가요? {readings}가지로 읽을 수 있습니다.',
  },
  'question.recordingsAlone': {
    en: '{file} alone; {others|1=the other file is|# other files are} left out',
    ko: '{file}만 쓰고 나머지 파일 {others}개는 제외',
  },
  'question.recordingsReading': {
    en: '{by|folder=Each folder is one recording of several files|name=Files that are named alike but for the instrument are one recording|file=Each file is a recording of its own}',
    ko: '{by|folder=폴더마다 여러 파일로 된 한 기록|name=측정기만 다른 이름의 파일들이 한 기록|file=파일마다 한 기록}',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
