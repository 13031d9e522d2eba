import type { FailureSentences } from '../template';

export const dataFailures = {
  'DATASET_IN_USE.run': {
    en: 'The run {run} needs "{name}"; delete it too, or keep it.',
    ko: '{run} 실행이 ‘{name}’을(를) 쓰고 있습니다. 함께 삭제하거나 그대로 두세요.',
  },
  'DATASET_IN_USE.runs': {
    en: '{runs} runs need "{name}"; delete them too, or keep it.',
    ko: '실행 {runs}개가 ‘{name}’을(를) 쓰고 있습니다. 함께 삭제하거나 그대로 두세요.',
  },
  'DATASET_EMPTY.noExample': {
    en: 'There is no example left under this plan.',
    ko: '이 계획으로는 남는 예제가 없습니다.',
  },
  'DATASET_EMPTY.noExampleSince': {
    en: 'There is no example left under this plan; the first file that was refused: {cause@}',
    ko: '이 계획으로는 남는 예제가 없습니다. 맨 먼저 제외된 파일: {cause@}',
  },
  'SPLIT_IMPOSSIBLE.parts': {
    en: 'The files do not say which examples to train on; choose a random split or one by group.',
    ko: '파일에 학습할 예제가 적혀 있지 않습니다. 무작위 분할이나 그룹 분할을 고르세요.',
  },
  'SPLIT_IMPOSSIBLE.time': {
    en: '{examples} examples are too few to be split in time.',
    ko: '예제 {examples}개는 시간순 분할에는 너무 적습니다.',
  },
  'SPLIT_IMPOSSIBLE.groups': {
    en: 'A split by group needs a column with at least two groups; choose one, or a random split.',
    ko: '그룹 분할에는 그룹이 둘 이상인 열이 필요합니다. 열을 고르거나 무작위 분할을 쓰세요.',
  },
  'SPLIT_IMPOSSIBLE.lostClass': {
    en: 'Split by group, no example of "{label}" is left to train on, because all of them come from one group; choose a random split.',
    ko: '그룹으로 나누면 ‘{label}’의 예제가 모두 한 그룹에 있어 학습할 것이 남지 않습니다. 무작위 분할을 고르세요.',
  },
  'refused.otherKind': {
    en: '{file} is {kind|audio=a sound file|table=a table|cases=a problem of the UEA archive}, and most files here are {most|audio=sound files|table=tables|cases=problems of the UEA archive}; import it on its own.',
    ko: '{file}은(는) {kind|audio=소리 파일|table=표|cases=UEA 아카이브 문제}인데 여기 있는 대부분의 파일과 종류가 다릅니다. 따로 가져오세요.',
  },
  'refused.noColumn': {
    en: '{file} has no column "{column}" of numbers.',
    ko: '{file}에는 숫자가 있는 ‘{column}’ 열이 없습니다.',
  },
  'refused.noLabel': {
    en: '{file} has no label.',
    ko: '{file}에는 레이블이 없습니다.',
  },
  'refused.labelsDiffer': {
    en: '{file} is listed more than once with different labels.',
    ko: '{file}이(가) 서로 다른 레이블로 두 번 이상 적혀 있습니다.',
  },
  'refused.labelsByChannel': {
    en: '{file} is listed once for every channel ("{column}") with different labels, and the lab learns one label a file; save the channels as files of their own.',
    ko: '{file}이(가) 채널마다(‘{column}’) 다른 레이블로 적혀 있는데, 파일마다 레이블 하나를 배웁니다. 채널을 각각 파일로 저장하세요.',
  },
  'refused.word': {
    en: '{file} has "{word}" where a number is to be learnt.',
    ko: '{file}에는 학습할 숫자 자리에 ‘{word}’이(가) 있습니다.',
  },
  'FILE_MISSING.notThere': {
    en: '{file} is not there.',
    ko: '{file}이(가) 없습니다.',
  },
  'FILE_TOO_LARGE.files': {
    en: 'There are more than {most} files here; choose a smaller folder.',
    ko: '파일이 {most}개보다 많습니다. 더 작은 폴더를 고르세요.',
  },
  'FILE_UNREADABLE.folder': {
    en: '{file} is a folder that cannot be opened; check its permissions.',
    ko: '{file}은(는) 열 수 없는 폴더입니다. 접근 권한을 확인하세요.',
  },
  'FILE_MISSING.pointsNowhere': {
    en: '{file} points to something that is not there.',
    ko: '{file}이(가) 가리키는 것이 없습니다.',
  },
  'FILE_UNREADABLE.notOrdinary': {
    en: '{file} is not an ordinary file.',
    ko: '{file}은(는) 보통 파일이 아닙니다.',
  },
  'FILE_FORMAT_UNKNOWN.inArchive': {
    en: '{file} {what|nested=is an archive within an archive; unpack it first|outside=leads out of its archive and is left out|encrypted=is encrypted; unpack it with its password|packed=is packed in a way that the lab does not know; unpack it first|link=is a link, which archives may not bring along|device=is a link or a device, which archives may not bring along}.',
    ko: '{file}은(는) {what|nested=압축 파일 안의 압축 파일입니다. 먼저 푸세요|outside=압축 파일 밖을 가리켜 쓰지 않습니다|encrypted=암호화되어 있습니다. 비밀번호로 푸세요|packed=모르는 방식으로 압축되어 있습니다. 먼저 푸세요|link=링크인데, 압축 파일로는 가져올 수 없습니다|device=링크나 장치인데, 압축 파일로는 가져올 수 없습니다}.',
  },
  'FILE_CORRUPT.archive': {
    en: '{file} is no whole archive; unpack it with another program.',
    ko: '{file}은(는) 온전한 압축 파일이 아닙니다. 다른 프로그램으로 푸세요.',
  },
  'FILE_TOO_LARGE.archiveBytes': {
    en: '{file} unpacks to more than it says or than 32 GB; unpack what you need of it.',
    ko: '{file}을(를) 풀면 적힌 것보다, 또는 32 GB보다 커집니다. 필요한 것만 푸세요.',
  },
  'FILE_TOO_LARGE.archiveFiles': {
    en: '{file} holds more than {most} files; unpack what you need of it.',
    ko: '{file}에는 파일이 {most}개보다 많습니다. 필요한 것만 푸세요.',
  },
  'FILE_TOO_LARGE.labels': {
    en: '{file} is too large for a labels file.',
    ko: '{file}은(는) 레이블 파일로는 너무 큽니다.',
  },
  'FILE_UNREADABLE.permissions': {
    en: '{file} cannot be read; check its permissions.',
    ko: '{file}을(를) 읽을 수 없습니다. 접근 권한을 확인하세요.',
  },
  'FILE_MISSING.noLonger': {
    en: '{file} is no longer there; put it back, or import the data again.',
    ko: '{file}이(가) 더 이상 없습니다. 되돌려 놓거나 데이터를 다시 가져오세요.',
  },
  'DATASET_FILES_CHANGED.file': {
    en: '{file} has changed since it was read; import the data again.',
    ko: '{file}이(가) 읽은 뒤에 바뀌었습니다. 데이터를 다시 가져오세요.',
  },
  'UPLOAD_INVALID.unwritable': {
    en: '{file} cannot be written.',
    ko: '{file}에 쓸 수 없습니다.',
  },
  'UPLOAD_INVALID.offset': {
    en: '{file}: the chunk for byte {offset} came where byte {next} is next.',
    ko: '{file}: {next}번째 바이트 차례에 {offset}번째 바이트의 조각이 왔습니다.',
  },
  'UPLOAD_INVALID.chunk': {
    en: '{file}: a chunk has more than 64 MB.',
    ko: '{file}: 조각 하나가 64 MB를 넘습니다.',
  },
  'UPLOAD_INVALID.bytes': {
    en: 'These files are more than 32 GB together; import them with the command line instead.',
    ko: '파일이 모두 32 GB를 넘습니다. 명령줄로 가져오세요.',
  },
  'UPLOAD_INVALID.files': {
    en: 'There are more than {most} files.',
    ko: '파일이 {most}개보다 많습니다.',
  },
  'UPLOAD_INVALID.none': {
    en: 'No file was uploaded.',
    ko: '올린 파일이 없습니다.',
  },
  'UPLOAD_INVALID.over': {
    en: 'There is no upload {upload}, or it is finished.',
    ko: '{upload}(이)라는 업로드가 없거나 이미 끝났습니다.',
  },
  'UPLOAD_INVALID.path': {
    en: '"{path}" is not a path that can be uploaded.',
    ko: '‘{path}’은(는) 올릴 수 있는 경로가 아닙니다.',
  },
  'DATASET_EMPTY.nothing': {
    en: 'There is nothing to learn from in {where@}: it holds no sound file, table or .ts file.',
    ko: '{where@}에는 배울 것이 없습니다: 소리 파일도 표도 .ts 파일도 없습니다.',
  },
  'DATASET_EMPTY.oneFile': {
    en: 'There is nothing to learn from in {where@}: {cause@}',
    ko: '{where@}에는 배울 것이 없습니다: {cause@}',
  },
  'DATASET_EMPTY.noFile': {
    en: 'There is nothing to learn from in {where@}: none of its {refused} files can be read (the first: {cause@})',
    ko: '{where@}에는 배울 것이 없습니다: 파일 {refused}개를 하나도 읽을 수 없습니다(첫째: {cause@})',
  },
  'why.places': {
    en: 'these {places} places',
    ko: '지정한 {places}군데',
  },
  'EXAMPLE_UNKNOWN.index': {
    en: 'There is no example {example} in this data set.',
    ko: '이 데이터 세트에는 예제 {example}이(가) 없습니다.',
  },
  'ARGUMENT_INVALID.noSound': {
    en: '{file} has no sound to play.',
    ko: '{file}에는 재생할 소리가 없습니다.',
  },
  'ARGUMENT_INVALID.sampleSet': {
    en: 'There is no sample set "{sample}".',
    ko: '‘{sample}’(이)라는 샘플은 없습니다.',
  },
  'SCAN_UNKNOWN.over': {
    en: 'This scan is over; import the files again.',
    ko: '이 스캔은 끝났습니다. 파일을 다시 가져오세요.',
  },
  'ARGUMENT_INVALID.stillReading': {
    en: '{state|failed=These files could not be read|The files are still being read; wait for the scan}.',
    ko: '{state|failed=이 파일들은 읽을 수 없었습니다|파일을 아직 읽는 중입니다. 스캔이 끝날 때까지 기다리세요}.',
  },
  'FILE_MISSING.notOfSet': {
    en: '{file} does not belong to this data set.',
    ko: '{file}은(는) 이 데이터 세트의 파일이 아닙니다.',
  },
  'ARGUMENT_INVALID.seriesTaught': {
    en: 'A series is not taught by labelled stretches; import it longer instead.',
    ko: '시계열은 레이블을 붙인 구간으로 가르칠 수 없습니다. 더 긴 기록을 가져오세요.',
  },
  'ARGUMENT_INVALID.labelNumber': {
    en: '"{label}" is no number, and this data set is of values.',
    ko: '‘{label}’은(는) 숫자가 아닌데, 이 데이터 세트는 값을 배웁니다.',
  },
  'ARGUMENT_INVALID.recordedNumbers': {
    en: 'A recording of {samples} numbers does not fit {channels} channels.',
    ko: '숫자 {samples}개는 채널 {channels}개의 기록으로 나누어떨어지지 않습니다.',
  },
  'ARGUMENT_INVALID.recordedRate': {
    en: 'A recording of sound needs a whole sampling rate.',
    ko: '소리 기록에는 정수인 샘플링 속도가 필요합니다.',
  },
  'STATE_CORRUPT.datasetFile': {
    en: '{file} is missing or damaged; import the data again.',
    ko: '{file}이(가) 없거나 손상되었습니다. 데이터를 다시 가져오세요.',
  },
  'DATASET_UNKNOWN.id': {
    en: 'There is no data set {dataset}.',
    ko: '{dataset}(이)라는 데이터 세트가 없습니다.',
  },
  'STATE_CORRUPT.examples': {
    en: 'The list of examples of a data set is damaged; import the data again.',
    ko: '데이터 세트의 예제 목록이 손상되었습니다. 데이터를 다시 가져오세요.',
  },
  'SPLIT_IMPOSSIBLE.notMeasured': {
    en: 'Nothing of {names} was measured in the training part; choose another split or another target.',
    ko: '학습 부분에는 {names}의 측정값이 하나도 없습니다. 다른 분할이나 다른 대상을 고르세요.',
  },
  'ARGUMENT_INVALID.noNumber': {
    en: 'There is no number to learn: choose where it comes from, a column of labels.csv for example.',
    ko: '배울 숫자가 없습니다. 어디에서 가져올지, 예를 들어 labels.csv의 열을 고르세요.',
  },
  'ARGUMENT_INVALID.noLabels': {
    en: '{labels|none=There are no labels to learn: choose where they come from, put the files into folders, or add a labels.csv|There is one class only; two or more are needed to tell apart}.',
    ko: '{labels|none=배울 레이블이 없습니다. 어디에서 가져올지 고르거나, 파일을 폴더에 나누거나, labels.csv를 더하세요|클래스가 하나뿐입니다. 구별하려면 둘 이상이 필요합니다}.',
  },
  'ARGUMENT_INVALID.oneEach': {
    en: 'Every class has one recording only, so that nothing is left to test on: cut each into pieces of a few seconds, a file a piece.',
    ko: '클래스마다 기록이 하나뿐이라 시험에 쓸 것이 남지 않습니다. 기록마다 몇 초짜리 조각 여러 개로, 조각마다 파일 하나로 나누세요.',
  },
  'SPLIT_IMPOSSIBLE.noTrainExample': {
    en: 'No example is left to train on.',
    ko: '학습할 예제가 남지 않습니다.',
  },
  'FILE_TOO_LARGE.features': {
    en: 'The features need more than 2 GB; take fewer files, a lower rate or coarser features.',
    ko: '특징이 2 GB를 넘습니다. 파일을 줄이거나 샘플링 속도를 낮추거나 더 성긴 특징을 고르세요.',
  },
  'FILE_CORRUPT.prepared': {
    en: '{file} is not a prepared data set; import the data again.',
    ko: '{file}은(는) 준비된 데이터 세트가 아닙니다. 데이터를 다시 가져오세요.',
  },
  'ARGUMENT_INVALID.soundRates': {
    en: 'Sound can be resampled between rates of {least} and {most} Hz, not {rateHz} Hz.',
    ko: '소리는 {least}–{most} Hz 사이에서 다시 샘플링할 수 있습니다. {rateHz} Hz는 안 됩니다.',
  },
  'ARGUMENT_INVALID.featuresRate': {
    en: '{features} features need a sampling rate: give --rate, a time column, or choose raw features.',
    ko: '{features} 특징에는 샘플링 속도가 필요합니다. --rate나 시간 열을 주거나 원래 값을 고르세요.',
  },
  'MODEL_UNSUITABLE.ownScale': {
    en: 'This model scales each recording by its own mean and deviation, which a stream does not know before its end; give it files.',
    ko: '이 모델은 기록마다 그 평균과 편차로 크기를 맞추는데, 스트림은 끝나기 전에 이를 알 수 없습니다. 파일을 주세요.',
  },
  'ARGUMENT_INVALID.evenSteps': {
    en: 'At {rateHz} Hz, {rows} rows would become {steps} steps; check the rate, and the unit of the times in "{column}".',
    ko: '{rateHz} Hz에서는 행 {rows}개가 {steps} 스텝이 됩니다. 샘플링 속도와 ‘{column}’ 열의 시간 단위를 확인하세요.',
  },
  'EXAMPLE_UNKNOWN.sequence': {
    en: '{file} has no sequence {sequence}.',
    ko: '{file}에는 {sequence}번째 시퀀스가 없습니다.',
  },
  'COLUMN_UNKNOWN.soundChannels': {
    en: '{file} has {channels|1=one channel|# channels}, and channel {needed} is wanted of it.',
    ko: '{file}에는 채널이 {channels}개뿐인데 {needed}번 채널이 필요합니다.',
  },
  'ARGUMENT_INVALID.meanAndChannels': {
    en: 'The mean of all channels and single channels of sound cannot go in together; choose one or the other.',
    ko: '모든 채널의 평균과 개별 채널은 함께 넣을 수 없습니다. 둘 중 하나를 고르세요.',
  },
  'COLUMN_UNKNOWN.channel': {
    en: '{file} has {channels} channels, and no "{column}".',
    ko: '{file}에는 채널이 {channels}개 있고 ‘{column}’은(는) 없습니다.',
  },
  'ARGUMENT_INVALID.notNumbers': {
    en: 'The column "{column}" does not hold numbers.',
    ko: '‘{column}’ 열에는 숫자가 없습니다.',
  },
  'SPLIT_IMPOSSIBLE.noStep': {
    en: 'The {part} part has no step left; choose another split or shorter windows.',
    ko: '{part|train=학습|validation=검증|시험} 부분에 남는 스텝이 없습니다. 다른 분할을 고르거나 윈도를 줄이세요.',
  },
  'ARGUMENT_INVALID.manyValues': {
    en: 'The column "{column}" has more than {most} different values, which are no classes; choose another column.',
    ko: '‘{column}’ 열에는 서로 다른 값이 {most}개보다 많아 클래스로 쓸 수 없습니다. 다른 열을 고르세요.',
  },
  'SPLIT_IMPOSSIBLE.fewRows': {
    en: 'The series has too few rows ({rows}) for {context} steps of context and {horizon} ahead in every part; choose less of both.',
    ko: '시계열의 행이 너무 적어({rows}) 모든 부분에 과거 {context} 스텝과 앞으로 {horizon} 스텝을 둘 수 없습니다. 둘 다 줄이세요.',
  },
  'DATASET_EMPTY.noChannel': {
    en: 'No column of numbers is left to go in as a channel; choose some.',
    ko: '채널로 넣을 숫자 열이 남지 않습니다. 몇 개를 고르세요.',
  },
  'ARGUMENT_INVALID.positiveRate': {
    en: 'The sampling rate must be a positive number of hertz.',
    ko: '샘플링 속도는 0보다 큰 Hz 값이어야 합니다.',
  },
  'ARGUMENT_INVALID.soundTask': {
    en: 'Sound files can be classified, not forecast; choose classification.',
    ko: '소리 파일은 예측이 아니라 분류만 할 수 있습니다. 분류를 고르세요.',
  },
  'ARGUMENT_INVALID.stepLabels': {
    en: 'Labels of single steps must stand in a column of the table.',
    ko: '스텝마다 다른 레이블은 표의 열에 있어야 합니다.',
  },
  'ARGUMENT_INVALID.noTimes': {
    en: 'The column "{column}" has no times that the lab can read.',
    ko: '‘{column}’ 열에는 읽을 수 있는 시간이 없습니다.',
  },
  'ARGUMENT_INVALID.featuresNeedRate': {
    en: '{features} features need a sampling rate: choose a time column, give the rate, or choose raw features.',
    ko: '{features} 특징에는 샘플링 속도가 필요합니다. 시간 열을 고르거나 샘플링 속도를 주거나 원래 값을 고르세요.',
  },
  'ARGUMENT_INVALID.forecastRaw': {
    en: 'Forecasts are made from the values themselves; choose raw features.',
    ko: '예측은 값 자체로 합니다. 원래 값을 특징으로 고르세요.',
  },
  'ARGUMENT_INVALID.ownScaleWhole': {
    en: 'A recording has a scale of its own only where it is answered as a whole; choose raw features without.',
    ko: '기록마다 크기를 맞추는 것은 기록 전체에 답할 때만 됩니다. 그러지 않는 원래 값을 특징으로 고르세요.',
  },
  'ARGUMENT_INVALID.generateRaw': {
    en: 'What is generated goes in again as it is; choose raw features without differences.',
    ko: '생성한 것은 그대로 다시 들어갑니다. 변화량이 없는 원래 값을 특징으로 고르세요.',
  },
  'ARGUMENT_INVALID.calendarTimes': {
    en: 'A calendar needs a column of dates or times; choose one, or leave the calendar out.',
    ko: '달력에는 날짜나 시간 열이 필요합니다. 하나를 고르거나 달력을 빼세요.',
  },
  'ARGUMENT_INVALID.severalTables': {
    en: 'These {tables} tables have different columns and no labels; name one of them, for example {examples}.',
    ko: '이 표 {tables}개는 열이 서로 다르고 레이블이 없습니다. 그중 하나를 지정하세요(예: {examples}).',
  },
  'ARGUMENT_INVALID.problems': {
    en: 'There are {problems} problems here ({names}); name a file of the one you mean, for example {first}.',
    ko: '여기에는 문제가 {problems}가지 있습니다({names}). 그중 하나의 파일을 지정하세요(예: {first}).',
  },
  'COMPUTE_FAILED.resample': {
    en: 'The sound could not be resampled.',
    ko: '소리를 다시 샘플링하지 못했습니다.',
  },
} as const satisfies FailureSentences;
