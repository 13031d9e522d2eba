import type { FailureSentences } from '../template';

/** Of repeated trainings (`engine/studies`). */
export const studiesFailures = {
  'CANCELLED.choice': {
    en: 'No model was tried to its end within the time; give more of it.',
    ko: '제한 시간 안에 끝까지 시험해 본 모델이 없습니다. 시간을 늘리세요.',
  },
  'STUDY_UNKNOWN.id': {
    en: 'There is no study "{study}".',
    ko: '‘{study}’ 연구가 없습니다.',
  },
  'SPLIT_IMPOSSIBLE.study': {
    en: 'Examples of this task ({task}) overlap or follow each other in time, so that folds, groups and sizes of them say nothing; repeat seeds instead.',
    ko: '이 과제({task})의 예제는 서로 겹치거나 시간순으로 이어져 있어 겹, 그룹, 크기별로 나누어도 의미가 없습니다. 시드를 되풀이하세요.',
  },
  'SPLIT_IMPOSSIBLE.folds': {
    en: '{units} recordings or groups are too few for {folds} folds; each fold needs two of them at least.',
    ko: '기록 또는 그룹 {units}개는 {folds}겹으로 나누기에는 너무 적습니다. 겹마다 적어도 둘이 필요합니다.',
  },
  'SPLIT_IMPOSSIBLE.leaveGroups': {
    en: 'Groups are left out one by one, and there are {groups} that every example belongs to; three are needed.',
    ko: '그룹을 하나씩 빼고 학습하려면 모든 예제가 속한 그룹이 셋 이상 필요합니다(지금 {groups}개).',
  },
  'SPLIT_IMPOSSIBLE.nothingJudged': {
    en: 'There is no example to judge a training by.',
    ko: '학습 결과를 채점할 예제가 없습니다.',
  },
  'ARGUMENT_INVALID.studiesUnlike': {
    en: '"{first}" and "{second}" were not studied alike: the same data set and the same kind of folds, groups, seeds or sizes are needed.',
    ko: '‘{first}’과(와) ‘{second}’은(는) 같은 방식으로 연구하지 않았습니다. 데이터 세트와 나누는 방법(겹, 그룹, 시드, 크기)이 같아야 합니다.',
  },
  'ARGUMENT_INVALID.studyEmpty': {
    en: 'A study without a finished training cannot be compared.',
    ko: '끝난 학습이 없는 연구는 비교할 수 없습니다.',
  },
  'ARGUMENT_INVALID.studyDesign': {
    en: 'Give one of --folds, --groups, --sizes, or --seeds alone.',
    ko: '--folds, --groups, --sizes 중 하나를 쓰거나 --seeds만 쓰세요.',
  },
} as const satisfies FailureSentences;
