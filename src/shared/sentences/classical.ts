import type { Sentence } from './template';

/** Models that are fitted at once: why a field is what it is, and what a fit found. */
export const classicalSentences = {
  'default.naive': {
    en: 'One regression for every prefix length: nothing is shared.',
    ko: '앞부분의 길이마다 따로 회귀하며, 아무것도 나누어 쓰지 않습니다.',
  },
  'default.naiveRidge': {
    en: 'Chosen on the training part by leaving one example out; long prefixes have far more weights than examples.',
    ko: '학습 데이터에서 하나씩 빼 보며 고릅니다. 긴 앞부분에는 예제보다 가중치가 훨씬 많습니다.',
  },
  'default.ar': {
    en: 'Only the last few steps matter: a line through them says the next.',
    ko: '마지막 몇 스텝만 중요하며, 그 선형 결합이 다음 값을 말합니다.',
  },
  'default.arOrder': {
    en: 'Chosen on the training part by the criterion.',
    ko: '학습 데이터에서 기준에 따라 고릅니다.',
  },
  'default.arCriterion': {
    en: 'Schwarz 1978: settles on the smaller order when both explain the data.',
    ko: 'Schwarz 1978: 둘 다 데이터를 설명하면 작은 차수를 고릅니다.',
  },
  'default.arRidge': {
    en: 'Just enough to keep collinear lags apart.',
    ko: '서로 닮은 지연 값들을 가를 만큼만 둡니다.',
  },
  'default.arHidden': {
    en: 'Linear: solved at once, and its weights can be read.',
    ko: '선형이라 한 번에 풀리고 가중치를 읽을 수 있습니다.',
  },
  'default.markov': {
    en: 'Only the last state matters, so the joint factorises.',
    ko: '마지막 상태만 중요하므로 결합 확률이 곱으로 나뉩니다.',
  },
  'default.markovStates': {
    en: 'About 20 transitions for each pair of states.',
    ko: '상태 쌍마다 전이가 20번쯤 되도록 합니다.',
  },
  'default.markovDiscretise': {
    en: 'k-means looks at all channels together.',
    ko: 'k-means는 모든 채널을 함께 봅니다.',
  },
  'default.markovOrder': {
    en: 'A longer memory has more contexts than examples of them.',
    ko: '기억이 길어지면 문맥이 예제보다 많아집니다.',
  },
  'default.markovSmoothing': {
    en: 'Half a count for every transition, so that none is impossible (Krichevsky & Trofimov 1981).',
    ko: '모든 전이에 반 번씩 더해, 불가능한 전이가 없게 합니다(Krichevsky & Trofimov 1981).',
  },
  'default.latent': {
    en: 'A latent state of few numbers summarises the past.',
    ko: '숫자 몇 개로 된 잠재 상태가 과거를 요약합니다.',
  },
  'default.latentTransition': {
    en: 'Linear: filtered exactly, and what it does can be read from its eigenvalues.',
    ko: '선형: 정확히 필터링되고, 하는 일을 고윳값에서 읽을 수 있습니다.',
  },
  'default.latentStates': {
    en: 'A little more than the data have channels, or a season has steps.',
    ko: '데이터의 채널 수나 한 주기의 스텝 수보다 조금 많게 둡니다.',
  },
  'default.latentUnits': {
    en: 'As few as bend a line: each class has a net of its own.',
    ko: '직선을 굽힐 만큼만 둡니다. 클래스마다 신경망이 따로 있습니다.',
  },
  'default.latentFit': {
    en: 'The likelihood grows in every iteration.',
    ko: '반복할 때마다 가능도가 커집니다.',
  },
  'default.dtw': {
    en: 'No training at all: the nearest example decides.',
    ko: '학습 없이 가장 가까운 예제가 답합니다.',
  },
  'default.dtwBand': {
    en: 'Chosen on the training part by leaving one example out (Dau et al. 2018).',
    ko: '학습 데이터에서 하나씩 빼 보며 고릅니다(Dau 외 2018).',
  },
  'default.dtwNeighbours': {
    en: 'One neighbour is the baseline that others report.',
    ko: '이웃 하나가 널리 쓰이는 기준선입니다.',
  },
  'default.statistics': {
    en: 'Statistics over time forget the order of the steps: what remains shows how much order matters.',
    ko: '시간 통계량은 스텝의 순서를 잊습니다. 순서가 얼마나 중요한지 보여 줍니다.',
  },
  'default.statisticsRidge': {
    en: "scikit-learn's default, C = 1.",
    ko: 'scikit-learn의 기본값 C = 1입니다.',
  },
  'default.minirocket': {
    en: 'Fixed kernels and a ridge regression: hard to beat on few examples (Dempster et al. 2021).',
    ko: '고정된 커널과 릿지 회귀: 예제가 적을 때 이기기 어렵습니다(Dempster 외 2021).',
  },
  'default.minirocketFeatures': {
    en: 'About 10,000, as in the paper: more hardly helps.',
    ko: '논문처럼 1만 개쯤 둡니다. 더 늘려도 거의 나아지지 않습니다.',
  },
  'default.quant': {
    en: 'Quantiles of intervals and random trees: as quick as MiniRocket, and it sees where in time (Dempster et al. 2023).',
    ko: '구간의 분위수와 무작위 나무: MiniRocket만큼 빠르고, 시간상 어디인지도 봅니다(Dempster 외 2023).',
  },
  'default.quantTrees': {
    en: 'As in the paper: more hardly helps.',
    ko: '논문과 같습니다. 더 늘려도 거의 나아지지 않습니다.',
  },
  'default.ensemble': {
    en: 'The mean of several models errs less than most of them.',
    ko: '여러 모델의 평균은 대개 그 하나하나보다 덜 틀립니다.',
  },
  'default.latentEpochs': {
    en: 'EM settles within some tens of rounds.',
    ko: 'EM은 수십 번이면 자리를 잡습니다.',
  },
  'default.latentNetEpochs': {
    en: 'Small nets settle within a hundred rounds.',
    ko: '작은 신경망은 백 번 안에 자리를 잡습니다.',
  },
  'fit.order': {
    en: 'Of the orders 1 to {most}, {order} has the least {criterion|aic=AIC|bic=BIC|validation=the validation error|#}.',
    ko: '차수 1–{most} 가운데 {order}의 {criterion|aic=AIC|bic=BIC|validation=검증 오차|#} 값이 가장 작습니다.',
  },
  'fit.ridge': {
    en: 'The penalty {ridge} has the least squared error, {error}, when each training example is left out.',
    ko: '학습 예제를 하나씩 뺄 때 벌점 {ridge}의 제곱 오차가 {error}(으)로 가장 작습니다.',
  },
  'fit.leftOut': {
    en: 'The penalty {penalty} has the least squared error when each training example is left out.',
    ko: '학습 예제를 하나씩 뺄 때 벌점 {penalty}의 제곱 오차가 가장 작습니다.',
  },
  'fit.filledUp': {
    en: 'Shorter sequences are filled up with the mean to {steps} steps, the longest of the training part, so that their length counts too.',
    ko: '짧은 시퀀스는 학습 부분에서 가장 긴 {steps} 스텝까지 평균으로 채우므로, 길이도 함께 고려됩니다.',
  },
  'fit.thinned': {
    en: 'Fitted to {used} of {examples} examples, evenly taken: all pairs of them are compared.',
    ko: '예제 {examples}개 가운데 고르게 뽑은 {used}개에 맞추었습니다. 모든 쌍을 비교하기 때문입니다.',
  },
  'fit.members': {
    en: 'The mean of what {count} finished runs say ({kinds}); nothing was learnt anew.',
    ko: '끝난 실행 {count}개의 답을 평균한 것입니다({kinds}). 새로 배운 것은 없습니다.',
  },
  'fit.evenSteps': {
    en: 'Shorter sequences are filled up with the mean to {steps} steps, the longest of the training part; of longer ones the first {steps} count.',
    ko: '짧은 시퀀스는 학습 부분에서 가장 긴 {steps} 스텝까지 평균으로 채우고, 더 긴 것은 처음 {steps} 스텝만 봅니다.',
  },
  'fit.thinnedToFit': {
    en: 'Fitted to {used} of {examples} examples, evenly taken: all their features lie in memory at once.',
    ko: '예제 {examples}개 가운데 고르게 뽑은 {used}개에 맞추었습니다. 특징이 모두 한꺼번에 메모리에 있기 때문입니다.',
  },
  'fit.again': {
    en: 'With what was chosen it was fitted again to training and validation part together, {examples} examples.',
    ko: '고른 값으로 학습 부분과 검증 부분을 합친 예제 {examples}개에 다시 맞추었습니다.',
  },
  'fit.again.scored': {
    en: 'With what was chosen it was fitted again to training and validation part together, {examples} examples. Fitted to the training part alone it scores {score} on the test part.',
    ko: '고른 값으로 학습 부분과 검증 부분을 합친 예제 {examples}개에 다시 맞추었습니다. 학습 부분에만 맞추면 시험 부분의 점수는 {score}입니다.',
  },
  'fit.band.channel': {
    en: 'A band of {percent} % of the length with each channel in its own unit has the least error, {error}, when each of {tried} training examples is left out.',
    ko: '학습 예제 {tried}개를 하나씩 뺄 때, 채널마다 단위를 따로 두고 길이의 {percent}% 띠를 쓰면 오차가 {error}(으)로 가장 작습니다.',
  },
  'fit.band.common': {
    en: 'A band of {percent} % of the length with all channels in one unit has the least error, {error}, when each of {tried} training examples is left out.',
    ko: '학습 예제 {tried}개를 하나씩 뺄 때, 모든 채널을 한 단위로 두고 길이의 {percent}% 띠를 쓰면 오차가 {error}(으)로 가장 작습니다.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
