import type { Sentence } from './template';

/** How marks on recordings become examples. */
export const marksSentences = {
  'label.marks': {
    en: '{recordings|1=A recording has|# recordings have} {marks|1=a mark|# marks} beside {recordings|1=it|them} ({file}): what is marked is learnt.',
    ko: '기록 {recordings}개에 표시 {marks}개가 딸려 있습니다({file}). 표시한 것을 배웁니다.',
  },
  'label.marksTrack': {
    en: 'The marks are in {tracks} tracks; "{track}" is there for {recordings|1=one recording|# recordings}.',
    ko: '표시가 트랙 {tracks}개에 나뉘어 있고, ‘{track}’ 트랙은 기록 {recordings}개에 있습니다.',
  },
  'task.marks': {
    en: 'There are marks on the recordings: what is marked is told apart, window by window.',
    ko: '기록에 표시가 있어, 구간마다 무엇이 표시되었는지 배웁니다.',
  },
  'task.marksSteps': {
    en: 'There are marks on the recordings: every step is answered with the mark that it lies in.',
    ko: '기록에 표시가 있어, 스텝마다 그것이 놓인 표시를 배웁니다.',
  },
  'task.marksSeveral': {
    en: 'Marks of different labels overlap for {percent} % of what is marked, so that each label is answered for itself.',
    ko: '서로 다른 레이블의 표시가 표시한 시간의 {percent}%에서 겹치므로, 레이블마다 따로 답합니다.',
  },
  'marks.rule': {
    en: '{rule|cut=Each mark is cut out|windows=Windows have the label of the mark that covers half of them, or that lies half in them|steps=Every step has the label of the mark that it lies in}; {percent} % of what was looked at is not marked.',
    ko: '{rule|cut=표시를 하나씩 잘라 냅니다|windows=구간의 절반을 덮거나 절반이 구간에 드는 표시의 레이블을 씁니다|steps=스텝마다 그것이 놓인 표시의 레이블을 씁니다}. 살펴본 것의 {percent}%에는 표시가 없습니다.',
  },
  'marks.windows': {
    en: 'A window is {length} {unit|seconds=seconds|steps=steps} long, {by|marks=as a mark in the middle|limits=near to a mark in the middle}, one every {hop}.',
    ko: '구간 길이는 {by|marks=표시 길이의 중앙값인|limits=표시 길이의 중앙값에 가까운} {length} {unit|seconds=초|steps=스텝}이고, {hop} {unit|seconds=초|steps=스텝}마다 하나입니다.',
  },
  'marks.counted': {
    en: '{marks} marks on {recordings|1=a recording|# recordings}, {examined} s looked at: {examples|1=an example|# examples}.',
    ko: '기록 {recordings}개의 표시 {marks}개, 살펴본 시간 {examined}초: 예제 {examples}개.',
  },
  'marks.open': {
    en: '{count|1=A window is|# windows are} left out, since marks touch {count|1=it|them} and none by enough to be its answer.',
    ko: '표시가 걸치지만 답이 되기에 모자란 구간 {count}개는 뺍니다.',
  },
  'marks.thinned': {
    en: '{count|1=A window|# windows} of background {count|1=is|are} left out of the training part: there are as many as the rule asks for.',
    ko: '학습 부분에서 배경 구간 {count}개는 뺍니다. 규칙이 정한 만큼만 씁니다.',
  },
  'marks.missing': {
    en: '{count|1=A recording that a file of marks names is|# recordings that files of marks name are} not here, {example} for one.',
    ko: '표시 파일이 가리키는 기록 {count}개가 없습니다(예: {example}).',
  },
  'marks.timeless': {
    en: '{file} has marks by the calendar, and the recording has no such time: they are not used.',
    ko: '{file}의 표시는 날짜와 시각으로 되어 있는데 기록에는 그런 시간이 없어 쓰지 않습니다.',
  },
  'split.marksRecordings': {
    en: 'Whole recordings are held out: every label is marked on at least three of them.',
    ko: '기록을 통째로 떼어 둡니다. 모든 레이블이 기록 세 개 이상에 표시되어 있습니다.',
  },
  'split.marksStretches': {
    en: 'A label is marked on fewer than three recordings: stretches of each are held out, with gaps between the parts. The score says little about another recording.',
    ko: '기록 세 개 미만에만 표시된 레이블이 있어, 기록마다 일부 구간을 사이를 띄워 떼어 둡니다. 다른 기록에 대한 성능은 알기 어렵습니다.',
  },
  'refused.notExamined': {
    en: '{file} has no marks, so that nobody is known to have looked at it: it is neither learnt from nor taken as background.',
    ko: '{file}에는 표시가 없어 살펴본 것인지 알 수 없습니다. 배우지도, 배경으로 쓰지도 않습니다.',
  },
  'role.marks': {
    en: '{marks|1=One mark|# marks} ({format}) on {recordings|1=one recording|# recordings}.',
    ko: '기록 {recordings}개의 표시 {marks}개({format}).',
  },
  'question.readingMarks': {
    en: 'The marks of all tracks',
    ko: '모든 트랙의 표시',
  },
  'question.readingTrack': {
    en: 'The marks of the track "{track}"',
    ko: '‘{track}’ 트랙의 표시',
  },
} as const satisfies Record<string, Sentence>;
