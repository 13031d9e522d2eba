/** What `--help` says of runs and of trained models at work. */
export const runsHelp = {
  'help.train': {
    en: 'train a recurrent network on a data set, or on files at once',
    ko: '데이터 세트로, 또는 파일로 바로 순환 신경망을 학습시킵니다',
  },
  'help.train.source': { en: 'a data set, a folder or a file', ko: '데이터 세트, 폴더 또는 파일' },
  'help.train.name': { en: "the run's name", ko: '실행의 이름' },
  'help.train.like': {
    en: "begin with a run's recipe; other flags change it",
    ko: '어떤 실행의 학습 설정으로 시작합니다. 다른 플래그가 그것을 바꿉니다',
  },
  'help.train.budget': {
    en: 'with --model auto: how long the lab looks for the best model, as 90s, 5m',
    ko: '--model auto에서 가장 좋은 모델을 찾는 시간(예: 90s, 5m)',
  },
  'help.train.noFloors': {
    en: 'do not measure what needs no network beside it',
    ko: '신경망이 필요 없는 기준 모델을 함께 재지 않습니다',
  },
  'help.train.dryRun': {
    en: 'say what would be trained, why, and what it would cost; files are imported all the same',
    ko: '무엇을 왜 학습하고 얼마나 드는지만 말합니다. 파일은 그래도 가져옵니다',
  },
  'help.train.model': { en: 'what learns', ko: '학습하는 모델' },
  'help.train.convolutions': {
    en: 'in front: filters x width / stride, as 64x9/4,64x9/4; or none',
    ko: '앞에 두는 합성곱: 필터x너비/보폭, 예를 들면 64x9/4,64x9/4. 또는 none',
  },
  'help.train.quantiles': {
    en: 'of a forecast, such as 0.1,0.5,0.9; none forecasts points',
    ko: '예측의 분위수, 예를 들면 0.1,0.5,0.9. none이면 값 하나',
  },
  'help.train.probes': {
    en: 'examples to look at while it learns, such as 3,40; off looks at none',
    ko: '학습하는 동안 살펴볼 예제, 예를 들면 3,40. off이면 살펴보지 않음',
  },
  'help.train.backend': { en: 'for tensors', ko: '텐서 연산용' },
  'help.train.kernel': { en: 'for the recurrence', ko: '순환 연산용' },
  'help.train.decideBy': {
    en: 'how probabilities become events is chosen on the validation part by psds (what is done where nobody says), f1-event, f1-segment, or false-alarms=N (an hour)',
    ko: '확률을 사건로 바꾸는 방법을 검증 부분에서 고르는 기준: psds(기본), f1-event, f1-segment, false-alarms=N(시간당)',
  },
  'help.resume': {
    en: 'continue a stopped or interrupted run from its last checkpoint',
    ko: '멈추었거나 중단된 실행을 마지막 체크포인트에서 이어 갑니다',
  },
  'help.runs': { en: 'list the runs', ko: '실행 목록' },
  'help.runs.dataset': { en: 'of one data set', ko: '데이터 세트 하나의 것' },
  'help.show': { en: 'everything about one run', ko: '실행 하나에 대한 모든 것' },
  'help.delete': { en: 'delete a run', ko: '실행을 지웁니다' },
  'help.rename': { en: 'rename a run', ko: '실행의 이름을 바꿉니다' },
  'help.note': { en: 'write a note on a run', ko: '실행에 메모를 씁니다' },
  'help.compare': {
    en: 'put runs side by side: recipes and scores',
    ko: '실행을 나란히 놓습니다: 학습 설정과 점수',
  },
  'help.compare.runs': { en: 'two or more runs', ko: '실행 두 개 이상' },
  'help.floors': {
    en: 'what needs no network: scores that every run is measured against',
    ko: '신경망이 필요 없는 것: 모든 실행과 견주는 기준 점수',
  },
  'help.errors': {
    en: 'the examples that a run is most wrong about, the greatest loss first',
    ko: '실행이 가장 크게 틀린 예제, 손실이 큰 순서로',
  },
  'help.errors.limit': { en: 'at most so many', ko: '최대 개수' },
  'help.experiment': {
    en: 'run an experiment that shows why, such as how gradients vanish',
    ko: '이유를 보여 주는 실험을 실행합니다. 예를 들면 기울기가 사라지는 모습',
  },
  'help.experiment.set': { en: 'a setting; may be repeated', ko: '설정 하나. 여러 번 쓸 수 있음' },
  'help.experiment.out': {
    en: 'write the data as JSON and CSV and the figure as SVG into a new or empty folder',
    ko: '새 폴더나 빈 폴더에 데이터를 JSON과 CSV로, 그림을 SVG로 씁니다',
  },
  'help.export': {
    en: 'write a trained model in a format that other software reads',
    ko: '학습된 모델을 다른 소프트웨어가 읽는 형식으로 씁니다',
  },
  'help.export.out': {
    en: 'a new or empty folder; of unroll also a new file FILE.unroll',
    ko: '새 폴더나 빈 폴더. unroll이면 새 파일 FILE.unroll도',
  },
  'help.export.noFrontEnd': {
    en: 'ONNX: features go in instead of recordings',
    ko: 'ONNX: 녹음 대신 특징을 입력합니다',
  },
  'help.export.language': {
    en: 'of a report; else the one that the lab is set to',
    ko: '보고서의 언어. 없으면 설정된 언어',
  },
  'help.generate': {
    en: 'let a network that learnt to go on continue an example by itself',
    ko: '이어 쓰기를 배운 신경망이 예제를 스스로 이어 가게 합니다',
  },
  'help.generate.out': { en: 'write the numbers, as .csv or .json', ko: '숫자를 .csv나 .json으로 씁니다' },
  'help.generate.seed': { en: 'of the noise', ko: '잡음의 시드' },
  'help.generate.temperature': {
    en: "noise in units of the network's own error; 0 is none",
    ko: '신경망 자신의 오차를 단위로 한 잡음. 0이면 없음',
  },
  'help.generate.seedSteps': {
    en: 'steps that are given; by default half of the example',
    ko: '미리 주는 스텝 수. 기본은 예제의 절반',
  },
  'help.generate.steps': { en: 'how many steps to write', ko: '쓸 스텝 수' },
  'help.review': {
    en: 'have a model propose marks on recordings, and decide of them one by one or together',
    ko: '모델이 녹음에 마크를 제안하게 하고 하나씩 또는 한꺼번에 결정합니다',
  },
  'help.review.review': { en: "a review's id, or last", ko: '검토의 ID 또는 last' },
  'help.review.propose': {
    en: 'run a model over what was not examined; its proposals become a review',
    ko: '살펴보지 않은 곳에 모델을 돌리고 그 제안을 검토로 만듭니다',
  },
  'help.review.files': { en: 'recordings', ko: '녹음' },
  'help.review.marks': {
    en: 'files of marks: what is known of the recordings, and examined',
    ko: '마크 파일: 녹음에서 이미 알고 살펴본 것',
  },
  'help.review.until': {
    en: 'every recording was examined until here, in seconds',
    ko: '모든 녹음을 여기까지(초) 살펴보았습니다',
  },
  'help.review.list': { en: 'the reviews of this home', ko: '이 홈의 검토' },
  'help.review.queue': {
    en: 'what is not decided yet, in the order in which to go through it',
    ko: '아직 결정하지 않은 것을 살펴볼 순서대로',
  },
  'help.review.order': {
    en: 'by how sure the model is, evenly over that, by what is the least like anything known, or in time',
    ko: '모델의 확신, 그 전체에 고르게, 아는 것과 가장 다른 것부터, 또는 시간순',
  },
  'help.review.decide': { en: 'decide of some proposals', ko: '제안 몇 개를 결정합니다' },
  'help.review.verdicts': {
    en: '12=yes, 13=no, 14=unsure, or another label: 15=dog',
    ko: '12=yes, 13=no, 14=unsure 또는 다른 레이블: 15=dog',
  },
  'help.review.curve': {
    en: 'how likely a confidence is right by what was decided, and from which on the rest can be taken',
    ko: '결정한 것에 따라 확신이 옳을 확률과, 어디서부터 나머지를 받아들일 수 있는지',
  },
  'help.review.precision': {
    en: 'share that must be right; 0.95 if not given',
    ko: '옳아야 하는 비율. 없으면 0.95',
  },
  'help.review.together': {
    en: 'decide of all undecided proposals by their confidence',
    ko: '결정하지 않은 제안을 확신에 따라 한꺼번에 결정합니다',
  },
  'help.review.above': { en: 'from this confidence on they are right', ko: '이 확신부터는 옳습니다' },
  'help.review.below': { en: 'below this one they are wrong', ko: '이 확신보다 낮으면 틀립니다' },
  'help.review.save': {
    en: 'write what is known and what was found right as files of marks',
    ko: '아는 것과 옳다고 결정한 것을 마크 파일로 씁니다',
  },
  'help.review.out': { en: 'the folder', ko: '폴더' },
  'help.review.format': { en: 'raven, audacity, csv …', ko: 'raven, audacity, csv 등' },
  'help.review.replace': { en: 'write over files that are there', ko: '있는 파일을 덮어씁니다' },
  'help.alike': {
    en: 'find stretches in which a network was in a state like that of another',
    ko: '신경망의 상태가 주어진 구간과 비슷한 구간을 찾습니다',
  },
  'help.alike.files': {
    en: 'recordings to look through beside the given one',
    ko: '주어진 녹음과 함께 찾아볼 녹음',
  },
  'help.alike.recording': {
    en: 'the recording that the stretch lies in, with --from and --to in seconds',
    ko: '구간이 있는 녹음. --from과 --to를 초로 함께 씁니다',
  },
  'help.alike.from': {
    en: 'where the stretch begins: seconds of a recording, a step of an example',
    ko: '구간의 시작: 녹음에서는 초, 예제에서는 스텝',
  },
  'help.alike.to': { en: 'where it ends', ko: '구간의 끝' },
  'help.alike.units': {
    en: 'units of the last hidden layer, from 1, that alone must be alike, as 3,17',
    ko: '이것만 비슷하면 되는 마지막 은닉층의 유닛(1부터). 예: 3,17',
  },
  'help.alike.count': {
    en: 'how many are shown at most; 20 if not given',
    ko: '많아야 몇 개까지. 없으면 20',
  },
  'help.inspect': {
    en: 'what the network remembers of one example at every step',
    ko: '신경망이 예제 하나를 스텝마다 어떻게 기억하는지',
  },
  'help.inspect.clamp': {
    en: "hold one unit's state, as 1/17=0.5 or 1/17=0.5@10-40",
    ko: '유닛 하나의 상태를 고정합니다. 예를 들면 1/17=0.5, 1/17=0.5@10-40',
  },
  'help.inspect.out': { en: 'write the numbers, as .npz or .json', ko: '숫자를 .npz나 .json으로 씁니다' },
  'help.inspect.saliency': {
    en: 'where the answer comes from, or that of output n',
    ko: '답이 어디에서 오는지. n이면 그 출력의 답',
  },
  'help.inspect.at': {
    en: 'with --saliency: the answer at this step, where every step has one',
    ko: '--saliency와 함께: 스텝마다 답이 있을 때 이 스텝의 답',
  },
  'help.inspect.memory': {
    en: 'how long the network holds what it read',
    ko: '신경망이 읽은 것을 얼마나 오래 기억하는지',
  },
  'help.inspect.probes': {
    en: 'what was seen of a few examples while it learnt; with --at STEP one of them then',
    ko: '학습하는 동안 예제 몇 개를 살펴본 것. --at STEP과 함께 쓰면 그때의 한 예제',
  },
  'help.inspect.fixedPoints': {
    en: 'where the state stays under an input that stays',
    ko: '입력이 그대로일 때 상태가 머무는 곳',
  },
  'help.inspect.layer': {
    en: 'with --fixed-points: which recurrence, as 1 or 2b',
    ko: '--fixed-points와 함께: 어느 순환 층인지. 예를 들면 1, 2b',
  },
  'help.inspect.fixedOnly': { en: 'with --fixed-points', ko: '--fixed-points와 함께' },
  'help.inspect.input': {
    en: 'with --fixed-points: what stays; else the mean',
    ko: '--fixed-points와 함께: 그대로인 입력. 없으면 평균',
  },
  'help.predict': {
    en: 'run new files, or what comes through standard input, through a trained model',
    ko: '새 파일이나 표준 입력을 학습된 모델에 넣습니다',
  },
  'help.predict.files': {
    en: 'files, folders, quoted patterns such as "calls/**/*.wav", or - for standard input',
    ko: '파일, 폴더, 따옴표로 묶은 패턴("calls/**/*.wav"), 또는 표준 입력은 -',
  },
  'help.predict.stream': {
    en: 'hear every recording from beginning to end; each event is written as it happens',
    ko: '녹음을 처음부터 끝까지 듣고, 사건가 생길 때마다 씁니다',
  },
  'help.predict.csv': {
    en: 'rows for other programs instead of text',
    ko: '글 대신 다른 프로그램을 위한 행',
  },
  'help.predict.format': {
    en: 'write what was heard when as files of marks',
    ko: '언제 무엇이 들렸는지를 마크 파일로 씁니다',
  },
  'help.predict.out': { en: 'of --format: where to', ko: '--format으로 쓸 곳' },
  'help.predict.replace': {
    en: 'of --format: write over files that are there',
    ko: '--format으로 쓸 때 이미 있는 파일을 덮어씁니다',
  },
  'help.predict.rate': {
    en: 'of standard input: samples or rows a second',
    ko: '표준 입력의 초당 샘플 또는 행 수',
  },
  'help.predict.channels': { en: 'of standard input', ko: '표준 입력의 채널 수' },
  'help.predict.encoding': {
    en: 'of standard input: raw PCM instead of lines of numbers',
    ko: '표준 입력: 숫자 줄 대신 PCM',
  },
  'help.decide.on': { en: 'a label is on from this probability', ko: '이 확률부터 레이블이 켜집니다' },
  'help.decide.off': { en: 'and off below this one', ko: '이 확률 아래면 꺼집니다' },
  'help.decide.smooth': {
    en: 'time constant of the smoothing of probabilities',
    ko: '확률을 매끄럽게 하는 시간 상수',
  },
  'help.decide.shortest': {
    en: 'what is on for a shorter time is left out',
    ko: '이보다 짧게 켜진 것은 뺍니다',
  },
  'help.evaluate': {
    en: 'how well the events in recordings are found: thresholds, misses, false alarms an hour',
    ko: '녹음 안의 사건를 얼마나 잘 찾는지: 기준 확률, 놓친 것, 시간당 오경보',
  },
  'help.evaluate.maxEfpr': {
    en: 'false alarms an hour up to which the PSDS goes (100)',
    ko: 'PSDS를 계산하는 시간당 오경보의 최대(100)',
  },
  'help.evaluate.alphaSt': {
    en: 'of the spread between labels in the PSDS (0)',
    ko: 'PSDS에서 레이블 사이 편차의 무게(0)',
  },
  'help.evaluate.alphaCt': { en: 'of other labels in the PSDS (0)', ko: 'PSDS에서 다른 레이블의 무게(0)' },
  'help.evaluate.cttc': {
    en: 'of what is said wrongly that is another label (0.3)',
    ko: '잘못 말한 것 가운데 다른 레이블인 비율(0.3)',
  },
  'help.evaluate.gtc': {
    en: 'of what is so that must be said (0.5)',
    ko: '실제 사건 가운데 말해야 하는 비율(0.5)',
  },
  'help.evaluate.dtc': {
    en: 'of what is said that must be so (0.5)',
    ko: '말한 것 가운데 실제여야 하는 비율(0.5)',
  },
  'help.evaluate.offsetShare': {
    en: 'or by this share of its length (0.5)',
    ko: '또는 길이의 이 비율까지(0.5)',
  },
  'help.evaluate.offset': { en: 'how far it may end from it (0.2)', ko: '끝이 벗어나도 되는 정도(0.2)' },
  'help.evaluate.onset': {
    en: 'how far an event may begin from the true one (0.2)',
    ko: '시작이 실제에서 벗어나도 되는 정도(0.2)',
  },
  'help.evaluate.cell': { en: 'of segments (1)', ko: '세그먼트의 길이(1)' },
  'help.evaluate.label': { en: 'the four above for this label alone', ko: '위의 네 가지를 이 레이블에만' },
  'help.ensemble.name': { en: "the ensemble's name", ko: '앙상블의 이름' },
  'help.ensemble.runs': { en: 'two or more runs of one data set', ko: '한 데이터 세트의 실행 두 개 이상' },
  'help.ensemble': {
    en: 'make one model of several finished runs: the mean of what they say',
    ko: '끝난 실행 여럿으로 모델 하나를 만듭니다: 답의 평균',
  },
  'help.study.seeds': {
    en: 'how often each is repeated; alone: on the data set’s own parts',
    ko: '각각 되풀이하는 횟수. 혼자 쓰면 데이터 세트의 분할에서',
  },
  'help.study.sizes': {
    en: 'learn from a tenth of the training part up to all of it',
    ko: '학습 부분의 십분의 일부터 전부까지로 학습합니다',
  },
  'help.study.groups': { en: 'leave each group out once', ko: '그룹을 하나씩 빼고 학습합니다' },
  'help.study.folds': {
    en: 'stratified folds of the training and validation parts, groups kept whole',
    ko: '학습과 검증 부분을 계층화한 폴드. 그룹은 나누지 않습니다',
  },
  'help.study': {
    en: 'train one recipe many times: folds, groups, seeds, sizes; and test two of them',
    ko: '학습 설정 하나를 여러 번 학습시킵니다: 폴드, 그룹, 시드, 크기. 두 설정을 시험(검정)하기도 합니다',
  },
  'help.study.list': { en: 'list the studies', ko: '연구 목록' },
  'help.study.test': {
    en: 'which of two recipes is better; several data sets, separated by commas, pair by pair',
    ko: '두 학습 설정 중 나은 것. 쉼표로 구분한 여러 데이터 세트는 둘씩',
  },
  'help.evaluate.keep': {
    en: "keep what is chosen as the run's decision, and what was unseen in its card",
    ko: '고른 것을 실행의 판정 방법으로, 못 본 녹음의 결과를 모델 카드에 저장합니다',
  },
  'help.evaluate.unseen': {
    en: 'false alarms in recordings that hold nothing and that nobody trained on',
    ko: '아무것도 없고 학습에 쓰지 않은 녹음에서의 오경보',
  },
} as const;
