import type { FailureSentences } from '../template';

export const inspectionFailures = {
  'ARGUMENT_INVALID.probesNone': {
    en: 'Nothing was looked at while {run} learnt.',
    ko: '{run}이(가) 학습하는 동안 살펴본 것이 없습니다.',
  },
  'ARGUMENT_INVALID.probeFrame': {
    en: 'At step {step}, probe {probe} was not looked at.',
    ko: '{step}번째 스텝에서는 프로브 {probe}을(를) 살펴보지 않았습니다.',
  },
  'ARGUMENT_INVALID.unit': {
    en: 'The network has no unit {unit} in layer {layer}, {direction}: it has {layers} layers of {units} units.',
    ko: '신경망의 {layer}번 층({direction})에는 {unit}번 유닛이 없습니다. 유닛이 {units}개인 층 {layers}개로 되어 있습니다.',
  },
  'ARGUMENT_INVALID.seed': {
    en: 'The sequence has {steps} steps from there on; give a shorter seed.',
    ko: '그 자리부터는 시퀀스가 {steps} 스텝뿐입니다. 시드를 더 짧게 하세요.',
  },
  'ARGUMENT_INVALID.noEventLabel': {
    en: '"{label}" is not among what this run says: {labels}.',
    ko: '"{label}"은(는) 이 실행이 말하는 레이블이 아닙니다: {labels}.',
  },
  'ARGUMENT_INVALID.nothingHeard': {
    en: 'Nothing in {place} could be heard as this model hears it.',
    ko: '{place}에는 이 모델이 들을 수 있는 것이 없습니다.',
  },
  'ARGUMENT_INVALID.noEvents': {
    en: 'The recordings of this run have no events in them: labels that begin and end within a recording, whose steps have a time.',
    ko: '이 실행의 녹음에는 사건이 없습니다. 녹음 안에서 시작하고 끝나는 레이블과 각 스텝의 시각이 있어야 합니다.',
  },
  'ARGUMENT_INVALID.notGenerative': {
    en: 'The run {name} did not learn to go on; import the data with the task "generate" and train on it.',
    ko: '{name} 실행은 이어 쓰기를 배우지 않았습니다. "generate" 과제로 데이터를 가져와 학습하세요.',
  },
  'ARGUMENT_INVALID.insightNetwork': {
    en: 'Only networks have states to look into; this model is of the family {family}.',
    ko: '들여다볼 상태는 신경망에만 있습니다. 이 모델은 {family} 계열입니다.',
  },
  'ARGUMENT_INVALID.alikeWhat': {
    en: 'Say which stretch: --example with or without --from and --to, or --recording with both.',
    ko: '어느 구간인지 말하세요: --example(--from과 --to는 선택) 또는 --recording과 두 가지 모두.',
  },
  'ARGUMENT_INVALID.alikePlace': {
    en: 'The stretch does not lie in {recording}.',
    ko: '그 구간은 {recording} 안에 있지 않습니다.',
  },
  'ARGUMENT_INVALID.alikeUnit': {
    en: 'There is no unit {unit}: the last hidden layer has {units}.',
    ko: '{unit}번 유닛은 없습니다. 마지막 은닉층의 유닛은 {units}개입니다.',
  },
  'ARGUMENT_INVALID.inspectExample': {
    en: 'Say which example with --example, or ask for --memory or --fixed-points.',
    ko: '--example로 어느 예제인지 정하거나 --memory나 --fixed-points를 쓰세요.',
  },
  'ARGUMENT_INVALID.insightOutput': {
    en: 'There is no output {output}: the network has {outputs}, counted from 0.',
    ko: '{output}번 출력은 없습니다. 신경망의 출력은 0번부터 세어 {outputs}개입니다.',
  },
  'ARGUMENT_INVALID.insightLayer': {
    en: 'The network has no recurrent layer {layer} that reads {direction}.',
    ko: '신경망에 {direction} 방향으로 읽는 {layer}번 순환층이 없습니다.',
  },
  'OUTPUT_UNWRITABLE.file': {
    en: '{file} cannot be written.',
    ko: '{file}에 쓸 수 없습니다.',
  },
  'ARGUMENT_INVALID.traceEnding': {
    en: '{file} must end in .npz or .json.',
    ko: '{file}은(는) .npz나 .json으로 끝나야 합니다.',
  },
} as const satisfies FailureSentences;
