import type { FailureSentences } from '../template';

export const inferenceFailures = {
  'FILE_FORMAT_UNKNOWN.noSound': {
    en: '{file} is not a sound file that the lab knows, and the model was trained on sound.',
    ko: '{file}은(는) 알려진 소리 파일이 아닌데 모델은 소리로 학습했습니다.',
  },
  'FILE_FORMAT_UNKNOWN.soundForTables': {
    en: '{file} is a sound file, and the model was trained on sensor tables.',
    ko: '{file}은(는) 소리 파일인데 모델은 센서 표로 학습했습니다.',
  },
  'FILE_EMPTY.noFiles': {
    en: '{file} has no {modality|audio=sound files|tables} that the lab reads.',
    ko: '{file}에 읽을 수 있는 {modality|audio=소리 파일이|표가} 없습니다.',
  },
  'MODEL_UNSUITABLE.knownPast': {
    en: 'The forecast of {name} needs times, or values that are known beforehand; {instead|stream=a stream does not have them, so give it files|send it a table with its columns}.',
    ko: '{name}의 예측에는 시간이나 미리 아는 값이 필요합니다. {instead|stream=스트림에는 없으니 파일을 주세요|열이 있는 표를 보내세요}.',
  },
  'CANCELLED.prediction': {
    en: 'The prediction was cancelled.',
    ko: '추론을 취소했습니다.',
  },
  'RUN_UNKNOWN.name': {
    en: 'There is no run and no model called {run}.',
    ko: '{run}(이)라는 실행도 모델도 없습니다.',
  },
  'ARGUMENT_INVALID.reviewUnknown': {
    en: 'There is no review {review}.',
    ko: '검토 {review}은(는) 없습니다.',
  },
  'ARGUMENT_INVALID.reviewTogether': {
    en: 'Say from which confidence on: --above, --below or both.',
    ko: '어느 확신부터인지 말하세요: --above, --below 또는 둘 다.',
  },
  'ARGUMENT_INVALID.proposalUnknown': {
    en: 'There is no proposal {proposal} in this review.',
    ko: '이 검토에는 제안 {proposal}이(가) 없습니다.',
  },
  'ARGUMENT_INVALID.reviewNoTime': {
    en: '{file}: the steps have no time, so that nothing can be marked.',
    ko: '{file}: 스텝에 시간이 없어 표시할 수 없습니다.',
  },
  'FILE_MISSING.notFoundHere': {
    en: '{name} cannot be found.',
    ko: '{name}을(를) 찾을 수 없습니다.',
  },
  'COLUMN_UNKNOWN.featureCount': {
    en: '{name} gives {features} features, and the model was trained on {expected}.',
    ko: '{name}에서는 특징이 {features}개 나오는데 모델은 {expected}개로 학습했습니다.',
  },
  'SEQUENCE_EMPTY.noSequence': {
    en: '{file} holds no sequence.',
    ko: '{file}에 시퀀스가 없습니다.',
  },
  'SEQUENCE_EMPTY.recording': {
    en: 'The recording is empty: it has no time step.',
    ko: '기록이 비어 있습니다. 시간 스텝이 하나도 없습니다.',
  },
  'ARGUMENT_INVALID.samples': {
    en: 'The samples are no whole number of rows.',
    ko: '표본이 행 단위로 나누어떨어지지 않습니다.',
  },
  'COLUMN_UNKNOWN.modelSound': {
    en: '{file} has {channels|1=one channel|# channels}, and the model was trained on {names} of its recordings.',
    ko: '{file}에는 채널이 {channels}개뿐인데 모델은 녹음의 채널 {names}에서 학습했습니다.',
  },
  'COLUMN_UNKNOWN.soundGiven': {
    en: 'The model hears {expected|1=one channel|# channels} of sound ({names}), and {channels|1=one channel comes|# channels come} in.',
    ko: '모델은 소리 채널 {names}(모두 {expected}개)에서 학습했는데 {channels}개가 들어옵니다.',
  },
  'COLUMN_UNKNOWN.modelChannels': {
    en: 'The model was trained on {expected} channels ({names}), not on {channels}.',
    ko: '모델은 채널 {names}(모두 {expected}개)에서 학습했는데 {channels}개가 왔습니다.',
  },
  'ARGUMENT_INVALID.soundRate': {
    en: 'Samples of sound need their rate, rateHz.',
    ko: '소리 표본에는 샘플링 속도 rateHz가 필요합니다.',
  },
  'ARGUMENT_INVALID.streamSamples': {
    en: '{numbers} numbers are no whole number of samples of {channels} channels.',
    ko: '숫자 {numbers}개는 채널 {channels}개의 표본으로 나누어떨어지지 않습니다.',
  },
  'STREAM_UNKNOWN.stream': {
    en: 'This stream is no longer open; open another.',
    ko: '이 스트림은 더 이상 열려 있지 않습니다. 새로 여세요.',
  },
  'COLUMN_UNKNOWN.namedChannels': {
    en: '{name} was trained on {expected} channels ({names}), not on {channels}.',
    ko: '{name}은(는) 채널 {names}(모두 {expected}개)에서 학습했는데 {channels}개가 왔습니다.',
  },
  'INTERNAL.carried': {
    en: 'The state of this network cannot be carried.',
    ko: '이 신경망의 상태는 이어 나갈 수 없습니다.',
  },
  'KERNEL_UNAVAILABLE.stream': {
    en: 'Neither the native nor the WebAssembly kernel works here; a stream needs one of them.',
    ko: '여기서는 native 커널도 WebAssembly 커널도 쓸 수 없습니다. 스트림에는 둘 중 하나가 필요합니다.',
  },
  'FILE_CORRUPT.noRecording': {
    en: '{file} holds no recording.',
    ko: '{file}에 기록이 없습니다.',
  },
} as const satisfies FailureSentences;
