/** What `--help` says of the lab itself and of what many commands share. */
export const generalHelp = {
  'help.title.usage': { en: 'Usage:', ko: '사용법:' },
  'help.title.arguments': { en: 'Arguments:', ko: '인자:' },
  'help.title.options': { en: 'Options:', ko: '옵션:' },
  'help.title.commands': { en: 'Commands:', ko: '명령:' },
  'help.help': { en: 'display help for command', ko: '명령의 도움말을 보입니다' },
  'help.version': { en: 'output the version number', ko: '버전을 출력합니다' },
  'help.choices': { en: 'choices: ', ko: '고를 것: ' },
  'help.default': { en: 'default: ', ko: '기본값: ' },
  'help.lab': {
    en: 'A lab for sequence data: train recurrent networks and see what they remember.',
    ko: '시퀀스 데이터 실험실: 순환 신경망을 학습시키고 무엇을 기억하는지 봅니다.',
  },
  'help.home': {
    en: 'where the lab keeps everything (or UNROLL_HOME)',
    ko: '모든 것을 두는 곳(또는 UNROLL_HOME)',
  },
  'help.json': { en: 'one JSON object on stdout instead of text', ko: '글 대신 표준 출력에 JSON 객체 하나' },
  'help.lang': {
    en: 'of what it says; else the one the lab is set to, or LANG',
    ko: '출력하는 말. 없으면 설정된 언어 또는 LANG',
  },
  'help.bench': {
    en: 'how fast this machine trains, kernel by kernel',
    ko: '커널마다 이 컴퓨터가 학습하는 속도',
  },
  'help.bench.quick': { en: 'a few shapes only', ko: '몇 가지 크기만' },
  'help.any.idOrName': { en: 'id or name', ko: 'ID 또는 이름' },
  'help.any.run': { en: 'id, name or last', ko: 'ID, 이름 또는 last' },
  'help.any.model': { en: 'a run, or an exported model', ko: '실행 또는 내보낸 모델' },
  'help.any.dataset': { en: 'id, beginning of an id, or name', ko: 'ID, ID의 앞부분 또는 이름' },
  'help.any.example': { en: 'index in the data set', ko: '데이터 세트 안의 번호' },
  'help.any.port': { en: 'any free one when left out', ko: '없으면 비어 있는 아무 포트' },
  'help.any.replace': { en: 'write over files that are there', ko: '이미 있는 파일을 덮어씁니다' },
  'help.bin.restore': {
    en: 'bring a run, a data set or a model back',
    ko: '실행, 데이터 세트, 모델을 되돌립니다',
  },
  'help.bin.empty': { en: 'delete what is in the bin for good', ko: '휴지통에 있는 것을 완전히 지웁니다' },
  'help.bin': {
    en: 'what was deleted in the last {days} days, and how it comes back',
    ko: '지난 {days}일 동안 지운 것과 되돌리는 방법',
  },
  'help.doctor': {
    en: 'what this machine has, and what to do about the rest',
    ko: '이 컴퓨터에 있는 것과, 없는 것을 갖추는 방법',
  },
  'help.models.keep': {
    en: 'keep models that were exported as .unroll: predict, stream and serve them by name',
    ko: '.unroll로 내보낸 모델을 보관합니다. 이름으로 예측하고 듣고 서비스할 수 있습니다',
  },
  'help.models.keep.files': { en: '.unroll files', ko: '.unroll 파일' },
  'help.models.list': { en: 'what is kept', ko: '보관된 것' },
  'help.models': { en: 'models that are kept without a run', ko: '실행 없이 보관된 모델' },
  'help.models.drop': {
    en: 'keep a model no longer; the file that it came from stays',
    ko: '모델을 더 보관하지 않습니다. 원래 파일은 그대로입니다',
  },
  'help.models.import': {
    en: 'take a Keras, ONNX or tfjs model in, as a run that can be looked into',
    ko: 'Keras, ONNX, tfjs 모델을 들여다볼 수 있는 실행으로 가져옵니다',
  },
  'help.models.import.file': {
    en: '.keras, .h5, .onnx, or a tfjs model.json',
    ko: '.keras, .h5, .onnx 또는 tfjs의 model.json',
  },
  'help.models.import.dataset': {
    en: 'the data set that its inputs and classes are of',
    ko: '입력과 클래스가 속한 데이터 세트',
  },
  'help.models.import.name': { en: 'the run’s name', ko: '실행 이름' },
  'help.models.import.unscaled': {
    en: 'the model wants features as they are, instead of scaled ones',
    ko: '스케일하지 않은 특징을 그대로 받는 모델',
  },
  'help.serve': { en: 'open the lab in a browser on this machine', ko: '이 컴퓨터의 브라우저에서 엽니다' },
  'help.serveModel': {
    en: 'let programs on this machine ask a trained model over HTTP and WebSocket',
    ko: '이 컴퓨터의 프로그램이 HTTP와 WebSocket으로 학습된 모델에 묻게 합니다',
  },
  'help.tls.cert': {
    en: 'answer by https with this certificate (PEM)',
    ko: '이 인증서(PEM)로 https로 답합니다',
  },
  'help.tls.key': { en: 'and its key (PEM)', ko: '그 인증서의 키(PEM)' },
  'help.settings': {
    en: 'show what the lab remembers between starts, or change one setting',
    ko: '다음에 열 때까지 기억하는 설정을 보이거나 하나를 바꿉니다',
  },
  'help.settings.value': {
    en: 'kernel and backend: what new runs compute with; auto is the fastest in a trial',
    ko: '커널과 백엔드: 새 실행이 쓸 것. auto는 시험해서 가장 빠른 것',
  },
  'help.setup': { en: 'get what the lab can use beside itself', ko: '따로 받아서 쓸 수 있는 것을 갖춥니다' },
  'help.setup.tensorflow': {
    en: 'get a TensorFlow runtime for --backend tensorflow and --kernel tensorflow',
    ko: '--backend tensorflow와 --kernel tensorflow에 쓸 TensorFlow 런타임을 받습니다',
  },
  'help.setup.cuda': { en: "with CUDA, for NVIDIA's GPUs (several GB)", ko: 'NVIDIA GPU용 CUDA 포함(수 GB)' },
  'help.setup.force': { en: 'get it again though it is there', ko: '이미 있어도 다시 받습니다' },
} as const;
