import type { FailureSentences } from '../template';

export const formatsFailures = {
  'why.inArchive.many': {
    en: 'it holds more than {most} files',
    ko: '파일이 {most}개보다 많습니다',
  },
  'why.bundle.json': {
    en: 'a file in it is not JSON',
    ko: '안에 든 파일이 JSON이 아닙니다',
  },
  'MODEL_UNREADABLE.unusableSince': {
    en: '{path} is not a model that the lab can use: {cause@}',
    ko: '{path}은(는) 쓸 수 있는 모델이 아닙니다: {cause@}',
  },
  'MODEL_UNREADABLE.tfjsCount': {
    en: 'model.json has {count} weights instead of {expected}.',
    ko: 'model.json에 가중치가 {expected}개가 아니라 {count}개 있습니다.',
  },
  'MODEL_UNREADABLE.tfjsBytes': {
    en: 'the weights have {bytes} bytes instead of {expected}.',
    ko: '가중치가 {expected}바이트가 아니라 {bytes}바이트입니다.',
  },
  'MODEL_UNREADABLE.tfjsShape': {
    en: '{weight} has the shape [{shape}] instead of [{wanted}].',
    ko: '{weight}의 모양이 [{wanted}]이 아니라 [{shape}]입니다.',
  },
  'MODEL_UNREADABLE.unusable': {
    en: '{path} is not a model that the lab can use: {why@}.',
    ko: '{path}은(는) 쓸 수 있는 모델이 아닙니다: {why@}.',
  },
  'why.inArchive.name': {
    en: 'a file in it has a name that no bundle gives',
    ko: '번들에 없는 이름의 파일이 들어 있습니다',
  },
  'why.inArchive.twice': {
    en: 'it holds {name} twice',
    ko: '{name}이(가) 두 번 들어 있습니다',
  },
  'why.inArchive.length': {
    en: '{name} is not as long as it says',
    ko: '{name}의 길이가 적힌 것과 다릅니다',
  },
  'why.inArchive.inflated': {
    en: 'it would become absurdly large when unpacked',
    ko: '압축을 풀면 터무니없이 커집니다',
  },
  'why.inArchive.damaged': {
    en: 'it is damaged, or no .unroll file',
    ko: '손상되었거나 .unroll 파일이 아닙니다',
  },
  'why.bundle.large': {
    en: 'it is larger than any model of the lab',
    ko: '이 프로그램의 어떤 모델보다도 큽니다',
  },
  'why.isMissing': {
    en: '{name} is missing',
    ko: '{name}이(가) 없습니다',
  },
  'why.bundle.hash': {
    en: '{name} is not what its hash says',
    ko: '{name}이(가) 해시와 다릅니다',
  },
  'why.bundle.unnamed': {
    en: 'it holds files that {manifest} does not name',
    ko: '{manifest}에 적히지 않은 파일이 들어 있습니다',
  },
  'why.bundle.contradict': {
    en: '{card} and {weights} contradict each other',
    ko: '{card}과(와) {weights}이(가) 서로 맞지 않습니다',
  },
  'why.bundle.newer': {
    en: 'it was written by a newer version of the lab; update the lab to open it',
    ko: '더 새로운 버전이 쓴 것입니다. 열려면 프로그램을 업데이트하세요',
  },
  'why.bundle.at': {
    en: '{name} is damaged at {at|–=its start|#}',
    ko: '{name}의 {at|–=첫머리가|# 항목이} 손상되었습니다',
  },
  'why.hdf5.format': {
    en: 'it is not an HDF5 file',
    ko: 'HDF5 파일이 아닙니다',
  },
  'why.hdf5.array': {
    en: '{name} is not an array of float32 numbers that the lab can hold',
    ko: '{name}은(는) 다룰 수 있는 float32 배열이 아닙니다',
  },
  'why.hdf5.damaged': {
    en: '{name} is damaged',
    ko: '{name}이(가) 손상되었습니다',
  },
  'MODEL_UNREADABLE.hdf5': {
    en: "The model's weights cannot be read: {why@}.",
    ko: '모델의 가중치를 읽을 수 없습니다: {why@}.',
  },
  'why.bundle.notOrdinary': {
    en: 'it is not an ordinary file',
    ko: '보통 파일이 아닙니다',
  },
} as const satisfies FailureSentences;
