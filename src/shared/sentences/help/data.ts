/** What `--help` says of data: importing, plans, marks. */
export const dataHelp = {
  'help.import': {
    en: 'read recordings and make a data set of them',
    ko: '녹음을 읽어 데이터 세트를 만듭니다',
  },
  'help.import.paths': {
    en: 'folders and files; those of the plan where none are named',
    ko: '폴더와 파일. 없으면 계획에 적힌 것',
  },
  'help.import.again': {
    en: 'make a data set anew under its own plan, with the files named added',
    ko: '데이터 세트를 자기 계획대로, 적은 파일을 더해 다시 만듭니다',
  },
  'help.import.name': { en: "the data set's name", ko: '데이터 세트 이름' },
  'help.import.task': { en: 'what is to be learnt', ko: '무엇을 학습할지' },
  'help.import.label': {
    en: 'labels, or the values of a regression: a column, folder, folder:-2, name:3, list:FILE[:COLUMN], format, marks, marks:TRACK, none',
    ko: '레이블 또는 회귀의 값: 열, folder, folder:-2, name:3, list:FILE[:COLUMN], format, marks, marks:TRACK, none',
  },
  'help.import.group': {
    en: 'groups that a split must not cut, written like --label',
    ko: '분할이 나누어서는 안 되는 그룹. --label처럼 씁니다',
  },
  'help.import.nameSeparator': {
    en: 'what stands between the fields of a file name, for name:3; _ if not given',
    ko: '파일 이름의 항목 사이에 있는 글자(name:3에 씀). 없으면 _',
  },
  'help.import.recordings': {
    en: 'what one recording is: a file, the files of a folder, or files named alike but for the instrument',
    ko: '녹음 하나: 파일 하나, 폴더의 파일들, 또는 기기 이름만 다른 파일들',
  },
  'help.import.role': {
    en: "what files are for: 'raw/*.csv=left-out'; recording, metadata, labels, split, marks, left-out (repeatable)",
    ko: "파일의 쓰임(분할 포함): 'raw/*.csv=left-out'. recording, metadata, labels, split, marks, left-out (여러 번 가능)",
  },
  'help.import.time': {
    en: 'column of time; several that say it together, separated by commas; or none',
    ko: '시간 열. 여러 열이 함께 시간이면 쉼표로 나열. 또는 none',
  },
  'help.import.timeFormat': {
    en: 'how its times are read, where they leave it open',
    ko: '시간을 읽는 방법이 여럿일 때 고를 것',
  },
  'help.import.rows': { en: 'what a row of a wide table is', ko: '넓은 표의 한 행이 무엇인지' },
  'help.import.spellings': {
    en: 'whether classes that differ in case and blanks alone are one',
    ko: '대소문자와 빈칸만 다른 클래스를 하나로 볼지',
  },
  'help.import.labelSeparator': {
    en: 'what stands between several labels of one cell, such as | or a comma; any number of them is learnt',
    ko: '한 칸의 여러 레이블 사이에 있는 글자(| 나 쉼표). 여러 개를 함께 학습합니다',
  },
  'help.import.target': {
    en: 'columns to forecast, separated by commas; or a value of whole files, written like --label',
    ko: '예측할 열, 쉼표로 구분. 또는 파일 전체의 값, --label처럼 씁니다',
  },
  'help.import.channels': {
    en: 'columns that go in, separated by commas; of sound mean, left, right, all, or numbers',
    ko: '입력할 열, 쉼표로 구분. 소리는 mean, left, right, all 또는 번호',
  },
  'help.import.rate': {
    en: 'steps or samples per second; sound, and tables with times, are resampled to it',
    ko: '초당 스텝 또는 샘플 수. 소리와, 시간이 있는 표는 여기에 맞춰 리샘플링합니다',
  },
  'help.import.mask': {
    en: 'columns beside which goes in where values are missing; none',
    ko: '값이 빠진 곳을 함께 입력할 열. none',
  },
  'help.import.maxGap': {
    en: 'longest gap of missing values that is bridged by a line; in longer ones the last value is held',
    ko: '직선으로 메울 가장 긴 빈 구간. 더 길면 마지막 값을 유지합니다',
  },
  'help.import.split': {
    en: 'auto, given, random, group, time, stretches; or where parts or folds are written: a column of a list, folder:-2, name:3, list:FILE:COLUMN',
    ko: 'auto, given, random, group, time, stretches. 또는 분할이나 폴드가 적힌 곳: 목록의 열, folder:-2, name:3, list:FILE:COLUMN',
  },
  'help.import.splitSeed': { en: 'seed of a random split', ko: '무작위 분할의 시드' },
  'help.import.horizon': { en: 'how many steps ahead to forecast', ko: '몇 스텝 앞까지 예측할지' },
  'help.import.context': { en: 'how many past steps a forecast sees', ko: '예측이 보는 지난 스텝 수' },
  'help.import.season': { en: 'the season of a forecast; 1 is none', ko: '예측의 계절 길이. 1이면 없음' },
  'help.import.stride': {
    en: 'steps from one judged forecast to the next',
    ko: '평가하는 예측 사이의 스텝 수',
  },
  'help.import.trainStride': {
    en: 'steps from one training window to the next',
    ko: '학습 구간 사이의 스텝 수',
  },
  'help.import.known': {
    en: 'columns that are known beforehand, separated by commas; none',
    ko: '미리 아는 열, 쉼표로 구분. none',
  },
  'help.import.calendar': {
    en: 'day, week, year, separated by commas; none',
    ko: 'day, week, year, 쉼표로 구분. none',
  },
  'help.import.window': {
    en: 'how long recordings are cut to classify, label or generate: steps, or seconds as 4s; none',
    ko: '분류, 레이블링, 생성을 위해 긴 녹음을 자를 길이: 스텝 또는 4s 같은 초. none',
  },
  'help.import.hop': {
    en: 'from one training window to the next: steps, or seconds as 2s',
    ko: '학습 구간 사이의 간격: 스텝 또는 2s 같은 초',
  },
  'help.import.gap': {
    en: 'of --split stretches: between two parts; as long as a window if not given',
    ko: '--split stretches에서 두 부분 사이의 간격. 없으면 구간 하나의 길이',
  },
  'help.import.testShare': {
    en: 'of a random, group or time split',
    ko: '무작위, 그룹, 시간 분할에서 시험의 비율',
  },
  'help.import.validationShare': { en: 'of what is not test', ko: '시험이 아닌 것 가운데 검증의 비율' },
  'help.import.followLinks': {
    en: 'read also what links lead to outside of the folders',
    ko: '링크가 가리키는 폴더 밖의 것도 읽습니다',
  },
  'help.import.plan': {
    en: 'follow a plan.json; other flags change it',
    ko: 'plan.json을 따릅니다. 다른 플래그가 그것을 바꿉니다',
  },
  'help.import.savePlan': { en: 'write the plan as a plan.json', ko: '계획을 plan.json으로 씁니다' },
  'help.import.questions': {
    en: 'what to do where the files can be read in several ways',
    ko: '파일을 여러 방법으로 읽을 수 있을 때 할 일',
  },
  'help.marksFlags.examined': {
    en: 'recordings that were looked at: those with a file of marks, or that one names; or all of them',
    ko: '살펴본 녹음: 마크 파일이 있거나 거기에 적힌 것, 또는 모두',
  },
  'help.marksFlags.rule': {
    en: 'how marks become examples: each is cut out, windows are answered, or every step is',
    ko: '마크를 예제로 만드는 방법: 하나씩 자르거나, 구간마다 답하거나, 스텝마다 답합니다',
  },
  'help.marksFlags.window': {
    en: "whose label a window has: that of a mark that covers --marks-share of it, of any in it, of the one at its end, or the majority's",
    ko: '구간의 레이블: 구간의 --marks-share를 덮는 마크, 안에 있는 아무 마크, 끝에 있는 마크, 또는 다수의 레이블',
  },
  'help.marksFlags.share': {
    en: 'of a window that a mark must cover, or of a shorter mark that must lie in it; 0.5 if not given',
    ko: '마크가 덮어야 하는 구간의 비율, 또는 짧은 마크가 들어 있어야 하는 비율. 없으면 0.5',
  },
  'help.marksFlags.pad': {
    en: 'of cuts: so much before and behind each mark goes in too',
    ko: '자를 때 마크 앞뒤로 더 넣을 길이',
  },
  'help.marksFlags.min': { en: 'of cuts: shorter ones are widened', ko: '자를 때 이보다 짧으면 늘립니다' },
  'help.marksFlags.max': { en: 'of cuts: longer ones are shortened', ko: '자를 때 이보다 길면 줄입니다' },
  'help.marksFlags.background': {
    en: 'what the class of everything unmarked is called; none has none',
    ko: '마크가 없는 곳의 클래스 이름. none이면 없음',
  },
  'help.marksFlags.ratio': {
    en: 'windows of background to learn from, for each with a mark; all takes them all',
    ko: '마크가 있는 구간 하나당 학습할 배경 구간의 수. all이면 모두',
  },
  'help.marksFlags.point': {
    en: 'points are stretches of this width',
    ko: '점 마크를 이 너비의 구간으로 봅니다',
  },
  'help.datasets': { en: 'list the data sets', ko: '데이터 세트 목록' },
  'help.plan': {
    en: 'print the plan of a data set, as `import --plan` follows it',
    ko: '데이터 세트의 계획을 `import --plan`이 따르는 대로 출력합니다',
  },
  'help.marks': {
    en: 'show what files of marks or a data set hold, or write it in another format',
    ko: '마크 파일이나 데이터 세트에 든 것을 보이거나 다른 형식으로 씁니다',
  },
  'help.marks.format': { en: 'write them so', ko: '이 형식으로 씁니다' },
  'help.marks.out': { en: 'where to', ko: '쓸 곳' },
  'help.marks.rate': {
    en: 'of the recordings, for formats that count samples',
    ko: '샘플 수로 세는 형식에 쓸 녹음의 초당 샘플 수',
  },
  'help.marks.track': { en: 'of a data set: one of its tracks', ko: '데이터 세트의 트랙 하나' },
  'help.marks.what': {
    en: 'label tracks, selection tables, TextGrids …; or a data set that was made of marks',
    ko: '레이블 트랙, 선택 표, TextGrid …, 또는 마크로 만든 데이터 세트',
  },
  'help.desk': {
    en: 'mark recordings by hand: every change is on the disk at once, and can be taken back',
    ko: '녹음에 직접 마크를 답니다. 바꾼 것은 바로 디스크에 남고 되돌릴 수 있습니다',
  },
  'help.desk.list': { en: 'list the label desks', ko: '레이블 작업대 목록' },
  'help.desk.open': {
    en: 'open recordings, with the files of marks among them, or a data set',
    ko: '녹음(함께 있는 마크 파일 포함)이나 데이터 세트를 작업대에 엽니다',
  },
  'help.desk.open.what': { en: 'files and folders, or a data set', ko: '파일과 폴더, 또는 데이터 세트' },
  'help.desk.desk': {
    en: 'a desk: its id, name, or `last`',
    ko: '작업대: 아이디, 이름, 또는 `last`',
  },
  'help.desk.marks': { en: 'what is marked', ko: '달린 마크를 보입니다' },
  'help.desk.add': {
    en: 'mark a stretch, or with FROM = TO a point; in seconds',
    ko: '구간에 마크를 답니다. FROM = TO이면 한 점입니다. 단위는 초',
  },
  'help.desk.recording': {
    en: 'which recording, from 1; the first if not given',
    ko: '몇 번째 녹음인지(1부터). 없으면 첫 번째',
  },
  'help.desk.low': { en: 'of a box in frequency: its lower edge in Hz', ko: '주파수 상자의 아래쪽(Hz)' },
  'help.desk.high': { en: 'its upper edge in Hz', ko: '주파수 상자의 위쪽(Hz)' },
  'help.desk.remove': {
    en: 'take a mark away, by its number in `marks`',
    ko: '`marks`에 나온 번호의 마크를 지웁니다',
  },
  'help.desk.examined': {
    en: 'say that a recording was looked at until here: what is not marked is background',
    ko: '녹음을 여기까지 살펴보았다고 적습니다. 마크가 없는 곳은 배경이 됩니다',
  },
  'help.desk.add.from': { en: 'where it begins (seconds)', ko: '시작(초)' },
  'help.desk.add.to': { en: 'where it ends (seconds)', ko: '끝(초)' },
  'help.desk.remove.mark': { en: 'its number', ko: '마크 번호' },
  'help.desk.examined.until': { en: 'until when (seconds)', ko: '어디까지(초)' },
  'help.desk.undo': { en: 'take the last change back', ko: '마지막으로 바꾼 것을 되돌립니다' },
  'help.desk.redo': { en: 'do again what was taken back', ko: '되돌린 것을 다시 합니다' },
  'help.desk.above': {
    en: 'mark every stretch in which a band of frequencies or a channel is above a level',
    ko: '주파수 대역이나 채널이 기준을 넘는 모든 구간에 마크를 답니다',
  },
  'help.desk.above.label': { en: 'what they are called', ko: '마크의 레이블' },
  'help.desk.above.band': { en: 'of sound: from–to in Hz, as 500-4000', ko: '소리의 대역(Hz). 예: 500-4000' },
  'help.desk.above.channel': { en: 'a channel of a table', ko: '표의 채널' },
  'help.desk.above.threshold': {
    en: 'dB of a band, 0 being a full sine; of a channel its own unit',
    ko: '대역은 dB(최대 사인파가 0), 채널은 그 단위',
  },
  'help.desk.above.min': { en: 'shorter ones do not count (seconds)', ko: '이보다 짧으면 세지 않습니다(초)' },
  'help.desk.above.gap': { en: 'nearer ones are one (seconds)', ko: '이보다 가까우면 하나로 봅니다(초)' },
  'help.desk.above.peaks': {
    en: 'a point at the greatest value in place of each stretch',
    ko: '구간 대신 가장 큰 값의 점에 답니다',
  },
  'help.desk.above.dry': { en: 'show them only', ko: '보기만 합니다' },
  'help.desk.save': { en: 'write a file of marks for each recording', ko: '녹음마다 마크 파일을 씁니다' },
  'help.desk.delete': { en: 'move a desk into the bin', ko: '작업대를 휴지통으로 옮깁니다' },
  'help.import.background': {
    en: 'files of what is none of the classes: a class of their own, "background"',
    ko: "어느 클래스도 아닌 파일: 'background'라는 클래스가 됩니다",
  },
  'help.import.missing': {
    en: 'numbers that stand for nothing, separated by commas: -9999, rain=99.9 for one column, or none',
    ko: '빠진 값을 뜻하는 숫자, 쉼표로 구분: -9999, 한 열이면 rain=99.9, 또는 none',
  },
} as const;
