import type { FailureSentences } from '../template';

export const soundFailures = {
  'why.flac.checkSum': {
    en: 'a frame has a wrong check sum',
    ko: '프레임의 체크섬이 맞지 않습니다',
  },
  'why.flac.begin': {
    en: 'a frame does not begin where it should',
    ko: '프레임이 있어야 할 곳에서 시작하지 않습니다',
  },
  'why.flac.header': {
    en: 'a frame has a header that means nothing',
    ko: '프레임의 헤더에 뜻이 없습니다',
  },
  'why.flac.wasted': {
    en: 'a frame wastes more bits than it has',
    ko: '프레임이 가진 것보다 많은 비트를 버립니다',
  },
  'why.flac.shift': {
    en: 'a frame shifts the wrong way',
    ko: '프레임의 시프트 방향이 잘못되었습니다',
  },
  'why.flac.subframe': {
    en: 'a frame has a subframe that means nothing',
    ko: '프레임에 뜻이 없는 서브프레임이 있습니다',
  },
  'why.flac.predictor': {
    en: 'a frame is shorter than its predictor',
    ko: '프레임이 예측기보다 짧습니다',
  },
  'why.flac.partition': {
    en: 'a frame is cut into parts that do not fit it',
    ko: '프레임이 맞지 않는 부분들로 나뉘어 있습니다',
  },
  'why.flac.changes': {
    en: 'its rate or its channels change',
    ko: '샘플링 속도나 채널이 중간에 바뀝니다',
  },
  'why.sound.undescribed': {
    en: 'it does not say what is in it',
    ko: '무엇이 들어 있는지 적혀 있지 않습니다',
  },
  'why.sound.aiff': {
    en: 'it is an AIFF file with no sound in it',
    ko: '소리가 없는 AIFF 파일입니다',
  },
  'why.sound.zeros': {
    en: 'its format has zeros in it',
    ko: '형식에 0이 적혀 있습니다',
  },
  'FILE_FORMAT_UNKNOWN.aiff': {
    en: '{file} holds a kind of AIFF that the lab does not read ({kind}, {bits} bits); save it as 16-bit PCM.',
    ko: '{file}은(는) 읽을 수 없는 종류의 AIFF({kind}, {bits}비트)입니다. 16비트 PCM으로 저장하세요.',
  },
  'why.sound.headerZeros': {
    en: 'its header has zeros in it',
    ko: '헤더에 0이 적혀 있습니다',
  },
  'FILE_FORMAT_UNKNOWN.au': {
    en: '{file} holds a kind of AU that the lab does not read ({kind}); convert it to WAV or FLAC.',
    ko: '{file}은(는) 읽을 수 없는 종류의 AU({kind})입니다. WAV나 FLAC으로 바꾸세요.',
  },
  'why.sound.caf': {
    en: 'it is a CAF file with no sound in it',
    ko: '소리가 없는 CAF 파일입니다',
  },
  'why.sound.description': {
    en: 'its description is cut off',
    ko: '설명이 잘려 있습니다',
  },
  'why.sound.descriptionZeros': {
    en: 'its description has zeros in it',
    ko: '설명에 0이 적혀 있습니다',
  },
  'FILE_FORMAT_UNKNOWN.caf': {
    en: '{file} holds a kind of CAF that the lab does not read ({kind}); convert it to WAV or FLAC.',
    ko: '{file}은(는) 읽을 수 없는 종류의 CAF({kind})입니다. WAV나 FLAC으로 바꾸세요.',
  },
  'FILE_CORRUPT.decoder': {
    en: '{file} is damaged: its decoder {lost|timeout=came to no end|crashed}.',
    ko: '{file}이(가) 손상되었습니다. {lost|timeout=디코더가 끝나지 않았습니다|디코더가 멈췄습니다}.',
  },
  'why.sound.cut': {
    en: 'it is cut off before its sound',
    ko: '소리 앞에서 잘려 있습니다',
  },
  'FILE_EMPTY.sound': {
    en: '{file} has no sound in it.',
    ko: '{file}에 소리가 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.chain': {
    en: '{file} is a chain of several streams whose rates or channels differ; convert it to WAV or FLAC.',
    ko: '{file}은(는) 샘플링 속도나 채널이 서로 다른 스트림이 이어진 파일입니다. WAV나 FLAC으로 바꾸세요.',
  },
  'FILE_FORMAT_UNKNOWN.known': {
    en: '{file} is not a sound file that the lab knows; it reads WAV, AIFF, CAF, AU, SPHERE, FLAC, MP3, Ogg Vorbis and Opus.',
    ko: '{file}은(는) 아는 소리 파일이 아닙니다. WAV, AIFF, CAF, AU, SPHERE, FLAC, MP3, Ogg Vorbis, Opus를 읽습니다.',
  },
  'FILE_CORRUPT.sound': {
    en: '{file} is damaged: {why@}.',
    ko: '{file}이(가) 손상되었습니다: {why@}.',
  },
  'why.sound.rate': {
    en: 'its header says {rateHz} Hz',
    ko: '헤더의 샘플링 속도가 {rateHz} Hz입니다',
  },
  'COLUMN_UNKNOWN.ofSound': {
    en: '{file} is sound and has no column "{column}".',
    ko: '{file}은(는) 소리라서 ‘{column}’ 열이 없습니다.',
  },
  'why.sound.sphereLength': {
    en: 'its SPHERE header has no length',
    ko: 'SPHERE 헤더에 길이가 없습니다',
  },
  'why.sound.sphereRate': {
    en: 'its SPHERE header names no rate or no channel',
    ko: 'SPHERE 헤더에 샘플링 속도나 채널이 없습니다',
  },
  'FILE_FORMAT_UNKNOWN.sphere': {
    en: '{file} is NIST SPHERE of a coding that the lab does not read ({kind}); convert it to WAV or FLAC.',
    ko: '{file}은(는) 읽을 수 없는 부호화({kind})의 NIST SPHERE입니다. WAV나 FLAC으로 바꾸세요.',
  },
  'FILE_FORMAT_UNKNOWN.noAac': {
    en: '{file} holds no AAC sound.',
    ko: '{file}에 AAC 소리가 없습니다.',
  },
  'why.sound.formatCut': {
    en: 'its format is cut off',
    ko: '형식 설명이 잘려 있습니다',
  },
  'FILE_FORMAT_UNKNOWN.wav': {
    en: '{file} holds a kind of WAV that the lab does not read ({kind}); convert it to WAV of 16-bit PCM or to FLAC.',
    ko: '{file}은(는) 읽을 수 없는 종류의 WAV({kind})입니다. 16비트 PCM의 WAV나 FLAC으로 바꾸세요.',
  },
  'why.sound.misfit': {
    en: 'its header says {channels} channels of {bits} bits, which do not fit {frame} bytes per frame',
    ko: '헤더에는 {bits}비트 채널 {channels}개라고 적혀 있는데 프레임마다 {frame}바이트와 맞지 않습니다',
  },
  'why.sound.zeroRate': {
    en: 'its rate is zero',
    ko: '샘플링 속도가 0입니다',
  },
  'why.sound.codecs': {
    en: 'streams of different codecs follow one another in it',
    ko: '서로 다른 코덱의 스트림이 이어져 있습니다',
  },
  'why.sound.w64Mp3': {
    en: 'Wave64 holds no MP3',
    ko: 'Wave64에는 MP3를 담지 않습니다',
  },
  'why.sound.w64': {
    en: 'it is a Wave64 file with no sound in it',
    ko: '소리가 없는 Wave64 파일입니다',
  },
  'why.sound.wav': {
    en: 'it is a WAV file with no sound in it',
    ko: '소리가 없는 WAV 파일입니다',
  },
  'why.sound.hole': {
    en: 'there is a hole at byte {at}',
    ko: '{at}번째 바이트에 빈 곳이 있습니다',
  },
} as const satisfies FailureSentences;
