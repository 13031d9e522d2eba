import type { FailureSentences } from '../template';

/** What is wrong in a file, inside a sentence that names it. */
export const readersWhyFailures = {
  'why.advice.wma': {
    en: 'WMA is not read; convert it to WAV or FLAC',
    ko: 'WMA는 읽지 않습니다. WAV나 FLAC으로 바꾸세요',
  },
  'why.advice.mat': {
    en: 'MATLAB files before version 5 are not read; save them with -v7, or save the arrays as CSV or Parquet',
    ko: '버전 5 이전의 MATLAB 파일은 읽지 않습니다. -v7로 저장하거나 배열을 CSV나 Parquet으로 저장하세요',
  },
  'why.advice.pickle': {
    en: 'pickles can run code and are never opened; save the data as CSV or Parquet',
    ko: 'pickle은 코드를 실행할 수 있어 열지 않습니다. 데이터를 CSV나 Parquet으로 저장하세요',
  },
  'why.advice.xls': {
    en: 'spreadsheets are not read; save the sheet as CSV',
    ko: '이 스프레드시트는 읽지 않습니다. 시트를 CSV로 저장하세요',
  },
  'why.advice.everything': {
    en: 'the lab reads WAV, AIFF, CAF, AU, SPHERE, FLAC, MP3, Ogg, Opus, CSV, TSV, Excel, JSON, Parquet, Feather, .ts, ARFF, .tsf, NumPy, MATLAB, HDF5, TDMS, EDF and WFDB',
    ko: 'WAV, AIFF, CAF, AU, SPHERE, FLAC, MP3, Ogg, Opus, CSV, TSV, Excel, JSON, Parquet, Feather, .ts, ARFF, .tsf, NumPy, MATLAB, HDF5, TDMS, EDF, WFDB를 읽습니다',
  },
  'why.numpy.plain': {
    en: 'its header names no plain array; save the array alone',
    ko: '헤더에 보통 배열이 적혀 있지 않습니다. 배열만 따로 저장하세요',
  },
  'why.arff.header': {
    en: '"{word}" is no line of a header',
    ko: '‘{word}’은(는) 헤더의 줄이 아닙니다',
  },
  'why.arff.values': {
    en: 'there are {count} values where the header has {expected} attributes',
    ko: '값이 {count}개인데 헤더에는 속성이 {expected}개입니다',
  },
  'why.arff.lengths': {
    en: 'the channels of one sequence must be equally long',
    ko: '한 시퀀스의 채널은 길이가 같아야 합니다',
  },
  'why.line.channels': {
    en: 'there are {channels} channels instead of {expected}',
    ko: '채널이 {expected}개가 아니라 {channels}개입니다',
  },
  'why.line.number': {
    en: '"{word}" is not a number',
    ko: '‘{word}’은(는) 숫자가 아닙니다',
  },
  'why.line.beforeData': {
    en: 'there is data before @data',
    ko: '@data 앞에 데이터가 있습니다',
  },
  'why.ts.tag': {
    en: '@{tag} is not a tag of the .ts format',
    ko: '@{tag}은(는) .ts 형식의 태그가 아닙니다',
  },
  'why.ts.flag': {
    en: '@{tag} must be true or false',
    ko: '@{tag}은(는) true나 false여야 합니다',
  },
  'why.ts.count': {
    en: '@{tag} must be a count',
    ko: '@{tag}은(는) 개수여야 합니다',
  },
  'why.ts.last': {
    en: 'the {what} is missing after the last ":"',
    ko: '마지막 ":" 다음에 {what|value=값|클래스}이(가) 없습니다',
  },
  'why.ts.value': {
    en: '"{word}" is not a number to predict',
    ko: '‘{word}’은(는) 예측할 숫자가 아닙니다',
  },
  'why.ts.class': {
    en: '"{word}" is not one of the classes in @classLabel',
    ko: '‘{word}’은(는) @classLabel에 있는 클래스가 아닙니다',
  },
  'why.ts.univariate': {
    en: 'there are {channels} channels where the header says @univariate true',
    ko: '헤더는 @univariate true인데 채널이 {channels}개입니다',
  },
  'why.ts.lengths': {
    en: 'channel {channel} has {values} values and channel 1 has {first}; the channels of one sequence must be equally long',
    ko: '채널 {channel}의 값은 {values}개인데 채널 1의 값은 {first}개입니다. 한 시퀀스의 채널은 길이가 같아야 합니다',
  },
  'why.ts.equal': {
    en: 'the sequence has {steps} steps where @equalLength true asks for {expected}',
    ko: '@equalLength true에 따르면 {expected} 스텝이어야 하는데 시퀀스가 {steps} 스텝입니다',
  },
  'why.ts.empty': {
    en: 'a channel has no values',
    ko: '값이 없는 채널이 있습니다',
  },
  'why.ucr.values': {
    en: 'there are no values after the class',
    ko: '클래스 다음에 값이 없습니다',
  },
  'why.edf.number': {
    en: '{field} is "{text}"',
    ko: '{field} 값이 ‘{text}’입니다',
  },
  'why.edf.signals': {
    en: 'its header does not fit its number of signals',
    ko: '헤더가 신호의 수와 맞지 않습니다',
  },
  'why.edf.samples': {
    en: 'signal {signal} has {samples} samples in a record',
    ko: '신호 {signal}은(는) 레코드마다 표본이 {samples}개입니다',
  },
  'why.edf.range': {
    en: 'signal {signal} has no digital range',
    ko: '신호 {signal}에 디지털 범위가 없습니다',
  },
  'why.wfdb.count': {
    en: 'its first line does not say how many signals there are',
    ko: '첫 줄에 신호의 수가 없습니다',
  },
  'why.wfdb.rate': {
    en: 'its rate is "{rate}"',
    ko: '샘플링 속도가 ‘{rate}’입니다',
  },
  'why.wfdb.listed': {
    en: 'it lists {listed} of {count} signals',
    ko: '신호 {count}개 가운데 {listed}개만 적혀 있습니다',
  },
  'why.wfdb.format': {
    en: '"{format}" is no format of samples',
    ko: '‘{format}’은(는) 표본의 형식이 아닙니다',
  },
  'why.line.attributes': {
    en: 'there are {count} attributes where the header has {expected}',
    ko: '속성이 {count}개인데 헤더에는 {expected}개입니다',
  },
} as const satisfies FailureSentences;
