import type { FailureSentences } from '../template';

export const experimentsFailures = {
  'ARGUMENT_INVALID.setting': {
    en: '{setting} must be {why@}.',
    ko: '{setting} 값은 {why@}여야 합니다.',
  },
  'why.setting.number': {
    en: 'a {isWhole|yes=whole |}number from {min} to {max}',
    ko: '{min}부터 {max}까지의 {isWhole|yes=정수|수}',
  },
  'why.setting.switch': {
    en: 'true or false',
    ko: 'true 또는 false',
  },
  'why.setting.dataset': {
    en: 'the id of a data set',
    ko: '데이터 세트의 id',
  },
  'why.setting.choice': {
    en: 'one of {options}',
    ko: '{options} 중 하나',
  },
  'why.setting.choices': {
    en: 'some of {options}',
    ko: '{options} 중 몇 가지',
  },
  'why.setting.numbers': {
    en: 'whole numbers from {min} to {max}',
    ko: '{min}부터 {max}까지의 정수들',
  },
  'why.setting.signal': {
    en: '2 to 1000 numbers from {min} to {max}',
    ko: '{min}부터 {max}까지의 수 2–1000개',
  },
  'DATASET_EMPTY.noJudges': {
    en: 'There are no test or validation examples to judge a model on.',
    ko: '모델을 평가할 시험 예제나 검증 예제가 없습니다.',
  },
  'DATASET_UNKNOWN.needed': {
    en: 'This experiment needs a data set; import one first.',
    ko: '이 실험에는 데이터 세트가 필요합니다. 먼저 가져오세요.',
  },
  'DATASET_UNKNOWN.neededOrSample': {
    en: 'This experiment needs a data set; import one, or open a sample set first.',
    ko: '이 실험에는 데이터 세트가 필요합니다. 가져오거나 먼저 샘플을 여세요.',
  },
  'ARGUMENT_INVALID.settingUnknown': {
    en: 'There is no setting {setting}; there are {settings}.',
    ko: '{setting}(이)라는 설정은 없습니다. 있는 것은 {settings}입니다.',
  },
} as const satisfies FailureSentences;
