import type { Sentence } from './template';

/** Why files and columns are read as they are, and what the lab would rather ask. */
export const proposalSentences = {
  'task.several': {
    en: '{count|1=A file has|# files have} several labels, {example} for one, so that any number of labels is learnt for each.',
    ko: '레이블이 여럿인 파일이 {count}개 있어(예: {example}), 예제마다 여러 레이블을 배웁니다.',
  },
  'label.columns': {
    en: 'The list has {columns} columns of zeros and ones, {example} for one: a label each.',
    ko: '목록에 0과 1로 된 열이 {columns}개 있어(예: {example}), 열마다 레이블 하나로 봅니다.',
  },
  'task.stepValues': {
    en: 'The column "{column}" has another value at almost every step, so that the value of each step is learnt.',
    ko: '‘{column}’ 열의 값이 스텝마다 달라, 스텝마다의 값을 배웁니다.',
  },
  'label.folder': {
    en: 'The files lie in {folders} folders, one a class.',
    ko: '파일이 폴더 {folders}개에 나뉘어 있고, 폴더마다 한 클래스입니다.',
  },
  'label.folderLevel': {
    en: 'The folders {level|1=that the files lie in|2=above those of the files|# levels above the files} name {folders} classes, "{example}" for one.',
    ko: '{level|1=파일이 들어 있는 폴더|2=그 위 폴더|#번째 위 폴더}의 이름이 클래스 {folders}개를 나타냅니다(예: ‘{example}’).',
  },
  'label.folderField': {
    en: 'The folders are called by a word and a number ("{example}"), as of several takes: the word names {words} classes.',
    ko: '폴더 이름이 단어와 번호로 되어 있어(예: ‘{example}’) 여러 번 기록한 것으로 보입니다. 단어가 클래스 {words}개를 나타냅니다.',
  },
  'label.unnamed': {
    en: 'The table has no header. Its {place|last=last|second=second|first=first} column ("{column}") looks like the label: {values} whole numbers, each the same over {rows} rows on average.',
    ko: '머리글이 없는 표입니다. {place|last=마지막|second=두 번째|first=첫 번째} 열(‘{column}’)이 레이블로 보입니다. 정수 {values}가지가 평균 {rows}행씩 이어집니다.',
  },
  'group.unnamed': {
    en: 'The table has no header. Its first column ("{column}") holds a few whole numbers, which say who was recorded.',
    ko: '머리글이 없는 표입니다. 첫 열(‘{column}’)은 몇 가지 정수이며 기록한 대상을 나타냅니다.',
  },
  'task.stepsUnnamed': {
    en: 'There are few stretches of each class, so that every step is labelled.',
    ko: '클래스마다 구간이 적어 스텝마다 레이블을 붙입니다.',
  },
  'label.fileName': {
    en: "The files' names begin with {words} different words.",
    ko: '파일 이름이 서로 다른 단어 {words}개로 시작합니다.',
  },
  'label.nameField': {
    en: 'Field {field} of the file names, between "{separator}", has {words} different words, "{example}" for one.',
    ko: '파일 이름을 구분 기호 ‘{separator}’에서 나누면 {field}번째 부분이 서로 다른 단어 {words}개입니다(예: ‘{example}’).',
  },
  'label.namePattern': {
    en: 'The files are named as those of {pattern} ("{example}"): field {field} of the file name is the class.',
    ko: '파일 이름이 {pattern} 형식(‘{example}’)이며, {field}번째 부분이 클래스입니다.',
  },
  'group.nameField': {
    en: 'Field {field} of the file names ("{example}") names {groups} that were recorded.',
    ko: '파일 이름의 {field}번째 부분(‘{example}’)에 기록한 대상 {groups}개가 적혀 있습니다.',
  },
  'group.namePattern': {
    en: 'The files are named as those of {pattern} ("{example}"): field {field} of the file name says who was recorded.',
    ko: '파일 이름이 {pattern} 형식(‘{example}’)이며, {field}번째 부분이 녹음된 대상입니다.',
  },
  'group.format': {
    en: 'The files say who or what each sequence was recorded of.',
    ko: '파일에 시퀀스마다 기록한 대상이 적혀 있습니다.',
  },
  'group.folder': {
    en: 'The folder names who or what was recorded.',
    ko: '폴더 이름이 기록한 대상을 나타냅니다.',
  },
  'group.folderLevel': {
    en: '{groups} folders, "{example}" for one, name who or what was recorded.',
    ko: '폴더 {groups}개(예: ‘{example}’)가 기록한 대상을 나타냅니다.',
  },
  'columns.leftOut': {
    en: '{count|1=One column does|# columns do} not go in: {columns} ({reason|rowNumber=numbers of the rows|identifier=names of single rows or things|group=who or what was recorded|part=parts of the data|answer=answers, or what gives them away|words=words|empty=empty|time=further times|constant=the same everywhere|unchosen=not chosen}).',
    ko: '입력으로 쓰지 않는 열이 {count}개 있습니다: {columns}. {reason|rowNumber=행 번호입니다.|identifier=행이나 대상의 식별자입니다.|group=기록한 대상을 나타냅니다.|part=데이터의 부분을 나타냅니다.|answer=정답이거나 정답을 드러냅니다.|words=숫자가 아닌 단어입니다.|empty=비어 있습니다.|time=또 다른 시간입니다.|constant=값이 모두 같습니다.|unchosen=고르지 않았습니다.}',
  },
  'classes.joined': {
    en: 'Spellings that differ in case and blanks alone count as one class: {names}.',
    ko: '대소문자와 빈칸만 다른 표기는 한 클래스로 셉니다: {names}.',
  },
  'classes.alike': {
    en: 'These classes are spelled alike, and may be one: {names}. They are counted apart; mend the labels where they are the same.',
    ko: '표기만 다르고 같은 클래스일 수 있습니다: {names}. 따로 세므로, 같은 것이면 레이블을 고치세요.',
  },
  'labels.several': {
    en: 'There are several labels in one cell for {count} files, "{example}" for one; each combination is taken as a class of its own, since the lab learns one label a file.',
    ko: '파일 {count}개는 한 칸에 레이블이 여러 개입니다(예: ‘{example}’). 파일마다 레이블 하나를 배우므로 조합마다 한 클래스로 봅니다.',
  },
  'labels.list': {
    en: '{file} lists files: {matched} of its {rows} rows name one that is here.',
    ko: '{file}은(는) 파일 목록입니다. {rows}행 중 {matched}행이 여기 있는 파일을 가리킵니다.',
  },
  'labels.noneMatched': {
    en: '{file} lists {rows} files, and none of them is here: "{example}" for one. Look at its folders, endings and spelling.',
    ko: '{file}에 적힌 파일 {rows}개가 모두 없습니다(예: ‘{example}’). 폴더, 확장자, 표기를 확인하세요.',
  },
  'role.recording': {
    en: '{kind|audio=Sound|table=Values in a table|cases=Sequences} to learn from.',
    ko: '{kind|audio=소리|table=값의 표|cases=시퀀스}이며 학습에 씁니다.',
  },
  'role.part': {
    en: 'It belongs to {file} and is read with it.',
    ko: '{file}에 딸린 파일이며 함께 읽습니다.',
  },
  'role.note': {
    en: 'Named like a text, a picture or a program, and not read as data.',
    ko: '이름을 보면 글, 그림, 프로그램 파일이므로 데이터로 읽지 않습니다.',
  },
  'files.notes': {
    en: '{count|1=One file was|# files were} not read as data, named like texts, pictures or programs: {files}.',
    ko: '데이터로 읽지 않은 파일이 {count}개 있습니다: {files}. 이름을 보면 글, 그림, 프로그램 파일입니다.',
  },
  'missing.sentinels': {
    en: '{values} in {columns} is what programs write where nothing was measured, and lies far beyond all other values.',
    ko: '{columns}의 {values}은(는) 프로그램이 측정하지 않았을 때 적는 값이며 다른 값과 크게 다릅니다.',
  },
  'rate.above': {
    en: 'A line above the table says it: "{line}".',
    ko: '표 위의 줄에 적혀 있습니다: ‘{line}’.',
  },
  'rate.every': {
    en: 'The times in "{column}" follow each other every {amount} {unit|s=s|min=min|h=h|day=day|days=days|month=month|months=months|year=year|years=years}.',
    ko: '‘{column}’ 열의 시간 간격은 {amount}{unit|s=초|min=분|h=시간|day=일|days=일|month=개월|months=개월|year=년|years=년}입니다.',
  },
  'time.counter': {
    en: 'The column "{column}" counts the steps.',
    ko: '‘{column}’ 열은 스텝을 셉니다.',
  },
  'task.remainder': {
    en: 'The column "{column}" says at every step how much is left, which is learnt.',
    ko: '‘{column}’ 열에 스텝마다 남은 양이 적혀 있어 그 값을 배웁니다.',
  },
  'targets.named': {
    en: '"{column}" is called as what people forecast.',
    ko: '‘{column}’은(는) 흔히 예측하는 양의 이름입니다.',
  },
  'role.input': {
    en: '"{column}" holds numbers.',
    ko: '‘{column}’ 열은 숫자입니다.',
  },
  'marks.unused': {
    en: '{file} marks stretches of recordings (starts, ends, events), and is not used.',
    ko: '{file}은(는) 기록의 구간(시작, 끝, 이벤트)을 표시한 파일이며, 쓰지 않습니다.',
  },
  'group.severalQuantities': {
    en: 'The column "{column}" holds several quantities, one for each "{group}" ({example}): each is taken as a series of its own, and all are learnt by one network.',
    ko: '‘{column}’ 열에 여러 양이 섞여 있습니다(‘{group}’마다 하나, 예: {example}). 각각 별개의 시계열로 보고 한 신경망으로 배웁니다.',
  },
  'labels.ambiguous': {
    en: '{count|1=A name in the list fits|# names in the list fit} several files in different folders, "{example}" for one, and {count|1=is|are} passed over; write the folder too.',
    ko: '목록의 이름 {count}개는 서로 다른 폴더의 여러 파일에 맞아(예: ‘{example}’) 건너뜁니다. 폴더도 적으세요.',
  },
  'marks.none': {
    en: '{count|1=One recording was|# recordings were} answered as a whole, or has no time: no marks of it.',
    ko: '녹음 {count}개는 전체에 대해 한 번 답했거나 시간이 없어 표시를 만들지 않았습니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
