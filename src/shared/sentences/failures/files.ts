import type { FailureSentences } from '../template';

export const filesFailures = {
  'HOME_UNUSABLE.folder': {
    en: 'The lab cannot keep anything in {folder} ({reason@}); name a folder that can be written to with --home or UNROLL_HOME.',
    ko: '{folder}에는 아무것도 보관할 수 없습니다({reason@}). 쓸 수 있는 폴더를 --home이나 UNROLL_HOME으로 지정하세요.',
  },
  'FILE_CORRUPT.safetensors': {
    en: '{file} is not a readable safetensors file: {why@}.',
    ko: '{file}은(는) 읽을 수 있는 safetensors 파일이 아닙니다: {why@}.',
  },
  'why.probes.header': {
    en: 'its head does not say what was looked at',
    ko: '무엇을 살펴보았는지가 머리 부분에 없습니다',
  },
  'why.safetensors.short': {
    en: 'it is shorter than its header',
    ko: '헤더보다 짧습니다',
  },
  'why.headerCut': {
    en: 'its header is cut off',
    ko: '헤더가 잘려 있습니다',
  },
  'why.safetensors.json': {
    en: 'its header is not JSON',
    ko: '헤더가 JSON이 아닙니다',
  },
  'why.safetensors.object': {
    en: 'its header is not an object',
    ko: '헤더가 객체가 아닙니다',
  },
  'why.safetensors.twice': {
    en: 'a name stands twice in its header',
    ko: '헤더에 같은 이름이 두 번 있습니다',
  },
  'why.safetensors.place': {
    en: '"{tensor}" has no shape or place',
    ko: '‘{tensor}’의 모양이나 위치가 없습니다',
  },
  'why.safetensors.outside': {
    en: '"{tensor}" lies outside the file',
    ko: '‘{tensor}’이(가) 파일 밖에 있습니다',
  },
  'why.safetensors.elements': {
    en: '"{tensor}" has elements of {type}, which the lab does not read',
    ko: '‘{tensor}’의 값은 읽을 수 없는 형식({type})입니다',
  },
  'why.safetensors.size': {
    en: '"{tensor}" has the wrong size',
    ko: '‘{tensor}’의 크기가 맞지 않습니다',
  },
  'why.safetensors.behind': {
    en: 'there is more behind its tensors',
    ko: '텐서 뒤에 내용이 더 있습니다',
  },
  'why.safetensors.header': {
    en: 'its header is damaged',
    ko: '헤더가 손상되었습니다',
  },
  'why.safetensors.content': {
    en: 'its content is not what was written; the disk may be failing',
    ko: '쓴 내용과 다릅니다. 디스크에 문제가 있을 수 있습니다',
  },
  'FILE_MISSING.notOpened': {
    en: '{file} cannot be opened.',
    ko: '{file}을(를) 열 수 없습니다.',
  },
  'why.safetensors.overlap': {
    en: 'its tensors overlap',
    ko: '텐서들이 겹칩니다',
  },
  'why.safetensors.gaps': {
    en: 'there are gaps in it',
    ko: '빈틈이 있습니다',
  },
} as const satisfies FailureSentences;
