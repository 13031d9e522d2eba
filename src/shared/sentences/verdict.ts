import type { Sentence } from './template';

/** What a finished run’s numbers come to, and what to do next (`engine/verdict`). */
export const verdictSentences = {
  'verdict.leak': {
    en: 'The score of {score} cannot be trusted. {leak@}',
    ko: '{score}라는 점수는 믿을 수 없습니다. {leak@}',
  },
  'verdict.chance': {
    en: 'It has learnt nothing that these examples could show: {score} ({from} to {to}), where {name|majority=always the most frequent class|baseRate=guessing by frequency|lastValue=the last value again|seasonalNaive=the value of one season before|trainingMean=always the mean|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#} reaches {floor}.',
    ko: '이 예제로 확인되는 것은 아무것도 배우지 못했습니다. 점수 {score}({from}–{to}), {name|majority=늘 가장 많은 클래스로 답하기|baseRate=빈도로 추측하기|lastValue=마지막 값 되풀이|seasonalNaive=한 주기 전의 값|trainingMean=늘 평균으로 답하기|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#}: {floor}.',
  },
  'verdict.belowFloor': {
    en: 'It lies below {name|majority=always the most frequent class|baseRate=guessing by frequency|lastValue=the last value again|seasonalNaive=the value of one season before|trainingMean=always the mean|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#}: {score} against {floor}, {by}{unit|points= points|} behind ({low} to {high}).',
    ko: '기준선보다 못합니다({name|majority=늘 가장 많은 클래스로 답하기|baseRate=빈도로 추측하기|lastValue=마지막 값 되풀이|seasonalNaive=한 주기 전의 값|trainingMean=늘 평균으로 답하기|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#}: {floor}). {score}(으)로 {by}{unit|points=%p|} 뒤집니다({low} – {high}).',
  },
  'verdict.notAboveFloor': {
    en: 'Not better than {name|majority=always the most frequent class|baseRate=guessing by frequency|lastValue=the last value again|seasonalNaive=the value of one season before|trainingMean=always the mean|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#}: {score} against {floor}. The difference ({low} to {high}{unit|points= points|}) may be chance, and the simpler model is the safer choice.',
    ko: '{name|majority=늘 가장 많은 클래스로 답하기|baseRate=빈도로 추측하기|lastValue=마지막 값 되풀이|seasonalNaive=한 주기 전의 값|trainingMean=늘 평균으로 답하기|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#}보다 낫지 않습니다({score} 대 {floor}). 차이는 우연일 수 있으니({low} – {high}{unit|points=%p|}) 더 단순한 모델이 안전합니다.',
  },
  'verdict.stillImproving': {
    en: 'It was still getting better when it ended: over its last {width} of {epochs} epochs the validation loss fell by {percent}%, and epoch {best} was the best.',
    ko: '끝날 때까지 계속 나아지고 있었습니다. {epochs} 에포크 중 마지막 {width} 에포크 동안 검증 손실이 {percent}% 줄었고 에포크 {best}이(가) 가장 좋았습니다.',
  },
  'verdict.overfitted': {
    en: 'It knows its examples by heart: {train} on what it learnt from, {unseen} on what it had not seen (validation part, epoch {epoch}).',
    ko: '배운 예제를 외웠습니다. 배운 것에서는 {train}, 처음 보는 것에서는 {unseen}입니다(검증 부분, 에포크 {epoch}).',
  },
  'verdict.classDragging': {
    en: '“{label}” drags the score: {right} of its {support} examples are right, of all others {others}%. “{confused}” is what {taken} of them are taken for.',
    ko: '‘{label}’ 때문에 점수가 낮습니다. 예제 {support}개 중 {right}개만 맞혔고 나머지 클래스는 {others}%를 맞혔습니다. {taken}개는 ‘{confused}’(으)로 보았습니다.',
  },
  'verdict.tooWideExamples': {
    en: 'Too few examples to tell: {score} lies {by}{unit|points= points|} above {name|majority=always the most frequent class|baseRate=guessing by frequency|lastValue=the last value again|seasonalNaive=the value of one season before|trainingMean=always the mean|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#} ({floor}), which may be chance ({low} to {high}). It would take some {enough} test examples instead of {examples}.',
    ko: '예제가 적어 단정할 수 없습니다. {score}은(는) {name|majority=늘 가장 많은 클래스로 답하기|baseRate=빈도로 추측하기|lastValue=마지막 값 되풀이|seasonalNaive=한 주기 전의 값|trainingMean=늘 평균으로 답하기|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#}({floor})보다 {by}{unit|points=%p|} 높지만 우연일 수 있습니다({low} – {high}). 시험 예제 {examples}개가 아니라 약 {enough}개가 필요합니다.',
  },
  'verdict.tooWide': {
    en: 'Too little to tell: {score} is better than {name|majority=always the most frequent class|baseRate=guessing by frequency|lastValue=the last value again|seasonalNaive=the value of one season before|trainingMean=always the mean|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#} ({floor}) by {by}{unit|points= points|}, which may be chance ({low} to {high}).',
    ko: '단정할 수 없습니다. {score}은(는) {name|majority=늘 가장 많은 클래스로 답하기|baseRate=빈도로 추측하기|lastValue=마지막 값 되풀이|seasonalNaive=한 주기 전의 값|trainingMean=늘 평균으로 답하기|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#}({floor})보다 {by}{unit|points=%p|} 좋지만 우연일 수 있습니다({low} – {high}).',
  },
  'verdict.nothingToAdd': {
    en: 'Nothing to mend: {score} ({from} to {to}) is better than {name|majority=always the most frequent class|baseRate=guessing by frequency|lastValue=the last value again|seasonalNaive=the value of one season before|trainingMean=always the mean|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#} ({floor}) by {by}{unit|points= points|}, and by {least} at least.',
    ko: '고칠 것이 없습니다. {score}({from}–{to})은(는) {name|majority=늘 가장 많은 클래스로 답하기|baseRate=빈도로 추측하기|lastValue=마지막 값 되풀이|seasonalNaive=한 주기 전의 값|trainingMean=늘 평균으로 답하기|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#}({floor})보다 {by}{unit|points=%p|}, 적어도 {least}{unit|points=%p|} 좋습니다.',
  },
  'verdict.unmeasured': {
    en: '{score} ({from} to {to}) is better than a guess; what simple models reach on these data was not measured yet.',
    ko: '{score}({from}–{to})은(는) 추측보다 낫습니다. 이 데이터에서 단순한 모델이 얼마나 하는지는 아직 재지 않았습니다.',
  },
  'verdict.noFloor': {
    en: '{score} ({from} to {to}); there is no floor to measure it against.',
    ko: '{score}({from}–{to})입니다. 견줄 기준선이 없습니다.',
  },
  'step.trainFloor': {
    en: 'Train {name|statistics=statistics over time|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#}',
    ko: '{name|statistics=시간 통계량|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#} 학습',
  },
  'step.longer': {
    en: 'Train for {epochs} epochs',
    ko: '{epochs} 에포크 동안 학습',
  },
  'step.resume': {
    en: 'Go on from epoch {epoch}',
    ko: '에포크 {epoch}부터 이어 가기',
  },
  'step.regularise': {
    en: 'Hold it back: dropout {dropout}, weight decay {weightDecay}',
    ko: '과적합 억제: 드롭아웃 {dropout}, 가중치 감쇠 {weightDecay}',
  },
  'step.smaller': {
    en: 'Train a smaller one: {units} units',
    ko: '더 작은 모델 학습: 유닛 {units}개',
  },
  'step.faster': {
    en: 'Learning rate {learningRate}',
    ko: '학습률 {learningRate}',
  },
  'step.balance': {
    en: 'Weigh the classes alike',
    ko: '클래스를 고르게 반영',
  },
  'step.look': {
    en: 'Look at its mistakes',
    ko: '틀린 예제 보기',
  },
  'step.splitByGroup': {
    en: 'Split by group',
    ko: '그룹 단위로 분할',
  },
  'step.data': {
    en: 'Look at the data',
    ko: '데이터 살펴보기',
  },
  'step.floors': {
    en: 'Measure {name|dtw=the nearest neighbour|minirocket=MiniRocket|quant=QUANT|#} ({seconds} s at most)',
    ko: '{name|dtw=최근접 예제|minirocket=MiniRocket|quant=QUANT|#} 재기(최대 {seconds}초)',
  },
  'step.export': {
    en: 'Export it',
    ko: '내보내기',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
