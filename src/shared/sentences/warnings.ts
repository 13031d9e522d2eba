import type { Sentence } from './template';

/** What is odd about data, a rule of `engine/plan/warnings` each. */
export const warningSentences = {
  'audio.clipped': {
    en: '{count|1=A sound file was|# sound files were} recorded too loud, so that the peaks are cut off, {example} for one.',
    ko: '너무 크게 녹음되어 파형 꼭대기가 잘린 소리 파일이 {count}개 있습니다(예: {example}).',
  },
  'audio.inverted': {
    en: "{count|1=A sound file has|# sound files have} a channel that is another's inverse, {example} for one: the mean would cancel out, so that the first channel is taken.",
    ko: '한 채널이 다른 채널의 반전인 소리 파일이 {count}개 있습니다(예: {example}). 평균하면 소리가 상쇄되므로 첫 채널을 씁니다.',
  },
  'audio.offset': {
    en: '{count|1=A sound file swings|# sound files swing} about another value than zero, {example} for one; the recorder may be faulty.',
    ko: '0이 아닌 값을 중심으로 진동하는 소리 파일이 {count}개 있습니다(예: {example}). 녹음 장치에 문제가 있을 수 있습니다.',
  },
  'audio.unusable': {
    en: '{values|1=A value|# values} in {count|1=a sound file|# sound files}, {example} for one, {values|1=is|are} NaN, infinite or far beyond full scale; {values|1=it is|they are} taken as zero.',
    ko: '소리 파일 {count}개(예: {example})에서 값 {values}개가 NaN이거나 무한대이거나 범위를 크게 벗어나 0으로 봅니다.',
  },
  'audio.cutOff': {
    en: '{count|1=A sound file is|# sound files are} cut off and read as far as {count|1=it goes|they go}, {example} for one.',
    ko: '중간에 끊긴 소리 파일 {count}개는 있는 데까지만 읽습니다(예: {example}).',
  },
  'audio.decoded': {
    en: "{count} AAC files were decoded by the window; the data set reads these copies, which lie in the lab's own folder.",
    ko: 'AAC 파일 {count}개를 이 창에서 디코딩했습니다. 데이터 세트는 프로그램 폴더에 있는 이 사본을 읽습니다.',
  },
  'audio.silent': {
    en: '{count} sound files are silent, {example} for one.',
    ko: '소리가 없는 파일이 {count}개 있습니다(예: {example}).',
  },
  'channels.constant': {
    en: 'The channel "{channel}" never changes.',
    ko: '‘{channel}’ 채널은 값이 변하지 않습니다.',
  },
  'classes.few': {
    en: 'Fewer than {least} examples to learn from: {classes}.',
    ko: '학습 예제가 {least}개보다 적은 클래스: {classes}.',
  },
  'classes.imbalance': {
    en: 'The largest class has {ratio} times as many examples as the smallest; look at the balanced accuracy.',
    ko: '가장 큰 클래스의 예제가 가장 작은 클래스의 {ratio}배입니다. 균형 정확도를 보세요.',
  },
  'classes.none': {
    en: 'There are no labels: choose where they come from, put the files into folders, or add a labels.csv.',
    ko: '레이블이 없습니다. 레이블이 어디에 있는지 고르거나, 파일을 클래스별 폴더에 나누거나, labels.csv를 추가하세요.',
  },
  'classes.one': {
    en: 'There is one class only, and nothing to tell apart.',
    ko: '클래스가 하나뿐이라 구별할 것이 없습니다.',
  },
  'classes.unseen': {
    en: 'Not in the training part, and so never learnt: {classes}.',
    ko: '학습 부분에 없어 배울 수 없는 클래스: {classes}.',
  },
  'columns.extra': {
    en: 'Not every file has {count|1=the column|the columns} {columns}: what all files have goes in.',
    ko: '모든 파일에 있지는 않은 열은 쓰지 않습니다: {columns}(모두 {count}개).',
  },
  'forecast.known': {
    en: 'The scores assume that "{column}" is known {steps} steps ahead without error.',
    ko: '점수는 ‘{column}’의 {steps} 스텝 앞 값을 오차 없이 안다고 가정합니다.',
  },
  'forecast.stride': {
    en: 'The series is long: every {stride} steps a forecast is judged, {validation} in the validation part and {test} in the test part, so that judging takes no longer than an epoch of training.',
    ko: '시계열이 길어 {stride} 스텝마다 한 번씩 예측을 채점합니다(검증 {validation}개, 시험 {test}개). 채점이 학습 한 에포크보다 오래 걸리지 않게 하기 위해서입니다.',
  },
  'labels.filesMissing': {
    en: '{count|1=The labels file names a file that is not there: |The labels file names # files that are not there, }"{example}"{count|1=.| for one.}',
    ko: '레이블 파일에 적힌 파일 중 {count}개가 없습니다(예: ‘{example}’).',
  },
  'leak.groupAcrossParts': {
    en: '{count} of {groups} groups are in more than one part, so that the score says little about somebody new; a split by group holds them apart.',
    ko: '그룹 {groups}개 중 {count}개가 여러 부분에 걸쳐 있어 처음 보는 대상에 대한 성능을 알기 어렵습니다. 그룹 단위로 분할하면 해결됩니다.',
  },
  'leak.labelIsGroup': {
    en: 'Everything of {classes} comes from one group each, so that the network may learn who it is instead of what it is.',
    ko: '{classes}의 예제가 각각 한 그룹에서만 나와, 내용이 아니라 대상을 외울 수 있습니다.',
  },
  'leak.sameContent': {
    en: '{count} recordings are there twice, in different parts ({first} and {second}), so that the score will be too good.',
    ko: '같은 기록 {count}개가 서로 다른 부분에 들어 있어({first}, {second}) 점수가 실제보다 높게 나옵니다.',
  },
  'length.apart': {
    en: '{file} is {times} times as long as most recordings: it is one example, and takes {share} % of the time and memory of training. Cut it into pieces if it holds several.',
    ko: '{file}은(는) 대부분의 녹음보다 {times}배 깁니다. 예제로는 하나인데 학습 시간과 메모리의 {share}%를 씁니다. 여러 녹음이 들어 있다면 나누세요.',
  },
  'length.apartWindows': {
    en: '{file} is {times} times as long as most recordings: it gives {windows} windows, {share} % of all and as much of the time of training, so that the network learns this one recording before the others.',
    ko: '{file}은(는) 대부분의 녹음보다 {times}배 깁니다. 구간 {windows}개, 곧 전체의 {share}%와 그만큼의 학습 시간을 차지하므로 다른 녹음보다 이 녹음을 먼저 배우게 됩니다.',
  },
  'rate.cuts': {
    en: '{percent} % of the power of the sound lies above {aboveHz} Hz and goes at {rateHz} Hz; a higher rate keeps more.',
    ko: '소리 에너지의 {percent}%가 {aboveHz} Hz 위에 있어 {rateHz} Hz에서는 사라집니다. 샘플링 속도를 높이면 더 남습니다.',
  },
  'rate.differs': {
    en: 'The files have sampling rates from {leastHz} to {mostHz} Hz; all are resampled to {rateHz} Hz.',
    ko: '샘플링 속도가 {leastHz}–{mostHz} Hz로 서로 달라 모두 {rateHz} Hz로 맞춥니다.',
  },
  'rate.differsTables': {
    en: "The tables' times run at {leastHz} to {mostHz} Hz, and are taken as they are; give a rate, and every channel is resampled to it.",
    ko: '표마다 시간 간격이 {leastHz}–{mostHz} Hz로 다르며, 그대로 씁니다. 샘플링 속도를 정하면 모든 채널을 그 속도로 리샘플링합니다.',
  },
  'rows.leftOut': {
    en: '{count} rows are left out because they {reason|too-many-cells=have more cells than the others|too-few-cells=have fewer cells than the others|cut-off=break off|repeated-header=repeat the header|no-time=have no time that can be read|no-values=hold words only}: “{example}” in {file} for one.',
    ko: '행 {count}개를 제외합니다({reason|too-many-cells=다른 행보다 칸이 많음|too-few-cells=다른 행보다 칸이 적음|cut-off=중간에 끊김|repeated-header=머리글이 되풀이됨|no-time=읽을 수 있는 시각이 없음|no-values=숫자가 없음}). 예: {file}의 “{example}”.',
  },
  'split.empty': {
    en: 'The {part} part is empty.',
    ko: '{part|train=학습|validation=검증|test=시험} 부분이 비어 있습니다.',
  },
  'time.gaps': {
    en: 'The times have {count} gaps; the rows around a gap are taken as neighbours.',
    ko: '시간에 빈 구간이 {count}곳 있습니다. 빈 구간 앞뒤의 행을 이어진 것으로 봅니다.',
  },
  'time.irregular': {
    en: 'The times in "{column}" do not follow each other steadily; the rows are taken as if they did. Give a rate, {rateHz} Hz for example, and every channel is resampled to it.',
    ko: '‘{column}’ 열의 시간 간격이 일정하지 않은데 일정한 것으로 보고 처리합니다. 샘플링 속도(예: {rateHz} Hz)를 정하면 모든 채널을 그 속도로 리샘플링합니다.',
  },
  'time.doubled': {
    en: 'At {count} rows the time stands still or goes back: times may be there twice, or rows out of order.',
    ko: '{count}개 행에서 시각이 그대로이거나 뒤로 갑니다. 같은 시각이 두 번 있거나 행의 순서가 섞였을 수 있습니다.',
  },
  'time.order': {
    en: 'The dates of "{column}" are read with the {order|dmy=day first|mdy=month first|ymd=year first}, though {otherOrder|dmy=day first|mdy=month first|ymd=year first} would fit as well (day and month are never above 12).',
    ko: '‘{column}’의 날짜를 {order|dmy=일-월-연|mdy=월-일-연|ymd=연-월-일} 순서로 읽었지만 {otherOrder|dmy=일-월-연|mdy=월-일-연|ymd=연-월-일} 순서로도 읽을 수 있습니다(일과 월이 모두 12 이하).',
  },
  'time.resampled': {
    en: 'Every channel is resampled to {rateHz} Hz by the times in "{column}"; pauses of more than five steps count as missing.',
    ko: '모든 채널을 ‘{column}’ 열의 시간에 맞춰 {rateHz} Hz로 리샘플링합니다. 다섯 스텝이 넘는 빈 구간은 빠진 값으로 봅니다.',
  },
  'values.measured': {
    en: '{count} of {of} values of the {part} part were measured; the others are neither learnt nor scored, and no forecast starts where the last one lies more than five usual steps back.',
    ko: '{part|train=학습|validation=검증|test=시험} 부분의 값 {of}개 중 {count}개가 측정되었습니다. 나머지는 학습하지도 채점하지도 않으며, 마지막 측정값이 보통 간격의 다섯 배보다 오래된 곳에서는 예측을 시작하지 않습니다.',
  },
  'values.missing': {
    en: '{count} values are missing; {task|forecast=the last known one stands in for each|they are filled on a straight line between their neighbours}.',
    ko: '빠진 값이 {count}개 있습니다. {task|forecast=바로 앞의 아는 값으로 채웁니다|앞뒤 값을 직선으로 이어 채웁니다}.',
  },
  'values.bridged': {
    en: '{count} values are missing; those in gaps of up to {limit} steps are filled on a straight line between their neighbours.',
    ko: '빠진 값이 {count}개 있습니다. {limit} 스텝 이하의 빈 구간은 앞뒤 값을 직선으로 이어 채웁니다.',
  },
  'values.held': {
    en: '{count} missing values lie in gaps of more than {limit} steps, the longest of {longest}: there the last measured value is held, where shorter gaps are bridged by a line.',
    ko: '빠진 값 {count}개는 {limit} 스텝보다 긴 빈 구간에 있습니다(가장 긴 구간 {longest} 스텝). 짧은 구간은 직선으로 잇지만 긴 구간에는 마지막 측정값을 그대로 둡니다.',
  },
  'values.masked': {
    en: 'Beside {channels} goes in whether a value was measured, since more than {percent} % of them are missing.',
    ko: '{channels}은(는) 값이 {percent}% 넘게 빠져 있어, 측정했는지도 입력으로 함께 넣습니다.',
  },
  'values.notNumbers': {
    en: 'Some values of "{column}" are not numbers, "{value}" for one, and count as missing.',
    ko: '‘{column}’ 열에 ‘{value}’처럼 숫자가 아닌 값이 있어 빠진 값으로 봅니다.',
  },
  'values.unmeasured': {
    en: 'The value {value} of "{column}" comes {count|1=once|# times} and counts as missing (--missing none keeps such numbers).',
    ko: '‘{column}’에 {count}번 나오는 값 {value}은(는) 빠진 값으로 셉니다(그대로 쓰려면 --missing none).',
  },
  'values.sentinel': {
    en: 'The value {value} of "{column}" comes {count} times and lies far from all others (the nearest is {nearest}): it may stand for a missing value.',
    ko: '‘{column}’의 값 {value}이(가) {count}번 나오고 다른 모든 값과 동떨어져 있습니다(가장 가까운 값 {nearest}). 빠진 값을 뜻할 수 있습니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
