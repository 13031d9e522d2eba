import type { FailureSentences } from '../template';

export const readersFailures = {
  'AUDIO_UNDECODED.aac': {
    en: '{file} holds {sound} sound that was not decoded: only a window can, and not a video or hours of it. Drop it there, or convert it to WAV, FLAC or Opus.',
    ko: '{file}의 {sound} 소리를 디코딩하지 못했습니다. 창에서만 디코딩할 수 있고, 동영상이나 몇 시간짜리는 안 됩니다. 창에 놓거나 WAV, FLAC, Opus로 바꾸세요.',
  },
  'FILE_FORMAT_UNKNOWN.sound': {
    en: '{file} is {format}, which the lab does not read; convert it to WAV or FLAC.',
    ko: '{file}은(는) {format}인데, 이 형식은 읽지 않습니다. WAV나 FLAC으로 바꾸세요.',
  },
  'FILE_FORMAT_UNKNOWN.ending': {
    en: '{file} is of a format that the lab does not know: {why@}.',
    ko: '{file}은(는) 모르는 형식입니다: {why@}.',
  },
  'FILE_CORRUPT.matlab': {
    en: '{file} is no whole MATLAB file.',
    ko: '{file}은(는) 온전한 MATLAB 파일이 아닙니다.',
  },
  'FILE_EMPTY.noSeries': {
    en: '{file} has no array of numbers that is a series; save the array as CSV or Parquet.',
    ko: '{file}에 시계열로 쓸 숫자 배열이 없습니다. 배열을 CSV나 Parquet으로 저장하세요.',
  },
  'FILE_TOO_LARGE.columns': {
    en: '{file} has an array of {width} columns; the lab takes {most}.',
    ko: '{file}에 열이 {width}개인 배열이 있는데 {most}개까지 받습니다.',
  },
  'FILE_EMPTY.noSequences': {
    en: '{file} has no array of sequences.',
    ko: '{file}에 시퀀스 배열이 없습니다.',
  },
  'FILE_CORRUPT.numpy': {
    en: '{file} is no whole NumPy array: {why@}.',
    ko: '{file}은(는) 온전한 NumPy 배열이 아닙니다: {why@}.',
  },
  'FILE_FORMAT_UNKNOWN.pickle': {
    en: '{file} holds Python objects, which are pickles, can run code and are never opened; save plain arrays, or a table as CSV or Parquet.',
    ko: '{file}에 파이썬 객체(pickle)가 들어 있습니다. 코드를 실행할 수 있어 열지 않습니다. 보통 배열로, 또는 표를 CSV나 Parquet으로 저장하세요.',
  },
  'FILE_CORRUPT.cutArray': {
    en: '{file} is cut off: its array has {count} values.',
    ko: '{file}이(가) 잘려 있습니다. 배열의 값은 {count}개여야 합니다.',
  },
  'FILE_FORMAT_UNKNOWN.numpyType': {
    en: '{file} holds values of NumPy\'s type "{type}", which are no plain numbers; save them as float64, or as CSV.',
    ko: '{file}의 값은 NumPy 형식 ‘{type}’인데, 보통 숫자가 아닙니다. float64나 CSV로 저장하세요.',
  },
  'FILE_TOO_LARGE.unpacks': {
    en: '{file} unpacks to more than {gigabytes} GB; cut it into parts.',
    ko: '{file}의 압축을 풀면 {gigabytes} GB가 넘습니다. 여러 부분으로 나누세요.',
  },
  'FILE_CORRUPT.numpyArchive': {
    en: '{file} is no whole NumPy archive.',
    ko: '{file}은(는) 온전한 NumPy 압축 파일이 아닙니다.',
  },
  'COLUMN_UNKNOWN.inFile': {
    en: '{file} has no column "{column}".',
    ko: '{file}에 ‘{column}’ 열이 없습니다.',
  },
  'FILE_MISSING.notAnyMore': {
    en: '{file} is not there any more.',
    ko: '{file}이(가) 더 이상 없습니다.',
  },
  'FILE_CORRUPT.arffData': {
    en: '{file} is no ARFF file: it has no @data.',
    ko: '{file}은(는) ARFF 파일이 아닙니다. @data가 없습니다.',
  },
  'FILE_EMPTY.afterData': {
    en: '{file} has no sequence after @data.',
    ko: '{file}에 @data 다음의 시퀀스가 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.sparse': {
    en: '{file} is a sparse ARFF file, which the lab does not read; save it as .ts or CSV.',
    ko: '{file}은(는) 희소 ARFF 파일인데, 이 형식은 읽지 않습니다. .ts나 CSV로 저장하세요.',
  },
  'FILE_CORRUPT.line': {
    en: '{file}, line {line}: {why@}.',
    ko: '{file}, {line}번째 줄: {why@}.',
  },
  'FILE_CORRUPT.parallel': {
    en: '{other} has {own} rows and {file} has {rows}; side by side they must have as many.',
    ko: '{other}의 행은 {own}개인데 {file}의 행은 {rows}개입니다. 나란히 놓으려면 같아야 합니다.',
  },
  'FILE_CORRUPT.tsData': {
    en: '{file} is not a .ts file: it has no @data.',
    ko: '{file}은(는) .ts 파일이 아닙니다. @data가 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.timeStamps': {
    en: '{file} has a time stamp at every value, which the lab does not read; save it without (@timeStamps false).',
    ko: '{file}에는 값마다 시간이 적혀 있는데, 이 형식은 읽지 않습니다. 시간 없이(@timeStamps false) 저장하세요.',
  },
  'FILE_EMPTY.noSequenceIn': {
    en: '{file} has no sequence.',
    ko: '{file}에 시퀀스가 하나도 없습니다.',
  },
  'FILE_EMPTY.file': {
    en: '{file} is empty.',
    ko: '{file}의 내용이 비어 있습니다.',
  },
  'COLUMN_UNKNOWN.namesFiles': {
    en: '{file} has no column that names files; call it "file". Its columns are {columns}.',
    ko: '{file}에 파일 이름을 적은 열이 없습니다. 그 열의 이름을 "file"로 하세요. 지금 있는 열: {columns}.',
  },
  'FILE_CORRUPT.quotation': {
    en: '{file} has a quotation mark that is never closed, in row {row}.',
    ko: '{file}의 {row}번째 행에 닫히지 않은 따옴표가 있습니다.',
  },
  'FILE_EMPTY.annotations': {
    en: '{file} holds annotations and no signal.',
    ko: '{file}에는 주석만 있고 신호가 없습니다.',
  },
  'FILE_EMPTY.noRecord': {
    en: '{file} has no data record.',
    ko: '{file}에 데이터 레코드가 없습니다.',
  },
  'FILE_CORRUPT.edf': {
    en: '{file} is not a whole EDF file: {why@}.',
    ko: '{file}은(는) 온전한 EDF 파일이 아닙니다: {why@}.',
  },
  'FILE_CORRUPT.wfdb': {
    en: '{file} is not a WFDB header: {why@}.',
    ko: '{file}은(는) WFDB 헤더가 아닙니다: {why@}.',
  },
  'FILE_FORMAT_UNKNOWN.segments': {
    en: '{file} is a record of several segments, which the lab does not join; import the segments, or save it as CSV.',
    ko: '{file}은(는) 여러 조각으로 된 기록인데, 이어 붙이지 않습니다. 조각을 가져오거나 CSV로 저장하세요.',
  },
  'FILE_EMPTY.noSamples': {
    en: '{file} has no samples.',
    ko: '{file}에 표본이 없습니다.',
  },
  'FILE_CORRUPT.wfdbFile': {
    en: '{file} names "{signals}", which is no file beside it.',
    ko: '{file}에 적힌 ‘{signals}’ 파일이 곁에 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.wfdbFormat': {
    en: '{file} has samples of WFDB format {format}, which the lab does not read; write them as format 16 with xform, or save them as CSV.',
    ko: '{file}의 표본은 WFDB 형식 {format}인데, 이 형식은 읽지 않습니다. xform으로 형식 16으로 쓰거나 CSV로 저장하세요.',
  },
  'FILE_TOO_LARGE.twoGbParquet': {
    en: '{file} is larger than 2 GB; save it as Parquet.',
    ko: '{file}은(는) 2 GB보다 큽니다. Parquet으로 저장하세요.',
  },
  'FILE_EMPTY.noRows': {
    en: '{file} has no rows.',
    ko: '{file}에 행이 없습니다.',
  },
  'FILE_CORRUPT.arrow': {
    en: '{file} is no whole Arrow file.',
    ko: '{file}은(는) 온전한 Arrow 파일이 아닙니다.',
  },
  'FILE_TOO_LARGE.json': {
    en: '{file} is larger than 256 MB; save it as CSV or Parquet.',
    ko: '{file}은(는) 256 MB보다 큽니다. CSV나 Parquet으로 저장하세요.',
  },
  'FILE_CORRUPT.jsonTable': {
    en: '{file} holds no table: an array of objects or an object of arrays is one; save it as CSV or Parquet.',
    ko: '{file}에 표가 없습니다. 객체의 배열이나 배열의 객체가 표입니다. CSV나 Parquet으로 저장하세요.',
  },
  'FILE_CORRUPT.jsonLine': {
    en: '{file}, line {line}: this is no JSON.',
    ko: '{file}, {line}번째 줄: JSON이 아닙니다.',
  },
  'FILE_CORRUPT.lists': {
    en: '{file}, row {row}: the lists of one row must be equally long.',
    ko: '{file}, {row}번째 행: 한 행의 목록은 길이가 같아야 합니다.',
  },
  'FILE_CORRUPT.asTable': {
    en: '{file} cannot be read as a table: {reason@}',
    ko: '{file}을(를) 표로 읽을 수 없습니다: {reason@}',
  },
  'FILE_CORRUPT.noNumbers': {
    en: '{file} has no column of numbers.',
    ko: '{file}에 숫자 열이 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.daqmx': {
    en: '{file} holds raw values of DAQmx, which the lab does not scale; save its channels as CSV or Parquet.',
    ko: '{file}에는 DAQmx의 원시 값이 들어 있는데, 환산하지 않습니다. 채널을 CSV나 Parquet으로 저장하세요.',
  },
  'FILE_CORRUPT.tdms': {
    en: '{file} is no whole TDMS file.',
    ko: '{file}은(는) 온전한 TDMS 파일이 아닙니다.',
  },
  'FILE_EMPTY.tdms': {
    en: '{file} has no channel of numbers; save it as CSV or Parquet.',
    ko: '{file}에 숫자 채널이 없습니다. CSV나 Parquet으로 저장하세요.',
  },
  'FILE_CORRUPT.zeroBytes': {
    en: '{file} is not a text file: it has zero bytes in it.',
    ko: '{file}은(는) 텍스트 파일이 아닙니다. 0인 바이트가 들어 있습니다.',
  },
  'FILE_TOO_LARGE.words': {
    en: '{file} has more than four million different words in its column "{column}"; save it without that column.',
    ko: '{file}의 ‘{column}’ 열에 서로 다른 단어가 400만 개보다 많습니다. 그 열 없이 저장하세요.',
  },
  'FILE_CORRUPT.longLine': {
    en: '{file} has a line of more than {mb} MB, so that it is no table.',
    ko: '{file}에 {mb} MB가 넘는 줄이 있어 표가 아닙니다.',
  },
  'FILE_EMPTY.tsf': {
    en: '{file} has no series after @data.',
    ko: '{file}에 @data 다음의 시계열이 없습니다.',
  },
  'COLUMN_UNKNOWN.known': {
    en: 'There is no column "{column}"; {known|–=there are none|there are #}.',
    ko: '‘{column}’ 열은 없습니다. {known|–=열이 하나도 없습니다|있는 열: #}.',
  },
  'FILE_CORRUPT.workbook': {
    en: '{file} is no whole Excel workbook.',
    ko: '{file}은(는) 온전한 Excel 파일이 아닙니다.',
  },
  'FILE_TOO_LARGE.workbook': {
    en: '{file} unpacks to more than 512 MB; save its sheet as CSV.',
    ko: '{file}의 압축을 풀면 512 MB가 넘습니다. 시트를 CSV로 저장하세요.',
  },
  'FILE_EMPTY.workbook': {
    en: '{file} has no cell in any sheet.',
    ko: '{file}의 어느 시트에도 셀이 없습니다.',
  },
  'FILE_CORRUPT.notTogether': {
    en: '{file} is several files that were not recorded at the same time: {names}.',
    ko: '{file}은(는) 같은 시간에 기록되지 않은 여러 파일, 곧 {names}(으)로 되어 있습니다.',
  },
  'FILE_TOO_LARGE.joinedSteps': {
    en: '{file} would have {steps} steps of {width} columns at {rateHz} Hz; choose a lower rate.',
    ko: '{file}은(는) {rateHz} Hz에서 열 {width}개의 {steps} 스텝이 됩니다. 샘플링 속도를 낮추세요.',
  },
  'FILE_CORRUPT.noTimesIn': {
    en: '{file} has no times in a column "{column}".',
    ko: '{file}의 ‘{column}’ 열에 시간이 없습니다.',
  },
  'FILE_CORRUPT.noTimesAtAll': {
    en: '{file} has no times.',
    ko: '{file}에 시간이 없습니다.',
  },
  'FILE_CORRUPT.noColumn': {
    en: '{file} has no column "{column}".',
    ko: '{file}에 ‘{column}’ 열이 없습니다.',
  },
  'FILE_MISSING.partsUnknown': {
    en: 'It is not known which files {file} was made of.',
    ko: '{file}이(가) 어떤 파일들로 되어 있는지 알 수 없습니다.',
  },
  'FILE_EMPTY.empatica': {
    en: '{file} has a start and a rate, and no sample.',
    ko: '{file}에 시작 시간과 샘플링 속도만 있고 표본이 없습니다.',
  },
  'FILE_TOO_LARGE.onePiece': {
    en: '{file} holds more in one piece than the lab can take; split it, or save it as CSV.',
    ko: '{file}에는 한 덩어리로 다룰 수 없을 만큼 큰 내용이 있습니다. 분할하거나 CSV로 저장하세요.',
  },
  'FILE_TOO_LARGE.reading': {
    en: '{file} {lost|timeout=took too long to be read, and may be damaged|needs more memory than the lab can give one file}; split it, or save it as CSV.',
    ko: '{file}을(를) 읽는 데 {lost|timeout=시간이 너무 오래 걸렸습니다(손상되었을 수 있습니다)|줄 수 있는 것보다 많은 메모리가 필요합니다}. 분할하거나 CSV로 저장하세요.',
  },
} as const satisfies FailureSentences;
