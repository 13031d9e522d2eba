import type { FailureSentences } from '../template';

export const systemFailures = {
  'ARGUMENT_INVALID.tlsHalf': {
    en: 'A certificate needs its key: give both --tls-cert and --tls-key.',
    ko: '인증서에는 키가 필요합니다. --tls-cert와 --tls-key를 함께 지정하세요.',
  },
  'ARGUMENT_INVALID.tlsPair': {
    en: '{cert} and {key} are no certificate and its key in PEM.',
    ko: '{cert}와(과) {key}은(는) PEM 형식의 인증서와 그 키가 아닙니다.',
  },
  'DISK_FULL.tensorflow': {
    en: 'There is not enough room for TensorFlow in {dir}{gb|–=| (# GB are needed)}; make room, or move the lab with UNROLL_HOME.',
    ko: '{dir}에 TensorFlow를 둘 공간이 부족합니다{gb|–=|(# GB 필요)}. 공간을 확보하거나 UNROLL_HOME으로 폴더를 옮기세요.',
  },
  'FILE_MISSING.licences': {
    en: 'The list of licences is not there; npm run build writes it.',
    ko: '라이선스 목록이 없습니다. npm run build로 만드세요.',
  },
  'COMPILER_MISSING.addon': {
    en: 'tfjs-node’s addon has to be compiled and there is no C++ compiler; install one (Debian, Ubuntu: apt install g++) and try again.',
    ko: 'tfjs-node의 애드온을 컴파일해야 하는데 C++ 컴파일러가 없습니다. 설치한 뒤 다시 시도하세요(Debian, Ubuntu: apt install g++).',
  },
  'SETUP_FAILED.compile': {
    en: 'tfjs-node’s addon could not be compiled with {compiler}: {reason@}',
    ko: '{compiler}(으)로 tfjs-node의 애드온을 컴파일하지 못했습니다: {reason@}',
  },
  'DOWNLOAD_FAILED.host': {
    en: '{file} could not be downloaded from {host} ({reason@}); check the connection and try again.',
    ko: '{host}에서 {file}을(를) 내려받지 못했습니다({reason@}). 연결을 확인하고 다시 시도하세요.',
  },
  'DOWNLOAD_CORRUPT.checksum': {
    en: 'What came as {file} is another file (its checksum differs), and it was deleted; try again.',
    ko: '{file}(으)로 내려받은 것이 다른 파일이라(체크섬이 다릅니다) 지웠습니다. 다시 시도하세요.',
  },
  'SETUP_FAILED.source': {
    en: '{source} does not work on this machine: {reason@}',
    ko: '{source}은(는) 이 컴퓨터에서 작동하지 않습니다: {reason@}',
  },
  'PLATFORM_UNSUPPORTED.tensorflow': {
    en: 'The lab can set up TensorFlow{cuda|yes= with CUDA|} on Linux on {cuda|yes=x86-64|x86-64 and ARM64}, not on {platform} {architecture}; the native and wasm kernels work here.',
    ko: '{cuda|yes=CUDA를 쓰는 |}TensorFlow는 {cuda|yes=x86-64|x86-64와 ARM64} Linux에서만 설치할 수 있습니다. 이 시스템은 {platform} {architecture}입니다. native 커널과 wasm 커널은 쓸 수 있습니다.',
  },
  'SETUP_FAILED.unpack': {
    en: '{file} could not be unpacked: {reason@}',
    ko: '{file}의 압축을 풀지 못했습니다: {reason@}',
  },
} as const satisfies FailureSentences;
