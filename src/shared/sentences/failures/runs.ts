import type { FailureSentences } from '../template';

export const runsFailures = {
  'RUN_STATE.queued': {
    en: 'The run {name} is still waiting for its turn; stop it instead.',
    ko: '{name} 실행은 아직 차례를 기다리고 있습니다. 대신 중지하세요.',
  },
  'RUN_STATE.completed': {
    en: 'The run {name} is complete; start a new run instead.',
    ko: '{name} 실행은 끝났습니다. 새 실행을 시작하세요.',
  },
  'RUN_STATE.failed': {
    en: 'The run {name} failed; start a new run with another recipe.',
    ko: '{name} 실행은 실패했습니다. 학습 설정을 바꿔 새 실행을 시작하세요.',
  },
  'RUN_STATE.notRunning': {
    en: 'The run {name} does not run, so it cannot be {wish}.',
    ko: '{name} 실행은 진행 중이 아니므로 {wish|paused=일시 정지|중지}할 수 없습니다.',
  },
  'RUN_STATE.held': {
    en: 'The run {name} is held by another Unroll (process {process}); use that one.',
    ko: '{name} 실행은 다른 Unroll(프로세스 {process})에서 쓰고 있습니다. 그쪽을 쓰세요.',
  },
  'STATE_CORRUPT.catalog': {
    en: 'The catalog of runs is damaged: {reason@}.',
    ko: '실행 목록이 손상되었습니다: {reason@}.',
  },
  'OUTPUT_UNWRITABLE.catalog': {
    en: 'The catalog of runs {file} cannot be opened: {reason@}.',
    ko: '실행 목록 {file}을(를) 열 수 없습니다: {reason@}.',
  },
  'STATE_CORRUPT.catalogNewer': {
    en: '{file} was written by a newer Unroll; update this one or choose another home folder.',
    ko: '{file}은(는) 더 새로운 Unroll이 쓴 파일입니다. 업데이트하거나 다른 홈 폴더를 고르세요.',
  },
  'STATE_CORRUPT.catalogRebuilt': {
    en: 'The catalog of runs was damaged; it was rebuilt from the run folders, and the damaged file kept as {aside}.',
    ko: '실행 목록이 손상되어 실행 폴더에서 다시 만들었습니다. 손상된 파일은 {aside}(으)로 남겨 두었습니다.',
  },
  'STATE_CORRUPT.catalogLater': {
    en: 'The catalog of runs is damaged; start the lab again and it is rebuilt from the run folders.',
    ko: '실행 목록이 손상되었습니다. 프로그램을 다시 시작하면 실행 폴더에서 다시 만듭니다.',
  },
  'COMPUTE_FAILED.workerEnded': {
    en: 'The training worker ended before the training did.',
    ko: '학습이 끝나기 전에 학습 워커가 끝났습니다.',
  },
  'OUTPUT_UNWRITABLE.run': {
    en: 'The run could not be written: {cause@}',
    ko: '실행을 저장하지 못했습니다: {cause@}',
  },
  'CANCELLED.wait': {
    en: 'Nobody waits any more.',
    ko: '더 기다리는 쪽이 없습니다.',
  },
} as const satisfies FailureSentences;
