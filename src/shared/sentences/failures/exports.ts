import type { FailureSentences } from '../template';

export const exportsFailures = {
  'why.folder.contradicts': {
    en: '{name} contradicts itself',
    ko: '{name}의 내용이 서로 맞지 않습니다',
  },
  'why.folder.tensor': {
    en: '{file} has no {tensor} of shape [{shape}]',
    ko: '{file}에 모양이 [{shape}]인 {tensor}이(가) 없습니다',
  },
  'why.folder.field': {
    en: '{name} is damaged at {at|–=its start|#}: {problem}',
    ko: '{name}의 {at|–=첫머리가|# 항목이} 손상되었습니다: {problem}',
  },
  'why.folder.json': {
    en: '{name} is not JSON',
    ko: '{name}이(가) JSON이 아닙니다',
  },
  'why.folder.outside': {
    en: '{name} lies outside the folder',
    ko: '{name}이(가) 폴더 밖에 있습니다',
  },
  'why.folder.large': {
    en: '{name} is larger than it can be',
    ko: '{name}이(가) 지나치게 큽니다',
  },
  'EXPORT_UNSUPPORTED.variant': {
    en: 'The lab’s {format} export does not hold {what|transformer=a Transformer encoder|tcn=a temporal convolutional network|inception=an Inception network|convolutions=a convolutional front end|attention=attention pooling|layerNorm=layer norm|peepholes=peepholes|coupled=coupled gates|the task #}; export as ONNX or safetensors.',
    ko: '{format} 내보내기에는 {what|transformer=Transformer 인코더|tcn=시간 합성곱 신경망|inception=Inception 신경망|convolutions=앞단의 합성곱|attention=어텐션 풀링|layerNorm=층 정규화|peepholes=핍홀|coupled=맞물린 게이트|# 과제}을(를) 담을 수 없습니다. ONNX나 safetensors로 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.family': {
    en: '{name} is a model of the family {family}; it leaves the lab as {formats}, and other formats hold networks.',
    ko: '{name}은(는) {family} 계열의 모델입니다. 이런 모델은 {formats}로만 내보내며 다른 형식은 신경망을 담습니다.',
  },
  'EXPORT_UNSUPPORTED.member': {
    en: 'A member of the family {family} has no graph; the ensemble leaves the lab as unroll.',
    ko: '{family} 계열의 구성 모델은 그래프로 쓸 수 없습니다. 이 앙상블은 unroll로 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.compiler': {
    en: 'A C header of this model is checked with a C compiler, and there is none (gcc, cc or clang). Install one, or export as ONNX.',
    ko: '이 모델의 C 헤더는 C 컴파일러로 검사하는데, 컴파일러(gcc, cc, clang)가 없습니다. 설치하거나 ONNX로 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.masks': {
    en: 'This model sees beside {channels} where values are missing, which a graph cannot tell from recordings; export without the front end (--no-front-end), so that features go in.',
    ko: '이 모델은 {channels}에서 값이 빠진 곳도 입력으로 봅니다. 그래프는 기록에서 이를 알 수 없으니, 특징을 입력하도록 전처리 없이(--no-front-end) 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.rates': {
    en: 'The recordings of this data set have no common rate; export without the front end.',
    ko: '이 데이터 세트의 기록에는 공통된 샘플링 속도가 없습니다. 앞단 없이 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.known': {
    en: 'This forecast sees what is known beforehand, a calendar or seasonal differences beside the channels, which a graph cannot compute; export without the front end (--no-front-end), so that features go in.',
    ko: '이 예측은 채널과 함께 미리 아는 값, 달력, 계절 차분을 보는데 그래프로는 계산할 수 없습니다. 앞단 없이(--no-front-end) 내보내 특징을 넣으세요.',
  },
  'EXPORT_UNSUPPORTED.streamForecast': {
    en: 'A forecast scales its whole window by the window’s end, so it cannot stream; export it whole.',
    ko: '예측은 윈도의 끝으로 윈도 전체의 크기를 맞추므로 스트리밍할 수 없습니다. 통째로 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.streamTransformer': {
    en: 'A Transformer looks at all steps at once, so it cannot stream; export it whole.',
    ko: 'Transformer는 모든 스텝을 한꺼번에 보므로 스트리밍할 수 없습니다. 통째로 내보내세요.',
  },
  'EXPORT_UNSUPPORTED.streamBackwards': {
    en: 'A network that reads backwards too has to wait for the end of a sequence, so it cannot stream; export it whole.',
    ko: '거꾸로도 읽는 신경망은 시퀀스의 끝을 기다려야 하므로 스트리밍할 수 없습니다. 통째로 내보내세요.',
  },
  'OUTPUT_UNWRITABLE.place': {
    en: '{path} cannot be written ({reason@}); choose another place.',
    ko: '{path}에 쓸 수 없습니다({reason@}). 다른 곳을 고르세요.',
  },
  'OUTPUT_EXISTS.notFolder': {
    en: '{path} is there already and is not an empty folder; choose a new one.',
    ko: '{path}은(는) 이미 있고 빈 폴더가 아닙니다. 새 폴더를 고르세요.',
  },
  'OUTPUT_EXISTS.notEmpty': {
    en: '{path} is not empty; choose a new or empty folder.',
    ko: '{path}이(가) 비어 있지 않습니다. 새 폴더나 빈 폴더를 고르세요.',
  },
  'OUTPUT_EXISTS.file': {
    en: '{path} is there already; choose another name.',
    ko: '{path}은(는) 이미 있습니다. 다른 이름을 고르세요.',
  },
  'EXPORT_DIFFERS.noExample': {
    en: 'There is no example that the exported model can be checked on.',
    ko: '내보낸 모델을 확인할 예제가 없습니다.',
  },
  'EXPORT_DIFFERS.differs': {
    en: 'The exported model would differ from the trained one by {difference}, more than {bound}; nothing was written.',
    ko: '내보낸 모델이 학습된 모델과 {difference}만큼 다릅니다. {bound}보다 커서 아무것도 쓰지 않았습니다.',
  },
  'EXPORT_UNSUPPORTED.gru': {
    en: 'tfjs has no GRU with resetAfter; export as safetensors, or train with resetAfter off.',
    ko: 'tfjs에는 resetAfter를 쓰는 GRU가 없습니다. safetensors로 내보내거나 resetAfter를 끄고 학습하세요.',
  },
  'why.folder.notOrdinary': {
    en: '{name} is not an ordinary file',
    ko: '{name}이(가) 보통 파일이 아닙니다',
  },
} as const satisfies FailureSentences;
