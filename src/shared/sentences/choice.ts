import type { Sentence } from './template';

/** Every step of the lab's choice (`engine/choice`). */
export const choiceSentences = {
  'choice.begin': {
    en: 'The lab chooses among {candidates} models by {folds|1=a part held back from|# folds of} the {examples} training and validation examples, within {seconds} s by the clock; the test part is left alone.',
    ko: '학습·검증 예제 {examples}개를 {folds|1=일부 떼어 두고|#겹으로 나누어} 모델 {candidates}개 중에서 고릅니다. 제한 시간은 시계로 {seconds}초이며 시험 부분은 쓰지 않습니다.',
  },
  'choice.measured': {
    en: '{model}: {score} ({low} to {high}) in {folds} folds, {seconds} s.',
    ko: '{model}: {score}({low} – {high}), {folds}겹, {seconds}초.',
  },
  'choice.measuredOnce': {
    en: '{model}: {score} on the part held back, {seconds} s.',
    ko: '{model}: 떼어 둔 부분에서 {score}, {seconds}초.',
  },
  'choice.skipped': {
    en: '{model} is left out: it would take another {needed} s, and {left} s are left.',
    ko: '{model} 제외: {needed}초가 더 걸리는데 {left}초밖에 남지 않았습니다.',
  },
  'choice.tooLong': {
    en: '{model} is left out: its folds were not done after {seconds} s, when the time was over.',
    ko: '{model} 제외: {seconds}초가 지나 시간이 다 되었는데 아직 끝나지 않았습니다.',
  },
  'choice.failed': {
    en: '{model} is left out: {why@}',
    ko: '{model} 제외: {why@}',
  },
  'choice.timeOver': {
    en: 'The time is over after {seconds} s; the models behind were not tried.',
    ko: '{seconds}초가 지나 시간이 다 되었습니다. 나머지 모델은 시험해 보지 않았습니다.',
  },
  'choice.enough': {
    en: 'Somebody had seen enough: the best so far is taken.',
    ko: '그만하라는 지시에 따라 지금까지 가장 좋은 것을 씁니다.',
  },
  'choice.chosen': {
    en: '{model} is chosen with {score}; {second} comes next with {secondScore}. It is now trained as a run and judged by the test part, once.',
    ko: '{score}인 {model}을(를) 골랐습니다. 다음은 {secondScore}인 {second}입니다. 이제 실행으로 학습하고 시험 부분으로 한 번 채점합니다.',
  },
  'choice.chosenAlone': {
    en: '{model} is chosen with {score}, the only one that was tried to its end. It is now trained as a run and judged by the test part, once.',
    ko: '끝까지 시험해 본 유일한 모델인 {model}({score})을(를) 골랐습니다. 이제 실행으로 학습하고 시험 부분으로 한 번 채점합니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
