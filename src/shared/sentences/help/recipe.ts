/** What `--help` says of the fields of a recipe, by their names there. */
export const recipeHelp = {
  'help.recipe.activation': { en: 'of a plain RNN', ko: '기본 RNN의 활성화 함수' },
  'help.recipe.units': { en: 'units per layer', ko: '층마다의 유닛 수' },
  'help.recipe.layers': { en: 'recurrent layers, or attention blocks', ko: '순환 층 또는 어텐션 블록의 수' },
  'help.recipe.bidirectional': { en: 'read each sequence both ways', ko: '시퀀스를 양쪽에서 읽습니다' },
  'help.recipe.noBidirectional': { en: 'read each sequence forwards only', ko: '시퀀스를 앞에서만 읽습니다' },
  'help.recipe.dropout': { en: 'share of inputs dropped while training', ko: '학습할 때 버리는 입력의 비율' },
  'help.recipe.pooling': { en: 'what the head sees', ko: '출력 층이 보는 것' },
  'help.recipe.resetAfter': { en: "GRU as cuDNN's and PyTorch's", ko: 'cuDNN과 PyTorch 방식의 GRU' },
  'help.recipe.forgetBias': { en: "LSTM's initial forget-gate bias", ko: 'LSTM 망각 게이트의 처음 편향' },
  'help.recipe.forgetInit': {
    en: "LSTM's: --forget-bias, or by the length of the data",
    ko: 'LSTM: --forget-bias 또는 데이터의 길이에 따라',
  },
  'help.recipe.chronoSteps': {
    en: 'LSTM: the length that --forget-init goes by',
    ko: 'LSTM: --forget-init이 따르는 길이',
  },
  'help.recipe.peepholes': { en: 'LSTM: gates see the cell state', ko: 'LSTM: 게이트가 셀 상태를 봅니다' },
  'help.recipe.coupled': {
    en: 'LSTM: forget what the input gate lets in',
    ko: 'LSTM: 입력 게이트가 들인 만큼 잊습니다',
  },
  'help.recipe.recurrentInit': { en: 'RNN: what its recurrence begins as', ko: 'RNN: 순환 가중치의 처음 값' },
  'help.recipe.spectralRadius': {
    en: 'RNN: of its first recurrence',
    ko: 'RNN: 처음 순환 가중치의 스펙트럼 반지름',
  },
  'help.recipe.recurrentDropout': {
    en: 'share of units that a recurrence does not see',
    ko: '순환 연산이 보지 않는 유닛의 비율',
  },
  'help.recipe.layerNorm': { en: 'layer norm after every recurrent layer', ko: '순환 층마다 뒤에 층 정규화' },
  'help.recipe.width': {
    en: 'transformer, tcn: numbers per step; inception: filters of a path',
    ko: 'transformer, tcn: 스텝마다의 숫자 수; inception: 경로마다의 필터 수',
  },
  'help.recipe.heads': { en: 'transformer: heads of each attention', ko: '트랜스포머: 어텐션의 헤드 수' },
  'help.recipe.feedForward': {
    en: 'transformer: hidden units after each attention',
    ko: '트랜스포머: 어텐션 뒤의 은닉 유닛 수',
  },
  'help.recipe.causal': {
    en: 'transformer, tcn: no step looks ahead',
    ko: 'transformer, tcn: 앞을 보는 스텝이 없습니다',
  },
  'help.recipe.noCausal': {
    en: 'transformer, tcn: every step looks both ways',
    ko: 'transformer, tcn: 모든 스텝이 앞뒤를 다 봅니다',
  },
  'help.recipe.kernelSize': {
    en: 'tcn: steps a convolution sees; inception: the longest one',
    ko: 'tcn: 합성곱 하나가 보는 스텝 수; inception: 가장 긴 것',
  },
  'help.recipe.separable': {
    en: 'tcn: each channel convolved by itself, then mixed',
    ko: 'tcn: 채널을 따로 합성곱한 뒤 섞습니다',
  },
  'help.recipe.order': {
    en: 'ar, markov: how many last steps matter',
    ko: 'ar, markov: 지난 몇 스텝을 보는지',
  },
  'help.recipe.criterion': { en: 'ar: what chooses the order', ko: 'ar: 차수를 고르는 기준' },
  'help.recipe.ridge': {
    en: 'naive, ar, statistics: penalty on the weights',
    ko: 'naive, ar, statistics: 가중치에 주는 벌점',
  },
  'help.recipe.hidden': { en: 'ar: hidden units; 0 is linear', ko: 'ar: 은닉 유닛 수. 0이면 선형' },
  'help.recipe.states': {
    en: 'markov: states; latent: dimensions of the state',
    ko: 'markov: 상태의 수. latent(잠재): 상태의 차원',
  },
  'help.recipe.discretise': { en: 'markov: how values become states', ko: 'markov: 값을 상태로 바꾸는 방법' },
  'help.recipe.smoothing': { en: 'markov: added to every count', ko: 'markov: 모든 횟수에 더하는 값' },
  'help.recipe.fit': {
    en: 'latent: how its linear part is fitted',
    ko: 'latent(잠재): 선형 부분을 맞추는 방법',
  },
  'help.recipe.transition': {
    en: 'latent: what moves the state; rnn and gru are trained to say the next step',
    ko: 'latent(잠재): 상태를 옮기는 것. rnn과 gru는 다음 스텝을 말하도록 학습합니다',
  },
  'help.recipe.band': { en: 'dtw: half width of the band', ko: 'dtw: 띠의 절반 너비' },
  'help.recipe.kernelFeatures': {
    en: 'minirocket: numbers that describe a sequence',
    ko: 'minirocket: 시퀀스를 나타내는 숫자의 수',
  },
  'help.recipe.trees': { en: 'quant: trees that vote', ko: 'quant: 투표하는 나무의 수' },
  'help.recipe.neighbours': { en: 'dtw: how many vote', ko: 'dtw: 투표하는 이웃의 수' },
  'help.recipe.epochs': { en: 'passes over the training data', ko: '학습 데이터를 도는 횟수' },
  'help.recipe.batch': { en: 'examples per step', ko: '스텝마다의 예제 수' },
  'help.recipe.learningRate': { en: 'learning rate', ko: '학습률' },
  'help.recipe.schedule': { en: 'of the learning rate', ko: '학습률이 변하는 방법' },
  'help.recipe.patience': {
    en: 'stop after so many without a better validation loss',
    ko: '검증 손실이 이만큼 나아지지 않으면 멈춥니다',
  },
  'help.recipe.clipNorm': {
    en: 'largest gradient norm; 0 does not clip',
    ko: '기울기 크기의 최대. 0이면 자르지 않습니다',
  },
  'help.recipe.weightDecay': { en: 'decoupled, per step', ko: '가중치 감쇠, 스텝마다 따로' },
  'help.recipe.labelSmoothing': {
    en: 'of the true class given to all',
    ko: '참인 클래스에서 모두에게 나누어 주는 비율',
  },
  'help.recipe.inputNoise': {
    en: 'added to scaled inputs while training',
    ko: '학습할 때 스케일한 입력에 더하는 잡음',
  },
  'help.recipe.classWeights': { en: 'of the loss', ko: '손실의 클래스 가중치' },
  'help.recipe.seed': { en: 'seed of weights and order', ko: '가중치와 순서의 시드' },
} as const;
