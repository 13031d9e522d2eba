import type { FailureSentences } from '../template';

export const importsFailures = {
  'MODEL_UNREADABLE.unfit': {
    en: 'The model does not fit this data set: {why@}.',
    ko: '모델이 이 데이터 세트와 맞지 않습니다: {why@}.',
  },
  'why.foreign.classifiers': {
    en: 'only classifiers can be taken in',
    ko: '분류 모델만 들일 수 있습니다',
  },
  'why.foreign.head': {
    en: 'its head is a {head}, and the labels need a {own}',
    ko: '모델의 출력층은 {head}인데 이 레이블에는 {own} 출력층이 필요합니다',
  },
  'why.foreign.everyStep': {
    en: 'it answers every step',
    ko: '스텝마다 답하는 모델입니다',
  },
  'why.foreign.features': {
    en: 'it takes {features} features a step, and the data set has {own}',
    ko: '모델은 스텝마다 특징 {features}개를 받는데 데이터 세트에는 {own}개가 있습니다',
  },
  'why.foreign.classes': {
    en: 'it knows {outputs} classes, and the data set has {own}',
    ko: '모델은 클래스 {outputs}개를 아는데 데이터 세트에는 {own}개가 있습니다',
  },
  'MODEL_UNKNOWN.kept': {
    en: 'There is no kept model called {model}.',
    ko: '보관된 모델 가운데 {model}이(가) 없습니다.',
  },
  'MODEL_UNREADABLE.part': {
    en: "The model's {what} is damaged at {at|–=its start|#}: {problem@}.",
    ko: '모델의 {what}이(가) {at|–=첫머리에서|# 항목에서} 손상되었습니다: {problem@}.',
  },
  'MODEL_UNREADABLE.weightShape': {
    en: 'A weight of {layer} has the shape [{shape}] instead of [{wanted}].',
    ko: '{layer}의 가중치 모양이 [{wanted}]이 아니라 [{shape}]입니다.',
  },
  'MODEL_UNREADABLE.keras': {
    en: 'This is not a Keras model that the lab can open: {why@}.',
    ko: '열 수 있는 Keras 모델이 아닙니다: {why@}.',
  },
  'why.foreign.bytes': {
    en: '{name} would be {bytes} bytes',
    ko: '{name}이(가) {bytes}바이트나 됩니다',
  },
  'why.foreign.zip': {
    en: 'the zip is damaged',
    ko: 'zip이 손상되었습니다',
  },
  'why.foreign.members': {
    en: 'config.json or model.weights.h5 is missing',
    ko: 'config.json이나 model.weights.h5가 없습니다',
  },
  'why.foreign.noModel': {
    en: 'it holds weights without a model',
    ko: '모델 없이 가중치만 들어 있습니다',
  },
  'why.foreign.largeConfig': {
    en: 'its configuration is larger than it can be',
    ko: '구성이 지나치게 큽니다',
  },
  'why.foreign.configJson': {
    en: 'its configuration is not JSON',
    ko: '구성이 JSON이 아닙니다',
  },
  'MODEL_UNREADABLE.layersModel': {
    en: 'This is not a LayersModel that the lab can open: {why@}.',
    ko: '열 수 있는 LayersModel이 아닙니다: {why@}.',
  },
  'why.foreign.modelJson': {
    en: 'model.json: {problem}',
    ko: 'model.json 내용: {problem}',
  },
  'why.foreign.weightBytes': {
    en: 'its weights have {bytes} bytes instead of {expected}',
    ko: '가중치가 {expected}바이트가 아니라 {bytes}바이트입니다',
  },
  'why.foreign.moreWeights': {
    en: 'it has more weights than its layers',
    ko: '층보다 가중치가 많습니다',
  },
  'MODEL_UNREADABLE.onnx': {
    en: 'This is not an ONNX model that the lab can open: {why@}.',
    ko: '열 수 있는 ONNX 모델이 아닙니다: {why@}.',
  },
  'why.foreign.damaged': {
    en: 'the file is damaged',
    ko: '파일이 손상되었습니다',
  },
  'why.foreign.noGraph': {
    en: 'it has no graph',
    ko: '그래프가 없습니다',
  },
  'MODEL_UNREADABLE.onnxWeight': {
    en: 'The weight {weight} of the ONNX model is damaged.',
    ko: 'ONNX 모델의 가중치 {weight}이(가) 손상되었습니다.',
  },
  'MODEL_UNREADABLE.onnxOutside': {
    en: 'The weight {weight} lies in another file, which the lab does not open.',
    ko: '가중치 {weight}이(가) 다른 파일에 있는데, 그 파일은 열지 않습니다.',
  },
  'MODEL_UNREADABLE.layers': {
    en: 'The model has {what}, which the lab cannot show; it opens stacked RNN, LSTM and GRU layers with a dense head.',
    ko: '모델에 보여 줄 수 없는 것이 있습니다({what}). 쌓아 올린 RNN, LSTM, GRU 층에 밀집 출력층이 있는 모델을 엽니다.',
  },
  'MODEL_UNREADABLE.notOrdinary': {
    en: 'it is a device, a pipe or a folder, not an ordinary file.',
    ko: '장치나 파이프, 폴더이며 일반 파일이 아닙니다.',
  },
  'MODEL_UNREADABLE.reader': {
    en: '{name} broke what reads it; it is damaged, or needs more memory than there is.',
    ko: '{name} 파일을 읽던 도구가 멈추었습니다. 손상되었거나 메모리가 모자랍니다.',
  },
  'MODEL_UNREADABLE.foreignJson': {
    en: 'it is not JSON.',
    ko: 'JSON이 아닙니다.',
  },
  'FILE_TOO_LARGE.foreignModel': {
    en: '{name} is larger than a model can be here.',
    ko: '{name}은(는) 여기서 다룰 수 있는 모델보다 큽니다.',
  },
  'FILE_MISSING.notFound': {
    en: '{file} cannot be found.',
    ko: '{file}을(를) 찾을 수 없습니다.',
  },
  'MODEL_UNREADABLE.inFile': {
    en: '{name}: {cause@}',
    ko: '{name} 파일: {cause@}',
  },
} as const satisfies FailureSentences;
