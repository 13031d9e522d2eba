import type { FailureSentences } from '../template';

export const sharedFailures = {
  'ARGUMENT_INVALID.field': {
    en: '{field} is not valid: {problem}',
    ko: '{field} 값이 올바르지 않습니다: {problem}',
  },
  'ARGUMENT_INVALID.input': {
    en: 'The input is not valid: {problem}',
    ko: '입력이 올바르지 않습니다: {problem}',
  },
  'ARGUMENT_INVALID.noFields': {
    en: 'The input is not valid: it must have named fields.',
    ko: '입력이 올바르지 않습니다. 이름이 붙은 항목들이어야 합니다.',
  },
  'ARGUMENT_INVALID.marks': {
    en: '{file} marks stretches of a recording (starts, ends and labels of events), and nothing says of which: call it as the recording is called, name the recording in a column of it, or choose a task to import the recordings without it.',
    ko: '{file}은(는) 기록의 구간(시작, 끝, 이벤트)을 표시하는데, 어느 기록의 것인지 알 수 없습니다. 기록과 같은 이름을 붙이거나, 표에 기록의 이름을 담은 열을 두거나, 표시 없이 가져올 과제를 고르세요.',
  },
  'ARGUMENT_INVALID.stepsColumn': {
    en: 'What every step is answered with stands in a column of a table; these files have none. Choose another task.',
    ko: '스텝마다의 답은 표의 열에 있어야 하는데 이 파일에는 없습니다. 다른 과제를 고르세요.',
  },
  'ARGUMENT_INVALID.noRecordings': {
    en: '{by|folder=No folder here holds several tables|No names of files here differ by an instrument alone}, so that no files are one recording; choose --recordings file.',
    ko: '{by|folder=표가 여럿 든 폴더가 없어|측정기만 다른 이름의 파일이 없어} 여러 파일로 된 기록이 없습니다. --recordings file을 고르세요.',
  },
  'ARGUMENT_INVALID.noClock': {
    en: 'These files cannot be one recording: they need a column of times each, all counted from the same moment.',
    ko: '이 파일들은 한 기록이 될 수 없습니다. 파일마다 같은 순간부터 잰 시간 열이 있어야 합니다.',
  },
  'ARGUMENT_INVALID.listAlone': {
    en: '{file} is a list of sound files ("{example}" for one) and holds no recording itself; import the folder that has both.',
    ko: '{file}은(는) 소리 파일 목록(예: ‘{example}’)이며 기록 자체는 없습니다. 둘 다 들어 있는 폴더를 가져오세요.',
  },
  'ARGUMENT_INVALID.familyTask': {
    en: 'A model of the family "{family}" does not learn this task; choose a network.',
    ko: '‘{family}’ 계열의 모델은 이 과제를 배우지 못합니다. 신경망을 고르세요.',
  },
  'ARGUMENT_INVALID.ensembleTwo': {
    en: 'An ensemble is made of at least two finished runs: unroll ensemble RUN RUN, or choose them in Compare.',
    ko: '앙상블은 끝난 실행 두 개 이상으로 만듭니다. unroll ensemble RUN RUN을 쓰거나 비교에서 고르세요.',
  },
  'ARGUMENT_INVALID.ensembleData': {
    en: 'The run {name} learnt another data set; the members of an ensemble answer the same question.',
    ko: '실행 {name}은(는) 다른 데이터 세트를 배웠습니다. 앙상블의 구성 모델은 같은 질문에 답해야 합니다.',
  },
  'ARGUMENT_INVALID.ensembleNested': {
    en: 'The run {name} is an ensemble itself; name its members instead.',
    ko: '실행 {name}은(는) 이미 앙상블입니다. 그 구성 실행들을 지정하세요.',
  },
  'ARGUMENT_INVALID.poolingEveryStep': {
    en: 'Every step is answered here: choose the pooling "none".',
    ko: '스텝마다 답하는 과제입니다. 풀링을 none으로 고르세요.',
  },
  'ARGUMENT_INVALID.poolingWhole': {
    en: 'The sequence is answered as a whole here: choose the pooling "last", "mean" or "attention".',
    ko: '시퀀스 전체에 답하는 과제입니다. 풀링을 last, mean, attention 가운데 고르세요.',
  },
  'ARGUMENT_INVALID.strideEveryStep': {
    en: 'Every step is answered here, and convolutions with a stride leave some out; choose none.',
    ko: '스텝마다 답하는 과제인데 보폭이 있는 합성곱은 스텝을 건너뜁니다. 합성곱을 쓰지 마세요.',
  },
  'ARGUMENT_INVALID.looksAhead': {
    en: 'A network that reads backwards too, or convolves, sees what it is to continue; choose one direction and no convolutions.',
    ko: '거꾸로도 읽거나 합성곱을 쓰는 신경망은 이어 써야 할 것을 미리 봅니다. 한 방향으로 읽고 합성곱을 쓰지 마세요.',
  },
  'ARGUMENT_INVALID.quantiles': {
    en: 'Quantiles go upwards and have 0.5 among them, which is the forecast.',
    ko: '분위수는 작은 것부터 쓰고, 예측값인 0.5가 들어 있어야 합니다.',
  },
  'ARGUMENT_INVALID.flagOfOthers': {
    en: '{flag} belongs to {families}, not to {model|recurrent=a recurrent network|#}.',
    ko: '{flag}은(는) {families}에 쓰며 {model|recurrent=순환 신경망|#}에는 쓰지 않습니다.',
  },
  'LINK_LEADS_OUT.link': {
    en: '{file} is a link that leads out of the folder, to {target}; it is read only when you ask for it: by its own name, or by following links (--follow-links on the command line).',
    ko: '{file}은(는) 폴더 밖 {target}(으)로 이어지는 링크입니다. 따로 지정하거나 링크를 따라가게 할 때만(명령줄에서는 --follow-links) 읽습니다.',
  },
  'QUESTION_OPEN.first': {
    en: '{question} {count|1=Choose one of the readings.|# such questions are open; choose a reading of each.}',
    ko: '{question} {count|1=해석 하나를 고르세요.|이런 질문이 #개 있습니다. 각각 해석을 고르세요.}',
  },
  'FILE_CORRUPT.plan': {
    en: '{file} is no plan of this lab: {reason}',
    ko: '{file}은(는) 이 프로그램의 계획 파일이 아닙니다: {reason}',
  },
  'FILE_CORRUPT.planField': {
    en: '{file} cannot be followed: "{field}" is {problem|unknown=no part of a plan|not what it should be}.',
    ko: '{file}대로 할 수 없습니다. ‘{field}’은(는) {problem|unknown=계획에 없는 항목입니다|올바른 값이 아닙니다}.',
  },
  'FILE_CORRUPT.planNewer': {
    en: '{file} was written by a newer Unroll (format {version}); update this one, or make the plan anew.',
    ko: '{file}은(는) 더 새로운 Unroll이 쓴 파일입니다(형식 {version}). 업데이트하거나 계획을 새로 만드세요.',
  },
  'FILE_CORRUPT.sealed': {
    en: '{file} is damaged: it is cut off, or its content is not what was written. The disk may be failing.',
    ko: '{file} 파일이 손상되었습니다. 중간에 잘렸거나 내용이 저장한 것과 다릅니다. 디스크 고장이 의심됩니다.',
  },
  'ARGUMENT_INVALID.planGrown': {
    en: 'The data set has recordings of the lab\'s own in it, which no plan makes anew; open the plan of "{base}", or import its files again.',
    ko: '이 데이터 세트에는 앱에서 녹음한 것이 들어 있어 계획으로 다시 만들 수 없습니다. ‘{base}’의 계획을 열거나 파일을 다시 가져오세요.',
  },
  'ARGUMENT_INVALID.fieldWord': {
    en: '{flag} takes {takes}, not "{word}".',
    ko: '{flag}에는 {takes} 가운데 하나를 쓰며 ‘{word}’은(는) 쓸 수 없습니다.',
  },
  'ARGUMENT_INVALID.secondsUnknown': {
    en: 'A window of seconds needs a sampling rate: give the window in steps, or a rate or a time column.',
    ko: '초 단위 구간에는 샘플링 속도가 필요합니다. 구간을 스텝으로 정하거나 샘플링 속도 또는 시각 열을 정하세요.',
  },
  'ARGUMENT_INVALID.listEmpty': {
    en: '{file} names none of these files; look at its folders, endings and spelling.',
    ko: '{file}에 이 파일들의 이름이 없습니다. 폴더, 확장자, 표기를 확인하세요.',
  },
  'ARGUMENT_INVALID.masksOfRaw': {
    en: 'Where values are missing goes in beside the channels themselves; choose raw features, not {features}.',
    ko: '값이 빠진 곳은 채널 값 자체가 특징일 때만 입력으로 넣을 수 있습니다. {features} 대신 raw 특징을 고르세요.',
  },
  'ARGUMENT_INVALID.maskUnknown': {
    en: 'The column "{column}" does not go in, so that nothing can go in beside it.',
    ko: '‘{column}’ 열은 입력으로 쓰지 않으므로 빠진 곳을 표시할 수 없습니다.',
  },
  'ARGUMENT_INVALID.noJoinedTime': {
    en: 'The columns {columns} of {file} tell no time together: name a date with a time of day, or year, month and day.',
    ko: '{file}의 {columns} 열을 합쳐도 시간이 되지 않습니다. 날짜와 시각, 또는 연·월·일 열을 고르세요.',
  },
  'ARGUMENT_INVALID.timeFormat': {
    en: 'The times in "{column}" of {file} cannot be read {format|day-first=with the day first|month-first=with the month first|year-first=with the year first|s=as seconds|ms=as milliseconds|us=as microseconds|ns=as nanoseconds}.',
    ko: '{file}의 ‘{column}’ 열은 {format|day-first=일을 먼저|month-first=월을 먼저|year-first=연을 먼저|s=초로|ms=밀리초로|us=마이크로초로|ns=나노초로} 읽을 수 없습니다.',
  },
  'ARGUMENT_INVALID.partsOfRows': {
    en: 'Parts are given by files: "{column}" is a column of the tables themselves. Rows are dealt out by a column that is called split.',
    ko: '분할은 파일 단위로 정합니다. ‘{column}’은(는) 표 안의 열입니다. 행은 이름이 split인 열에 따라 나뉩니다.',
  },
  'ARGUMENT_INVALID.noPlaces': {
    en: 'Name the files or folders to import; {file|none=there is no plan that does|# names none}.',
    ko: '가져올 파일이나 폴더를 적으세요. {file|none=그것을 적은 계획이 없습니다|#에도 적혀 있지 않습니다}.',
  },
  'RUN_UNKNOWN.id': {
    en: 'There is no run {run}.',
    ko: '{run}(이)라는 실행이 없습니다.',
  },
  'DISK_FULL.write': {
    en: 'There is no room on the disk for {file}; make room, and go on.',
    ko: '{file} 파일을 쓸 디스크 공간이 없습니다. 공간을 확보한 뒤 계속하세요.',
  },
  'DISK_FULL.run': {
    en: 'A run of this size needs {neededMb} MB on the disk and there are {freeMb} MB; make room, or move the lab with UNROLL_HOME.',
    ko: '이 크기의 실행에는 디스크 공간 {neededMb} MB가 필요한데 {freeMb} MB가 남았습니다. 공간을 확보하거나 UNROLL_HOME으로 폴더를 옮기세요.',
  },
  'OUTPUT_UNWRITABLE.write': {
    en: '{file} could not be written ({reason}); see to the disk, and go on.',
    ko: '{file} 파일을 쓰지 못했습니다({reason}). 디스크를 확인한 뒤 계속하세요.',
  },
  'STATE_CORRUPT.dataset': {
    en: 'The data set {dataset} cannot be read: its {file} is {problem|missing=missing|newer=of a newer Unroll; update this one|damaged; import the data again, and delete this one}.',
    ko: '{dataset} 데이터 세트를 읽을 수 없습니다. {file} 파일이 {problem|missing=없습니다|newer=더 새로운 Unroll의 것이니 업데이트하세요|손상되었으니 데이터를 다시 가져오고 이것은 삭제하세요}.',
  },
  'STATE_CORRUPT.experiment': {
    en: 'What the experiment {experiment} last came to cannot be read: {file} is damaged, or of a newer Unroll. Run it again to have it anew.',
    ko: '{experiment} 실험의 지난 결과를 읽을 수 없습니다. {file} 파일이 손상되었거나 더 새로운 Unroll이 쓴 것입니다. 다시 실행하면 새로 만듭니다.',
  },
  'STATE_CORRUPT.newer': {
    en: 'The lab in {folder} was written by a newer Unroll. This one shows what it can read of it and changes nothing; update it, or choose another home folder.',
    ko: '{folder} 폴더는 더 새로운 Unroll이 쓴 것입니다. 읽을 수 있는 것만 보여 주고 아무것도 바꾸지 않습니다. 업데이트하거나 다른 홈 폴더를 고르세요.',
  },
  'STATE_CORRUPT.run': {
    en: 'The run {run} cannot be read: "{field}" is damaged, or of a newer Unroll. Update this one, or delete the run.',
    ko: '{run} 실행을 읽을 수 없습니다. ‘{field}’이(가) 손상되었거나 더 새로운 Unroll이 쓴 것입니다. 업데이트하거나 이 실행을 삭제하세요.',
  },
} as const satisfies FailureSentences;
