import type { FailureSentences } from '../template';

export const marksFailures = {
  'ARGUMENT_INVALID.marksRate': {
    en: '{file} counts samples, and nothing says how many a second has; give --rate.',
    ko: '{file}은(는) 표본을 세는데 1초가 몇 표본인지 알 수 없습니다. --rate로 알려 주세요.',
  },
  'ARGUMENT_INVALID.marksFormat': {
    en: '"{format}" is no format of marks; there are {formats}.',
    ko: '"{format}"은(는) 표시 형식이 아닙니다. 쓸 수 있는 형식: {formats}.',
  },
  'ARGUMENT_INVALID.marksOut': {
    en: 'Say with --out where the files of marks go.',
    ko: '표시 파일을 둘 곳을 --out으로 알려 주세요.',
  },
  'ARGUMENT_INVALID.marksTask': {
    en: 'Marks are classified, labelled step by step, or several of them are told at once (tag); "{task}" is not learnt of them.',
    ko: '표시로는 분류(classify), 스텝마다 레이블(label), 여러 레이블(tag)만 배웁니다. "{task}"은(는) 배우지 않습니다.',
  },
  'ARGUMENT_INVALID.marksRule': {
    en: 'The rule "{rule}" and the task "{task}" do not go together: steps are labelled (label), cuts and windows are classified or tagged.',
    ko: '규칙 "{rule}"과(와) 과제 "{task}"은(는) 함께 쓸 수 없습니다. 스텝(steps)은 label, 잘라 내기(cut)와 구간(windows)은 classify나 tag입니다.',
  },
  'ARGUMENT_INVALID.marksNone': {
    en: 'No recording here has marks (track: {track}).',
    ko: '표시가 있는 기록이 없습니다(트랙: {track}).',
  },
  'ARGUMENT_INVALID.marksOfDataset': {
    en: 'The data set "{dataset}" was not made from marks.',
    ko: '데이터 세트 "{dataset}"은(는) 표시로 만든 것이 아닙니다.',
  },
  'DESK_UNKNOWN.id': {
    en: 'There is no label desk {desk}.',
    ko: '레이블 작업대 {desk}을(를) 찾을 수 없습니다.',
  },
  'ARGUMENT_INVALID.deskRecording': {
    en: 'This label desk has no recording {recording}.',
    ko: '이 레이블 작업대에 {recording}번째 기록이 없습니다.',
  },
  'ARGUMENT_INVALID.deskMark': {
    en: 'This recording has no mark {mark}.',
    ko: '이 기록에 표시 {mark}이(가) 없습니다.',
  },
  'ARGUMENT_INVALID.deskNoSound': {
    en: '{file} holds no sound.',
    ko: '{file}에는 소리가 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.noDesk': {
    en: '{file} is no recording that goes on in time, so nothing can be marked on it.',
    ko: '{file}은(는) 시간에 따라 이어지는 기록이 아니어서 표시할 수 없습니다.',
  },
  'FILE_EMPTY.noDesk': {
    en: '{file} holds no recording that can be marked.',
    ko: '{file}에 표시할 수 있는 기록이 없습니다.',
  },
  'SPLIT_IMPOSSIBLE.marks': {
    en: 'No example is left for the {part} part: there are too few marks, or they lie too near to one another.',
    ko: '{part|train=학습|validation=검증|test=시험} 부분에 남는 예제가 없습니다. 표시가 너무 적거나 서로 너무 가깝습니다.',
  },
  'FILE_FORMAT_UNKNOWN.marks': {
    en: '{file} is no file of marks that the lab knows.',
    ko: '{file}은(는) 알려진 표시 파일이 아닙니다.',
  },
  'FILE_TOO_LARGE.marks': {
    en: '{file} is larger than {mib} MiB, too much for a file of marks.',
    ko: '{file}은(는) {mib} MiB보다 커서 표시 파일로 읽지 않습니다.',
  },
  'FILE_CORRUPT.markBackwards': {
    en: '{file}, line {line}: the mark ends before it starts.',
    ko: '{file} {line}번째 줄: 표시가 시작보다 먼저 끝납니다.',
  },
  'FILE_CORRUPT.markLine': {
    en: '{file}, line {line}, is no mark: "{text}".',
    ko: '{file} {line}번째 줄은 표시가 아닙니다: "{text}".',
  },
  'FILE_CORRUPT.marksColumns': {
    en: '{file} has no column for the start of a mark. Its columns are {columns}.',
    ko: '{file}에 표시의 시작을 담은 열이 없습니다. 있는 열: {columns}.',
  },
  'FILE_CORRUPT.markTime': {
    en: '{file}: "{text}" is no time.',
    ko: '{file}: "{text}"은(는) 시각이 아닙니다.',
  },
  'FILE_CORRUPT.markJson': {
    en: '{file} is not as its format says, at "{place}": {reason}',
    ko: '{file}이(가) 형식과 다릅니다("{place}"): {reason}',
  },
  'FILE_CORRUPT.xml': {
    en: '{file} is not a whole document of its format: {reason}.',
    ko: '{file}은(는) 온전한 문서가 아닙니다: {reason}.',
  },
  'FILE_CORRUPT.xmlEntities': {
    en: '{file} defines entities of its own, which are not read.',
    ko: '{file}은(는) 자체 엔티티를 정의하므로 읽지 않습니다.',
  },
  'FILE_CORRUPT.textGrid': {
    en: '{file} is not a whole TextGrid: item {item} is not what should stand there.',
    ko: '{file}은(는) 온전한 TextGrid가 아닙니다: {item}번째 항목이 어긋납니다.',
  },
  'FILE_CORRUPT.elanSlot': {
    en: '{file}: annotation {annotation} has no time slot.',
    ko: '{file}: 주석 {annotation}에 시간 칸이 없습니다.',
  },
  'FILE_CORRUPT.ravenOffsets': {
    en: '{file} is a table over {files} files and has no column "File Offset (s)": its times count through all of them. Add that measurement in Raven and save it again.',
    ko: '{file}은(는) 파일 {files}개에 걸친 표인데 "File Offset (s)" 열이 없어 시간이 모든 파일을 이어 셉니다. Raven에서 이 측정값을 더해 다시 저장하세요.',
  },
  'FILE_CORRUPT.edfAnnotations': {
    en: '{file} is not a whole EDF+ file.',
    ko: '{file}은(는) 온전한 EDF+ 파일이 아닙니다.',
  },
  'FILE_CORRUPT.wfdbAnnotations': {
    en: '{file} ends in the middle of an annotation.',
    ko: '{file}이(가) 주석 중간에서 끝납니다.',
  },
} as const satisfies FailureSentences;
