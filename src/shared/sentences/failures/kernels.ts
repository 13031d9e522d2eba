import type { FailureSentences } from '../template';

export const kernelsFailures = {
  'COMPUTE_FAILED.lengths': {
    en: 'A batch of {batch} came with {lengths} lengths.',
    ko: '시퀀스 {batch}개의 배치에 길이 {lengths}개가 왔습니다.',
  },
  'SEQUENCE_EMPTY.batchExample': {
    en: 'Example {example} of the batch has no time steps.',
    ko: '배치의 예제 {example}에 시간 스텝이 없습니다.',
  },
  'COMPUTE_FAILED.longExample': {
    en: 'Example {example} is longer than its batch.',
    ko: '예제 {example}이(가) 배치보다 깁니다.',
  },
  'BACKEND_UNAVAILABLE.wasmFile': {
    en: '{file} is missing; run npm start to repair the installation, or use --backend cpu.',
    ko: '{file}이(가) 없습니다. npm start로 설치를 고치거나 --backend cpu를 쓰세요.',
  },
  'BACKEND_UNAVAILABLE.notStarted': {
    en: 'tfjs could not start its {backend} backend.',
    ko: 'tfjs가 {backend} 백엔드를 시작하지 못했습니다.',
  },
  'COMPUTE_FAILED.kernel': {
    en: 'The {kernel} kernel failed: {reason@}',
    ko: '{kernel} 커널에서 오류가 났습니다: {reason@}',
  },
  'COMPUTE_FAILED.otherKernel': {
    en: 'The forward pass belongs to another kernel.',
    ko: '다른 커널의 순방향 계산입니다.',
  },
  'COMPUTE_FAILED.disposed': {
    en: 'The forward pass was already disposed of.',
    ko: '이미 버린 순방향 계산입니다.',
  },
  'COMPUTE_FAILED.tensorflow': {
    en: 'TensorFlow failed: {reason@}',
    ko: 'TensorFlow에서 오류가 났습니다: {reason@}',
  },
  'BACKEND_UNAVAILABLE.webgpuThread': {
    en: 'WebGPU computes in a process of its own and was asked for in a thread; please report it.',
    ko: 'WebGPU는 별도의 프로세스에서 계산하는데 스레드에서 요청되었습니다. 문제를 알려 주세요.',
  },
  'COMPUTE_FAILED.gpu': {
    en: 'The GPU failed: {reason@} Use a smaller batch if its memory is full, or --backend wasm.',
    ko: 'GPU에서 오류가 났습니다: {reason@} 메모리가 가득 찼으면 배치를 줄이거나 --backend wasm을 쓰세요.',
  },
  'COMPUTE_FAILED.gpuBatch': {
    en: 'This batch needs {neededMb} MB in one piece and the GPU allows {mostMb} MB; use a smaller batch.',
    ko: '이 배치에는 한 덩어리로 {neededMb} MB가 필요한데 GPU는 {mostMb} MB까지 허용합니다. 배치를 줄이세요.',
  },
  'COMPUTE_FAILED.webgpuOnly': {
    en: 'The webgpu kernel computes on the webgpu backend only.',
    ko: 'webgpu 커널은 webgpu 백엔드에서만 계산합니다.',
  },
  'BACKEND_UNAVAILABLE.broken': {
    en: '{reason@}',
    ko: '백엔드를 쓸 수 없습니다: {reason@}',
  },
  'BACKEND_UNAVAILABLE.webgpuLoad': {
    en: 'WebGPU cannot be loaded on {system} ({reason@}); use --backend wasm, or run npm run setup to repair the installation.',
    ko: '{system}에서 WebGPU를 불러올 수 없습니다({reason@}). --backend wasm을 쓰거나 npm run setup으로 설치를 고치세요.',
  },
  'BACKEND_UNAVAILABLE.noGpu': {
    en: "WebGPU found no GPU: install {system|linux=the GPU's Vulkan driver and the package libvulkan1|the newest driver of the GPU's maker}, or use --backend wasm.",
    ko: 'WebGPU가 GPU를 찾지 못했습니다. {system|linux=GPU의 Vulkan 드라이버와 libvulkan1 패키지|GPU 제조사의 최신 드라이버}을(를) 설치하거나 --backend wasm을 쓰세요.',
  },
  'KERNEL_UNAVAILABLE.none': {
    en: 'No recurrent kernel works here. {missing@}',
    ko: '여기서 쓸 수 있는 순환 커널이 없습니다. {missing@}',
  },
  'KERNEL_UNAVAILABLE.asked': {
    en: '{reason@} Leave --kernel out, or set it to auto, to let the lab choose.',
    ko: '커널을 쓸 수 없습니다: {reason@} --kernel을 빼거나 auto로 두면 알아서 고릅니다.',
  },
} as const satisfies FailureSentences;
