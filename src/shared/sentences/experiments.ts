import type { Sentence } from './template';

/** What an experiment’s numbers show. */
export const experimentSentences = {
  'experiment.vanishing.vanished': {
    en: '{model}: the gradient vanishes, by {powers} powers of ten on its way back to the first step.',
    ko: '{model}: 기울기가 첫 스텝까지 가는 동안 10의 {powers}제곱만큼 사라집니다.',
  },
  'experiment.vanishing.exploded': {
    en: '{model}: the gradient explodes, by {powers} powers of ten.',
    ko: '{model}: 기울기가 10의 {powers}제곱만큼 폭발합니다.',
  },
  'experiment.vanishing.kept': {
    en: '{model}: the gradient stays within 2 powers of ten throughout.',
    ko: '{model}: 기울기가 내내 10의 2제곱 안에 머뭅니다.',
  },
  'experiment.vanishing.shrank': {
    en: '{model}: the gradient shrinks by {powers} powers of ten.',
    ko: '{model}: 기울기가 10의 {powers}제곱만큼 줄어듭니다.',
  },
  'experiment.vanishing.grew': {
    en: '{model}: the gradient grows by {powers} powers of ten.',
    ko: '{model}: 기울기가 10의 {powers}제곱만큼 커집니다.',
  },
  'experiment.vanishing.lstmSlower': {
    en: 'The LSTM loses at most half the powers that the sigmoid RNN loses ({lstm} against {sigmoid}).',
    ko: 'LSTM이 잃는 양은 지수로 보아 시그모이드 RNN이 잃는 양의 절반 이하입니다({lstm} 대 {sigmoid}).',
  },
  'experiment.vanishing.lstmNotSlower': {
    en: 'With these settings the LSTM does not keep the gradient better by half than the sigmoid RNN ({lstm} against {sigmoid}).',
    ko: '이 설정에서는 LSTM이 시그모이드 RNN보다 기울기를 절반 이상 더 잘 지키지 못합니다({lstm} 대 {sigmoid}).',
  },
  'experiment.vanishing.clipped': {
    en: "Clipping bounds the update: rnn-relu's gradient of 10^{before} is scaled to length {norm}. It does nothing against vanishing: rnn-sigmoid still loses {powers} powers.",
    ko: '클리핑은 갱신의 크기를 제한합니다. rnn-relu의 기울기 10^{before}이(가) 길이 {norm}(으)로 줄었습니다. 소실에는 아무 도움이 되지 않아 rnn-sigmoid는 여전히 10의 {powers}제곱만큼 잃습니다.',
  },
  'experiment.vanishing.dead': {
    en: '{model}: no gradient at all reaches the first step; every unit is off there.',
    ko: '{model}: 첫 스텝에서 모든 유닛이 꺼져 기울기가 전혀 닿지 않습니다.',
  },
  'experiment.vanishing.notClipped': {
    en: "rnn-relu's gradient is not longer than {norm}, so clipping leaves it as it is; rnn-sigmoid still loses {powers} powers.",
    ko: 'rnn-relu의 기울기가 {norm}보다 길지 않아 클리핑은 그대로 둡니다. rnn-sigmoid는 여전히 10의 {powers}제곱만큼 잃습니다.',
  },
  'experiment.memory.all': {
    en: '{model} solves {task} at every length tried, with all seeds.',
    ko: '{model}: 시도한 모든 길이와 시드에서 {task} 과제를 풉니다.',
  },
  'experiment.memory.none': {
    en: '{model} solves {task} at none of the lengths tried.',
    ko: '{model}: 시도한 어느 길이에서도 {task} 과제를 풀지 못합니다.',
  },
  'experiment.memory.some': {
    en: '{model}: all seeds solve {task} at T = {solved}; none does at T = {unsolved}.',
    ko: '{model}: T = {solved}에서는 모든 시드가 {task} 과제를 풀고, T = {unsolved}에서는 어느 시드도 풀지 못합니다.',
  },
  'experiment.memory.mixed': {
    en: '{model}: some seeds solve {task} at T = {mixed} and others do not{solved|–=|; all do at T = #}{unsolved|–=|; none does at T = #}.',
    ko: '{model}: T = {mixed}에서는 시드에 따라 {task} 과제를 풀기도 하고 못 풀기도 합니다. {solved|–=|모든 시드가 푸는 T = #. }{unsolved|–=|아무 시드도 못 푸는 T = #.}',
  },
  'experiment.memory.scope': {
    en: 'That is within these updates and this many parameters; remembering nothing scores {floor}.',
    ko: '이 갱신 횟수와 파라미터 수 안에서의 결과입니다. 아무것도 기억하지 않으면 점수는 {floor}입니다.',
  },
  'experiment.unrolled.shared': {
    en: 'The same {parameters} weights are used at each of the {steps} steps; what differs from step to step is the input and the state.',
    ko: '같은 가중치 {parameters}개가 {steps} 스텝마다 쓰입니다. 스텝마다 다른 것은 입력과 상태뿐입니다.',
  },
  'experiment.unrolled.kept': {
    en: 'On average the {units} units keep {share} of their state from step to step (gate {gate}): it falls to 1/e in {steps} steps.',
    ko: '유닛 {units}개는 한 스텝마다 평균 {share}만큼 상태를 지킵니다(게이트 {gate}). {steps} 스텝 만에 1/e로 줄어듭니다.',
  },
  'experiment.gates.hand': {
    en: 'Your input gate is open at {writes} of {steps} steps, and by its forget gate the cell falls to 1/e in {memory} steps.',
    ko: '직접 정한 입력 게이트는 {steps} 스텝 중 {writes} 스텝에서 열리고, 셀은 망각 게이트에 따라 {memory} 스텝 만에 1/e로 줄어듭니다.',
  },
  'experiment.gates.learnt': {
    en: 'The network learnt to hold pulses (squared error {error}, saying nothing costs {floor}); its unit {unit} opens its input gate at {writes} steps and keeps its cell for {memory} steps.',
    ko: '신경망이 펄스를 붙드는 법을 배웠습니다(제곱 오차 {error}, 아무 말도 하지 않으면 {floor}). {unit}번 유닛은 {writes} 스텝에서 입력 게이트를 열고 셀을 {memory} 스텝 동안 지킵니다.',
  },
  'experiment.gates.notLearnt': {
    en: 'With this seed the network did not learn to hold pulses: squared error {error}, saying nothing costs {floor}.',
    ko: '이 시드에서는 신경망이 펄스를 붙드는 법을 배우지 못했습니다. 제곱 오차 {error}, 아무 말도 하지 않으면 {floor}입니다.',
  },
  'experiment.flipFlop.learnt': {
    en: 'The network holds its {bits} bits: mean squared error {error} on sequences that it never saw (a wrong bit costs 4).',
    ko: '신경망이 비트 {bits}개를 붙듭니다. 본 적 없는 시퀀스에서 평균 제곱 오차 {error}입니다(틀린 비트 하나는 4).',
  },
  'experiment.flipFlop.notLearnt': {
    en: 'With this seed and these updates the network did not learn to hold {bits} bits (mean squared error {error}): its points say little. Give it more updates.',
    ko: '이 시드와 갱신 횟수로는 신경망이 비트 {bits}개를 붙드는 법을 배우지 못했습니다(평균 제곱 오차 {error}). 점들이 말해 주는 것이 적으니 갱신을 늘리세요.',
  },
  'experiment.flipFlop.cube': {
    en: 'Each of the {words} words has a stable point of its own: without a pulse the state stays there ({stable} stable points in all).',
    ko: '낱말 {words}개마다 제 안정점이 있습니다. 펄스가 없으면 상태가 그 자리에 머뭅니다(안정점은 모두 {stable}개).',
  },
  'experiment.flipFlop.partial': {
    en: 'Stable points were found for {found} of {words} words ({stable} in all); the others are held by states that drift slowly, or were not found from these starts.',
    ko: '낱말 {words}개 중 {found}개의 안정점을 찾았습니다(모두 {stable}개). 나머지는 천천히 흐르는 상태가 붙들거나, 이 출발점들에서는 찾지 못했습니다.',
  },
  'experiment.flipFlop.saddles': {
    en: 'Between them lie {saddles} saddles, {one} of which let go in one direction alone: a cube of so many bits has {edges} edges.',
    ko: '그 사이에 안장점 {saddles}개가 있고, 그중 {one}개는 한 방향으로만 놓아 줍니다. 비트가 이만큼인 정육면체의 모서리는 {edges}개입니다.',
  },
  'experiment.lstmOrGru.better': {
    en: 'With {examples} training examples and equal budgets the {better} does better here (LSTM − GRU {difference} {metric}, 95 % interval {low} … {high} over {seeds} seeds). That is about training again on these data and these {test} test examples, not about other data.',
    ko: '학습 예제 {examples}개와 같은 예산에서 여기서는 {better}이(가) 더 낫습니다(LSTM − GRU {difference} {metric}, 시드 {seeds}개, 95% 구간 {low} … {high}). 이 데이터와 시험 예제 {test}개로 다시 학습할 때의 이야기이며 다른 데이터의 이야기가 아닙니다.',
  },
  'experiment.lstmOrGru.same': {
    en: 'With {examples} training examples and equal budgets these runs cannot tell LSTM and GRU apart (LSTM − GRU {difference} {metric}, 95 % interval {low} … {high} over {seeds} seeds).',
    ko: '학습 예제 {examples}개와 같은 예산에서 이 실행들로는 LSTM과 GRU를 가릴 수 없습니다(LSTM − GRU {difference} {metric}, 시드 {seeds}개, 95% 구간 {low} … {high}).',
  },
  'experiment.lstmOrGru.cost': {
    en: 'An epoch takes {lstm} s with {lstmUnits} LSTM units and {gru} s with {gruUnits} GRU units.',
    ko: '한 에포크는 LSTM 유닛 {lstmUnits}개로 {lstm}초, GRU 유닛 {gruUnits}개로 {gru}초 걸립니다.',
  },
  'experiment.road.best': {
    en: '{model} is best ({metric} {score} on {test} test examples); no other interval reaches its own.',
    ko: '{model}이(가) 가장 낫습니다(시험 예제 {test}개에서 {metric} {score}). 다른 모델의 구간은 여기에 닿지 않습니다.',
  },
  'experiment.road.near': {
    en: '{model} scores best ({metric} {score}), but on {test} test examples the intervals of {near} overlap with its own.',
    ko: '{model}의 점수가 가장 높지만({metric} {score}) 시험 예제 {test}개로는 {near}의 구간과 겹칩니다.',
  },
  'experiment.road.above': {
    en: 'All of them are better than the floor ({floor}).',
    ko: '모두 기준선({floor})보다 낫습니다.',
  },
  'experiment.road.below': {
    en: 'Not better than the floor ({floor}): {models}.',
    ko: '기준선({floor})보다 낫지 않음: {models}.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
