import type { Sentence } from './template';

/** What the lab would rather ask than guess, and the readings to choose from. */
export const questionSentences = {
  'question.label': {
    en: 'Where do the classes come from? {readings} places are as likely.',
    ko: '클래스가 어디에 적혀 있나요? 그럴듯한 곳이 {readings}군데 있습니다.',
  },
  'question.several': {
    en: 'Does a cell such as {example} hold one label or several? {count|1=One cell looks|# cells look} so.',
    ko: '{example} 같은 칸은 레이블 하나인가요, 여럿인가요? 이런 칸이 {count}개 있습니다.',
  },
  'question.readingSeveral': {
    en: '{reading|one=One label, with its {separator}|several=Several labels, {separator} between them}',
    ko: '{reading|one=‘{separator}’까지 레이블 하나|several=‘{separator}’ 구분자로 나눈 여러 레이블}',
  },
  'question.readingColumns': {
    en: '{columns} columns of the list, {example} for one',
    ko: '목록의 열 {columns}개(예: {example})',
  },
  'question.target': {
    en: 'Which column is to be forecast? {columns} columns of numbers are there, and none is called so.',
    ko: '어느 열을 예측할까요? 숫자 열이 {columns}개 있고, 이름만으로는 알 수 없습니다.',
  },
  'question.remainder': {
    en: 'Is "{column}" a value to learn at every step, or is it to be forecast?',
    ko: '‘{column}’을(를) 스텝마다 배울 값으로 볼까요, 아니면 예측할까요?',
  },
  'question.readingStepValue': {
    en: 'Learn "{column}" at every step',
    ko: '스텝마다 ‘{column}’ 값을 배움',
  },
  'question.missing': {
    en: 'Does {value} in "{column}" stand for “not measured”? It comes {count|1=once|# times}, far beyond all other values.',
    ko: '‘{column}’의 {value}은(는) 측정하지 않았다는 뜻인가요? {count}번 나오며 다른 값과 크게 다릅니다.',
  },
  'question.readingMissing': {
    en: '{value} stands for “not measured”',
    ko: '{value}은(는) 측정하지 않은 값',
  },
  'question.readingMeasured': {
    en: '{value} was measured',
    ko: '{value}은(는) 측정한 값',
  },
  'question.group': {
    en: 'What must not lie in two parts? {readings} places name who or what was recorded.',
    ko: '무엇을 기준으로 나눌까요? 기록한 대상이 {readings}군데에 적혀 있습니다.',
  },
  'question.time': {
    en: 'Which column is the time? {columns} columns hold times that move from row to row.',
    ko: '어느 열이 시간인가요? 행마다 바뀌는 시간 열이 {columns}개 있습니다.',
  },
  'question.dateOrder': {
    en: 'Is the day or the month first in the dates of "{column}"? No date of the whole column tells.',
    ko: '‘{column}’의 날짜에서 일이 먼저인가요, 월이 먼저인가요? 열 전체를 보아도 알 수 없습니다.',
  },
  'question.rows': {
    en: 'What is a row of {file}? Its {values} numbers can be one sequence, or one moment of as many channels.',
    ko: '{file}의 한 행은 무엇인가요? 숫자 {values}개가 시퀀스 하나일 수도, 채널 {values}개의 한 순간일 수도 있습니다.',
  },
  'question.spellings': {
    en: 'Are these one class each? They differ in case and blanks alone: {names}.',
    ko: '다음은 같은 클래스인가요? 대소문자와 빈칸만 다릅니다: {names}.',
  },
  'question.reading': {
    en: '{source|folder=Folder level|file-name=Field of the file name|labels-file=Column of the list|column=Column of the table|format=The file format|none=Nowhere} {place}',
    ko: '{source|folder=폴더|file-name=파일 이름의 부분|labels-file=목록의 열|column=표의 열|format=파일 형식|none=없음} {place}',
  },
  'question.readingFolder': {
    en: '{level|1=The folder that a file lies in|2=The folder above that|3=The folder two above that|The folder # levels up}',
    ko: '{level|1=파일이 들어 있는 폴더|2=그 위 폴더|3=그 위의 위 폴더|# 칸 위 폴더}',
  },
  'question.readingFolderField': {
    en: 'Part {field} of the name of {level|1=the folder that a file lies in|2=the folder above that|the folder # levels up}, between "{separator}"',
    ko: '{level|1=파일이 들어 있는 폴더|2=그 위 폴더|# 칸 위 폴더}의 이름을 ‘{separator}’에서 나눈 {field}번째 부분',
  },
  'question.readingPrefix': {
    en: 'The letters that a file name begins with',
    ko: '파일 이름 맨 앞의 글자',
  },
  'question.readingName': {
    en: 'Part {field} of the file name, between "{separator}"',
    ko: '파일 이름을 ‘{separator}’에서 나눈 {field}번째 부분',
  },
  'question.readingList': {
    en: 'The column "{column}" of the list',
    ko: '목록의 ‘{column}’ 열',
  },
  'question.readingColumn': {
    en: 'The column "{column}"',
    ko: '‘{column}’ 열',
  },
  'question.readingFormat': {
    en: 'What the file format writes',
    ko: '파일 형식에 적힌 것',
  },
  'question.readingNone': {
    en: 'Nothing',
    ko: '없음',
  },
  'question.readingTarget': {
    en: '{count|1=Forecast|Forecast all #:} {columns}',
    ko: '{count|1=|# 열 모두: }{columns} 예측',
  },
  'question.readingOrder': {
    en: '{order|dmy=The day is first|mdy=The month is first|ymd=The year is first}',
    ko: '{order|dmy=일이 먼저|mdy=월이 먼저|ymd=연이 먼저}',
  },
  'question.readingRows': {
    en: '{rows|sequence=A row is one sequence|moment=A row is one moment}',
    ko: '{rows|sequence=한 행이 시퀀스 하나|moment=한 행이 한 순간}',
  },
  'question.readingSpellings': {
    en: '{spellings|one=They are one class|apart=Each spelling is a class}',
    ko: '{spellings|one=같은 클래스|apart=표기마다 다른 클래스}',
  },
  'question.times': {
    en: 'From {from} to {to}{back|0=| (# steps back)}.',
    ko: '{from}부터 {to}까지{back|0=| (거꾸로 가는 곳 #군데)}.',
  },
  'question.lengths': {
    en: 'Examples of {steps} steps with {channels|1=one channel|# channels}.',
    ko: '예제 길이 {steps} 스텝, 채널 {channels}개.',
  },
  'spellings.one': {
    en: 'Classes that differ in case and blanks alone count as one.',
    ko: '대소문자와 빈칸만 다른 클래스는 하나로 셉니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
