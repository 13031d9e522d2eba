import type { Artifact } from './download';

/**
 * Everything that set-up may download, pinned. Checksums are those of PyPI's index and npm's registry (2026-11), of
 * libtensorflow the ones that nixpkgs and wamuir/graft pin independently of one another.
 */
const pypi = (place: string, name: string, bytes: number, sha256: string): Artifact => ({
  name,
  url: `https://files.pythonhosted.org/packages/${place}/${name}`,
  bytes,
  sha256,
});

const libtensorflow = (kind: string, bytes: number, sha256: string): Artifact => {
  const name = `libtensorflow-${kind}-linux-x86_64-2.9.1.tar.gz`;
  return { name, url: `https://storage.googleapis.com/tensorflow/libtensorflow/${name}`, bytes, sha256 };
};

export const tfjsNode: Artifact = {
  name: 'tfjs-node-4.22.0.tgz',
  url: 'https://registry.npmjs.org/@tensorflow/tfjs-node/-/tfjs-node-4.22.0.tgz',
  bytes: 228_166,
  sha256: 'd38a448a705efc6e655a080f896b3af646ae39dffbfe9c90b06cb9fc3a2b9358',
};

/** A way to get TensorFlow's libraries and headers. */
export interface Source {
  /** For people; stored with the runtime. */
  readonly title: string;
  readonly version: string;
  readonly kind: 'archive' | 'wheels';
  readonly artifacts: readonly Artifact[];
  /** What lies on the disk afterwards, roughly. */
  readonly unpackedBytes: number;
  /** Libraries that the machine must have for it to make sense. */
  readonly needs: readonly string[];
}

const archive = (artifact: Artifact, needs: readonly string[]): Source => ({
  title: 'libtensorflow 2.9.1, as tfjs-node downloads it',
  version: '2.9.1',
  kind: 'archive',
  artifacts: [artifact],
  unpackedBytes: artifact.bytes * 4,
  needs,
});

const wheels = (title: string, artifacts: readonly Artifact[], unpackedBytes: number): Source => ({
  title,
  version: '2.21.0',
  kind: 'wheels',
  artifacts,
  unpackedBytes,
  needs: [],
});

/** What `tensorflow[and-cuda]` 2.21 asks for, each at the oldest version that it allows: the one it was built with. */
const cudaWheels: readonly Artifact[] = [
  pypi(
    'f9/43/a5365b345c989d9f7de2f2406e59b4a792ba3541b5d47edda5031b2730a6',
    'nvidia_cublas_cu12-12.5.3.2-py3-none-manylinux2014_x86_64.whl',
    363_313_169,
    'ca070ad70e9fa6654084575d01bd001f30cc4665e33d4bb9fc8e0f321caa034b',
  ),
  pypi(
    '3a/64/81515a1b5872dc0fc817deaec2bdba160dc50188e0d53b907d10c6e6d568',
    'nvidia_cuda_cupti_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    13_811_507,
    'bde77a5feb66752ec61db2adfe47f56b941842825b4c7e2068aff27c9d107953',
  ),
  pypi(
    '44/cc/36363057676e6140d0bdb07fa6df5419b68203c5cba8c412b5600fd0d105',
    'nvidia_cuda_nvcc_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    22_468_537,
    'b03e545b8e8c3ce7ebcd7fc44063180ff52ff01d064ece2127ed90a04ef12cd0',
  ),
  pypi(
    '19/d1/342c2bcf6172db65fcbd9102f9941876e730d98977e69c00df85940fa8ce',
    'nvidia_cuda_nvrtc_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    24_873_108,
    '3dbd97b0104b4bfbc3c4f8c79cd2496307c89c43c29a9f83125f1d76296ff3fd',
  ),
  pypi(
    '71/05/80f3fe49e9905570bc27aea9493baa1891c3780a7fc4e1f872c7902df066',
    'nvidia_cuda_runtime_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    895_707,
    '3e79a060e126df40fd3a068f3f787eb000fa51b251ec6cd97d09579632687115',
  ),
  pypi(
    '8e/56/bb5c08a8d401fc1b21a10e9c58907e70e8f18bdfca34b7ecfb87bbcdad63',
    'nvidia_cudnn_cu12-9.3.0.75-py3-none-manylinux2014_x86_64.whl',
    577_163_502,
    '9ad9c6929ebb5295eb4a1728024666d1c88283373e265a0c5c883e6f9d5cd76d',
  ),
  pypi(
    'e4/85/f18c88f63489cdced17b06d3b627adca8add7d7b8cce8c11213e93a902b4',
    'nvidia_cufft_cu12-11.2.3.61-py3-none-manylinux2014_x86_64.whl',
    192_524_114,
    '9a6e8df162585750f61983a638104a48c756aa13f9f48e19ab079b38e3c828b8',
  ),
  pypi(
    'f8/ce/cc6daf7820804ee7f11a0352a1f0fd59cec5f12e904f5bbaee6d928ffdaf',
    'nvidia_curand_cu12-10.3.6.82-py3-none-manylinux2014_x86_64.whl',
    56_309_107,
    '2823fb27de4e44dbb22394a6adf53aa6e1b013aca0f8c22867d1cfae58405536',
  ),
  pypi(
    '33/73/57fbf55b3f378a73faecde397a0927ea205b458f06573dfb191b7d9fd1d3',
    'nvidia_cusolver_cu12-11.6.3.83-py3-none-manylinux2014_x86_64.whl',
    130_341_232,
    '93cfafacde4428b71778eeb092ec615a02a3d05404da1bcf91c53e3fa1bce42b',
  ),
  pypi(
    'b3/29/03726191334fa523d9654e3dacca5cc152f24bb9fa1a5721e4dddac7a8c5',
    'nvidia_cusparse_cu12-12.5.1.3-py3-none-manylinux2014_x86_64.whl',
    217_558_979,
    '016df8e993c437e8301e62739f01775cba988fd5253cd4c64173f8e8d2f8e752',
  ),
  pypi(
    'c4/cb/2cf5b8e6a669c90ac6410c3a9d86881308492765b6744de5d0ce75089999',
    'nvidia_nccl_cu12-2.27.7-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    322_546_339,
    'de5ba5562f08029a19cb1cd659404b18411ed0d6c90ac5f52f30bf99ad5809aa',
  ),
  pypi(
    '75/bc/e0d0dbb85246a086ab14839979039647bce501d8c661a159b8b019d987b7',
    'nvidia_nvjitlink_cu12-12.5.82-py3-none-manylinux2014_x86_64.whl',
    21_298_879,
    'f9b37bc5c8cf7509665cb6ada5aaa0ce65618f2332b7d3e78e9790511f111212',
  ),
];

const cpuX64 = pypi(
  '6f/07/a691049cb74276164d8449de9e25c4f51ad3111a3eba86358395d2552fc3',
  'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
  274_000_871,
  'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
);
const cudaX64 = pypi(
  'ce/d7/6e71b4ded8ce99cd21add95611ca14af6e9ad4f2baeabdeb79a4a6b3cb1f',
  'tensorflow-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl',
  572_611_111,
  'b3b95643c4e70eb925839938fb35cbe142f317ec84af6844ee61513713bb13c0',
);
const cpuArm64 = pypi(
  '20/a5/f139fbbd4e81a2e556170718698acf518a71a84927fa1dc1f5935b6ab3d2',
  'tensorflow-2.21.0-cp312-cp312-manylinux_2_27_aarch64.whl',
  281_946_471,
  'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
);

/** In the order in which they are tried; none for a machine that there is no TensorFlow for. */
export function sourcesFor(platform: string, architecture: string, cuda: boolean): readonly Source[] {
  if (platform !== 'linux') return [];
  if (architecture === 'x64' && cuda)
    return [
      archive(
        libtensorflow('gpu', 345_000_000, '20c46f761d5905f592c4eac0812e8e50d9cb439f9440a9391912cf4c02ed8be8'),
        ['libcudart.so.11.0', 'libcudnn.so.8'],
      ),
      wheels(
        "PyPI's tensorflow 2.21.0 with CUDA 12.5 and cuDNN 9.3",
        [cudaX64, ...cudaWheels],
        6_000_000_000,
      ),
    ];
  if (architecture === 'x64')
    return [
      archive(
        libtensorflow('cpu', 106_000_000, '7f510d2546e3db5e10b1d119463689003d587842892ad3c95bca51cf82820173'),
        [],
      ),
      wheels("PyPI's tensorflow-cpu 2.21.0", [cpuX64], 860_000_000),
    ];
  if (architecture === 'arm64' && !cuda) return [wheels("PyPI's tensorflow 2.21.0", [cpuArm64], 900_000_000)];
  return [];
}
