import { loadNativeAddon } from './cpp/native-kernel';

/** Adam's arrays, all [parameters]; `parameters`, `first` and `second` are changed in place. */
interface AdamArrays {
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  /** Running means of the gradient and of its square. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** 1 where weight decay applies, 0 where not. */
  readonly decayed: Uint8Array;
}

interface AdamSettings {
  /** The gradient is multiplied by this first: 1, or less to clip its norm. */
  readonly scale: number;
  readonly beta1: number;
  readonly beta2: number;
  /** lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ) at step t. */
  readonly rate: number;
  readonly epsilon: number;
  /** Learning rate times weight decay. */
  readonly decay: number;
}

export interface FusedAdam {
  /** L2 norm over all parameters, the same bits every time. */
  norm(gradient: Float32Array): number;
  /** One step of Adam with decoupled weight decay (Kingma & Ba 2015; Loshchilov & Hutter 2019). */
  step(arrays: AdamArrays, settings: AdamSettings): void;
}

/** Adam in native code, one pass over the parameters; null where the native kernels are not there. */
export function createFusedAdam(): FusedAdam | null {
  const addon = loadNativeAddon();
  if ('unavailable' in addon) return null;
  return {
    norm: (gradient) => Math.sqrt(addon.sumOfSquares(gradient)),
    step({ parameters, gradient, first, second, decayed }, { scale, beta1, beta2, rate, epsilon, decay }) {
      const settings = Float32Array.of(scale, beta1, beta2, rate, epsilon, decay);
      addon.adam(parameters, gradient, first, second, decayed, settings);
    },
  };
}
