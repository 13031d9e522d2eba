import type { Sentence } from './template';

/** Why a field of a network’s recipe is what it is. */
export const recipeSentences = {
  'recipe.chosen': {
    en: 'You chose it.',
    ko: '직접 고른 값입니다.',
  },
  'default.cell': {
    en: 'A GRU has fewer weights than an LSTM and does better on little data.',
    ko: 'GRU는 LSTM보다 가중치가 적어 적은 데이터에 유리합니다.',
  },
  'default.activation': {
    en: 'tanh keeps the state bounded.',
    ko: 'tanh는 상태를 일정한 범위에 묶어 둡니다.',
  },
  'default.units': {
    en: 'Enough for the data without learning it by heart.',
    ko: '데이터를 통째로 외우지 않을 만큼의 크기입니다.',
  },
  'default.layers': {
    en: 'One layer learns fastest.',
    ko: '층이 하나일 때 가장 빨리 배웁니다.',
  },
  'default.bidirectional': {
    en: 'The whole sequence is known when it is classified; a forecast or a value at every step reads it in its own direction.',
    ko: '분류할 때는 시퀀스 전체를 알고, 예측하거나 스텝마다 값을 낼 때는 시간 순서로 읽습니다.',
  },
  'default.recurrentDropout': {
    en: 'Dropout of the inputs is enough for most data.',
    ko: '대부분의 데이터에는 입력 드롭아웃으로 충분합니다.',
  },
  'default.layerNorm': {
    en: 'Gates keep the state in bounds; a norm costs time at every step.',
    ko: '게이트가 상태를 범위 안에 두며, 정규화는 스텝마다 시간이 듭니다.',
  },
  'default.dropout': {
    en: 'Dropout keeps a network from learning small data by heart.',
    ko: '드롭아웃은 적은 데이터를 외우지 않게 합니다.',
  },
  'default.poolingNone': {
    en: 'Every step has an answer of its own.',
    ko: '스텝마다 답이 있습니다.',
  },
  'default.pooling': {
    en: 'The mean over time uses every step; a forecast starts from the last.',
    ko: '분류에는 모든 스텝의 평균을, 예측에는 마지막 상태를 씁니다.',
  },
  'default.recurrentIdentity': {
    en: 'Le, Jaitly & Hinton 2015: the identity keeps the state as it is until something is learnt.',
    ko: 'Le, Jaitly & Hinton 2015: 무언가를 배울 때까지 단위 행렬이 상태를 그대로 둡니다.',
  },
  'default.recurrentOrthogonal': {
    en: 'Saxe et al. 2014: an orthogonal matrix keeps the length of what it carries.',
    ko: 'Saxe 외 2014: 직교 행렬은 나르는 것의 크기를 지킵니다.',
  },
  'default.spectralRadius': {
    en: 'At 1 the state neither dies away nor grows.',
    ko: '1이면 상태가 사라지지도 커지지도 않습니다.',
  },
  'default.resetAfter': {
    en: 'The convention that other software reads.',
    ko: '다른 소프트웨어가 읽는 방식을 따랐습니다.',
  },
  'default.forgetBias': {
    en: 'Jozefowicz et al. 2015: an LSTM should remember at first.',
    ko: 'LSTM이 처음에는 기억하도록 합니다(Jozefowicz 외 2015).',
  },
  'default.forgetInit': {
    en: 'One bias for all units; chrono spreads their memories over the length of the data.',
    ko: '모든 유닛에 같은 편향. 크로노는 기억을 데이터 길이에 맞춰 퍼뜨립니다.',
  },
  'default.chronoSteps': {
    en: 'The longest sequence of the training part.',
    ko: '학습 데이터에서 가장 긴 시퀀스입니다.',
  },
  'default.peepholes': {
    en: 'Greff et al. 2017: peepholes seldom help.',
    ko: 'Greff 외 2017: 핍홀이 도움이 되는 일은 드뭅니다.',
  },
  'default.coupled': {
    en: 'Greff et al. 2017: as good as separate gates, with fewer weights.',
    ko: 'Greff 외 2017: 더 적은 가중치로 따로 둔 게이트만큼 좋습니다.',
  },
  'default.epochs': {
    en: 'Enough optimiser steps for the size of the data.',
    ko: '데이터 크기에 맞는 갱신 횟수가 되도록 했습니다.',
  },
  'default.batch': {
    en: 'Small batches for small sets.',
    ko: '작은 데이터에는 작은 배치가 알맞습니다.',
  },
  'default.learningRateTransformer': {
    en: 'Attention learns steadily at a smaller rate with Adam.',
    ko: '어텐션은 Adam에서 더 작은 학습률로 꾸준히 배웁니다.',
  },
  'default.learningRate': {
    en: 'Works for recurrent networks of this size with Adam.',
    ko: '이 크기의 순환 신경망에 Adam과 함께 잘 맞는 값입니다.',
  },
  'default.schedule': {
    en: 'Falls to zero along a cosine, so that the end is calm.',
    ko: '코사인을 따라 0까지 줄여 끝을 안정시킵니다.',
  },
  'default.clipNorm': {
    en: 'Recurrent gradients explode now and then (Pascanu et al. 2013).',
    ko: '순환 신경망의 기울기는 가끔 폭발합니다(Pascanu 외 2013).',
  },
  'default.weightDecay': {
    en: 'Keeps the weights small.',
    ko: '가중치를 작게 유지합니다.',
  },
  'default.quantiles': {
    en: 'Many windows say how sure a forecast can be; few do for a point only.',
    ko: '구간이 많으면 예측이 얼마나 확실한지 알 수 있고, 적으면 점 예측만 합니다.',
  },
  'default.labelSmoothing': {
    en: 'Keeps the network from being too sure.',
    ko: '지나치게 확신하지 않게 합니다.',
  },
  'default.inputNoise': {
    en: 'Noise on the input makes small data go further.',
    ko: '입력에 잡음을 더해 적은 데이터를 보완합니다.',
  },
  'default.patience': {
    en: 'Stops when nothing gets better for this long.',
    ko: '이만큼 나아지지 않으면 멈춥니다.',
  },
  'default.classWeights': {
    en: 'Rare classes count as much as common ones.',
    ko: '드문 클래스도 흔한 클래스만큼 반영합니다.',
  },
  'default.seed': {
    en: 'Any number does; the same one gives the same weights.',
    ko: '어떤 수든 괜찮습니다. 같은 수는 같은 가중치를 만듭니다.',
  },
  'default.learningRateConvolutions': {
    en: 'Batch norms let convolutions learn steadily at this rate with Adam.',
    ko: '배치 정규화가 있어 합성곱이 Adam에서 이 학습률로 꾸준히 배웁니다.',
  },
  'default.tcn': {
    en: 'Convolutions over time instead of recurrence: each block sees twice as far as the one before.',
    ko: '순환 대신 시간 방향의 합성곱: 블록마다 앞 블록의 두 배만큼 멀리 봅니다.',
  },
  'default.tcnWidth': {
    en: 'About as wide as TC-ResNet, small enough for a device.',
    ko: 'TC-ResNet과 비슷한 폭으로, 기기에 넣을 만큼 작습니다.',
  },
  'default.tcnLayers': {
    en: 'So many blocks that an answer sees the longest sequence, at least 3 and at most 6.',
    ko: '가장 긴 시퀀스가 보일 만큼의 블록 수이며, 3개부터 6개까지입니다.',
  },
  'default.tcnKernelSize': {
    en: 'As in TC-ResNet (Choi et al. 2019).',
    ko: 'TC-ResNet과 같습니다(Choi 외 2019).',
  },
  'default.separable': {
    en: 'Whole convolutions; separable ones have about a seventh of the weights, for small devices.',
    ko: '일반 합성곱입니다. 분리 합성곱은 가중치가 약 7분의 1이라 작은 기기에 맞습니다.',
  },
  'default.inception': {
    en: 'Convolutions of three lengths at once, which need no guess of how long a pattern is.',
    ko: '세 길이의 합성곱을 한꺼번에 써서 무늬의 길이를 짐작할 필요가 없습니다.',
  },
  'default.inceptionPaper': {
    en: 'As in InceptionTime (Fawaz et al. 2020).',
    ko: 'InceptionTime과 같습니다(Fawaz 외 2020).',
  },
  'default.transformer': {
    en: 'Attention instead of recurrence: every step looks at every other at once.',
    ko: '순환 대신 어텐션: 모든 스텝이 다른 모든 스텝을 한 번에 봅니다.',
  },
  'default.width': {
    en: 'Enough for the data without learning it by heart.',
    ko: '데이터를 외우지 않을 만큼 충분합니다.',
  },
  'default.heads': {
    en: 'Four heads look for four different things.',
    ko: '네 헤드가 서로 다른 네 가지를 찾습니다.',
  },
  'default.transformerLayers': {
    en: 'Two blocks: the second relates what the first has found.',
    ko: '두 블록: 둘째가 첫째가 찾은 것을 서로 잇습니다.',
  },
  'default.feedForward': {
    en: 'Twice the width is enough for little data.',
    ko: '작은 데이터에는 폭의 두 배로 충분합니다.',
  },
  'default.causal': {
    en: 'The whole sequence is known when it is classified; a forecast or a value at every step reads it in its own direction.',
    ko: '분류할 때는 시퀀스 전체를 알고, 예측하거나 스텝마다 값을 낼 때는 시간 순서로 읽습니다.',
  },
  'default.convolutionsNone': {
    en: 'The sequences are short enough to be read step by step.',
    ko: '한 스텝씩 읽어도 될 만큼 시퀀스가 짧습니다.',
  },
  'default.convolutionsLong': {
    en: 'Long sequences are read in short stretches, which convolutions learn to describe.',
    ko: '긴 시퀀스는 짧은 구간으로 읽고, 합성곱이 구간을 요약하는 법을 배웁니다.',
  },
  'default.convolutionsEveryStep': {
    en: 'Every step has an answer of its own.',
    ko: '스텝마다 답이 따로 있습니다.',
  },
  'default.convolutionsAttention': {
    en: 'Every step is compared with every other: convolutions leave few enough of them.',
    ko: '모든 스텝을 서로 비교하므로 합성곱으로 스텝 수를 줄입니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
