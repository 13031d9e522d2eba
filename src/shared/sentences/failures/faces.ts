import type { FailureSentences } from '../template';

export const facesFailures = {
  'DATASET_UNKNOWN.given': {
    en: 'There is no data set "{given}".',
    ko: '‘{given}’(이)라는 데이터 세트가 없습니다.',
  },
  'ARGUMENT_INVALID.keyValue': {
    en: '--set wants key=value, not "{given}".',
    ko: '--set에는 key=value를 씁니다. ‘{given}’은(는) 쓸 수 없습니다.',
  },
  'INTERNAL.experiment': {
    en: 'The experiment ended without a result.',
    ko: '실험이 결과 없이 끝났습니다.',
  },
  'ARGUMENT_INVALID.outCsv': {
    en: '--out must end in .csv or .json.',
    ko: '--out은 .csv나 .json으로 끝나야 합니다.',
  },
  'ARGUMENT_INVALID.outNpz': {
    en: '--out must end in .npz or .json.',
    ko: '--out은 .npz나 .json으로 끝나야 합니다.',
  },
  'ARGUMENT_INVALID.offAboveOn': {
    en: '--off must not be above --on.',
    ko: '--off는 --on보다 클 수 없습니다.',
  },
  'ARGUMENT_INVALID.stdinAlone': {
    en: 'Standard input is predicted alone; leave the files out.',
    ko: '표준 입력은 따로 추론합니다. 파일을 빼세요.',
  },
  'ARGUMENT_INVALID.settingOf': {
    en: 'There is no setting {name}: {names}.',
    ko: '{name}(이)라는 설정은 없습니다: {names}.',
  },
  'ARGUMENT_INVALID.settingValue': {
    en: '{name} cannot be {value}: {problem@}',
    ko: '{name} 설정은 {value}일 수 없습니다: {problem@}',
  },
  'OUTPUT_EXISTS.folder': {
    en: '{folder} is not empty; choose a new folder.',
    ko: '{folder}이(가) 비어 있지 않습니다. 새 폴더를 고르세요.',
  },
  'OUTPUT_UNWRITABLE.folder': {
    en: '{folder} cannot be written.',
    ko: '{folder}에 쓸 수 없습니다.',
  },
  'INTERNAL.notUnderstood': {
    en: 'The files were read but not understood.',
    ko: '파일을 읽었지만 이해하지 못했습니다.',
  },
  'INTERNAL.noDataset': {
    en: 'The import ended without a data set.',
    ko: '가져오기가 데이터 세트 없이 끝났습니다.',
  },
  'COLUMN_UNKNOWN.offered': {
    en: 'There is no column "{column}"; there is {known|–=none at all|#}.',
    ko: '‘{column}’ 열은 없습니다. 있는 것: {known|–=없음|#}.',
  },
  'ARGUMENT_INVALID.rhythm': {
    en: 'There is no rhythm "{calendar}"; there is {rhythms}, none.',
    ko: '‘{calendar}’(이)라는 주기는 없습니다. 있는 것: {rhythms}, none.',
  },
  'ARGUMENT_INVALID.noCommand': {
    en: 'Name a command; `unroll help` lists them.',
    ko: '명령을 적으세요. `unroll help`가 명령을 보여 줍니다.',
  },
  'ARGUMENT_INVALID.usage': {
    en: '{words@}',
    ko: '명령을 이해하지 못했습니다: {words@}',
  },
  'ARGUMENT_INVALID.bounds': {
    en: '{flag} {why@} in {model|recurrent=a recurrent network|#}.',
    ko: '{flag}: {model|recurrent=순환 신경망|#}에서는 쓸 수 없는 값입니다({why@}).',
  },
  'FILE_CORRUPT.inputLine': {
    en: 'The input has a line without end; it is no table.',
    ko: '입력에 끝나지 않는 줄이 있어 표가 아닙니다.',
  },
  'FILE_CORRUPT.inputText': {
    en: 'The input is no text; raw samples need --encoding.',
    ko: '입력이 텍스트가 아닙니다. 원시 표본에는 --encoding이 필요합니다.',
  },
  'COLUMN_UNKNOWN.inputColumn': {
    en: 'The input has no column "{column}"; it has {columns}.',
    ko: '입력에 ‘{column}’ 열이 없습니다. 있는 열: {columns}.',
  },
  'COLUMN_UNKNOWN.inputColumns': {
    en: 'The input has {columns} columns and no names, and the model hears {expected} channels: {names}.',
    ko: '입력에는 이름 없는 열이 {columns}개 있는데 모델은 채널 {expected}개를 듣습니다: {names}.',
  },
  'FILE_CORRUPT.inputNumber': {
    en: 'Line {line} of the input has "{cell}", which is no number.',
    ko: '입력의 {line}번째 줄에 있는 ‘{cell}’은(는) 숫자가 아닙니다.',
  },
  'SEQUENCE_EMPTY.stdin': {
    en: 'Nothing came through standard input.',
    ko: '표준 입력으로 들어온 것이 없습니다.',
  },
  'FILE_UNREADABLE.stdin': {
    en: 'Standard input cannot be read: {reason@}.',
    ko: '표준 입력을 읽을 수 없습니다: {reason@}.',
  },
  'FILE_MISSING.nothingFits': {
    en: 'Nothing fits {file}.',
    ko: '{file}에 맞는 것이 없습니다.',
  },
  'ARGUMENT_INVALID.fitsSeveral': {
    en: '"{given}" fits {many} of them; write the whole id.',
    ko: '‘{given}’에 맞는 것이 {many}개 있습니다. id를 끝까지 적으세요.',
  },
  'RUN_UNKNOWN.word': {
    en: 'There is no run "{run}"; `unroll runs` lists them.',
    ko: '‘{run}’(이)라는 실행이 없습니다. `unroll runs`가 실행을 보여 줍니다.',
  },
  'DATASET_UNKNOWN.word': {
    en: 'There is no data set "{dataset}"; {command} lists them.',
    ko: '‘{dataset}’(이)라는 데이터 세트가 없습니다. {command} 명령이 데이터 세트를 보여 줍니다.',
  },
  'DATASET_UNKNOWN.neither': {
    en: '"{given}" is neither a data set nor a file or folder.',
    ko: '‘{given}’은(는) 데이터 세트도 파일도 폴더도 아닙니다.',
  },
  'RUN_UNKNOWN.neither': {
    en: '"{run}" is neither a run nor a model.',
    ko: '‘{run}’은(는) 실행도 모델도 아닙니다.',
  },
  'MODEL_UNKNOWN.word': {
    en: 'There is no kept model "{model}"; `unroll models` lists them.',
    ko: '‘{model}’(이)라는 보관된 모델이 없습니다. `unroll models`가 모델을 보여 줍니다.',
  },
  'ARGUMENT_INVALID.port': {
    en: 'Port {port} is taken; choose another with --port.',
    ko: '{port}번 포트는 이미 쓰이고 있습니다. --port로 다른 포트를 고르세요.',
  },
  'ENGINE_GONE.notYet': {
    en: 'The engine is not running yet.',
    ko: '엔진이 아직 실행되지 않았습니다.',
  },
  'DATASET_EMPTY.dropped': {
    en: 'There were no files in what was dropped.',
    ko: '놓은 것에 파일이 없습니다.',
  },
  'CANCELLED.import': {
    en: 'The import was cancelled.',
    ko: '가져오기를 취소했습니다.',
  },
  'SCAN_UNKNOWN.none': {
    en: 'There is nothing to use.',
    ko: '쓸 것이 없습니다.',
  },
  'DATASET_EMPTY.learn': {
    en: 'There is nothing here to learn from.',
    ko: '여기에는 배울 것이 없습니다.',
  },
  'INTERNAL.decodedFiles': {
    en: 'Not every decoded file came back from the engine.',
    ko: '디코딩한 파일이 엔진에서 모두 돌아오지 않았습니다.',
  },
  'CANCELLED.upload': {
    en: 'The upload was cancelled.',
    ko: '업로드를 취소했습니다.',
  },
  'ENGINE_GONE.stopped': {
    en: 'The engine stopped. It is being started again.',
    ko: '엔진이 멈췄습니다. 다시 시작하는 중입니다.',
  },
  'CANCELLED.call': {
    en: 'The call was cancelled.',
    ko: '호출을 취소했습니다.',
  },
  'ARGUMENT_INVALID.notInBin': {
    en: '"{given}" is not in the bin; `unroll bin` lists what is.',
    ko: '‘{given}’은(는) 휴지통에 없습니다. `unroll bin`이 휴지통의 내용을 보여 줍니다.',
  },
  'INTERNAL.thrown': {
    en: 'Something went wrong inside the lab: {reason@}',
    ko: '프로그램 내부에서 문제가 생겼습니다: {reason@}',
  },
} as const satisfies FailureSentences;
