import { plainVariants } from '../../../shared/domain/model';
import type { NetworkSpec } from '../../../shared/domain/model';
import { selectCompute } from '../kernels/choose/select';
import { featureCost } from '../features/feature-cost';
import { LogMelExtractor } from '../features/log-mel';
import type { MachineSpeed } from '../models/cost/model-cost';
import { networkCost } from '../models/cost/network-cost';
import { plainInput, plainNetwork } from './training-work';

/** A network and a recording of ordinary size. */
const network: NetworkSpec = {
  ...plainVariants,
  ...{ family: 'recurrent', cell: 'gru', units: 64, activation: 'tanh', layers: 1, bidirectional: false },
  ...{ dropout: 0, pooling: 'mean', resetAfter: false, forgetBias: 1 },
};
const shape = { features: 40, outputs: 10, head: 'softmax' } as const;
const STEPS = 200;
const RATE_HZ = 16_000;
const sound = {
  kind: 'logmel',
  standardise: true,
  windowMs: 25,
  hopMs: 10,
  bands: 40,
  minHz: 20,
  maxHz: 8_000,
} as const;
/** The first of them load and compile. */
const TURNS = 8;

async function leastSeconds(work: () => unknown): Promise<number> {
  let least = Infinity;
  for (let turn = 0; turn < TURNS; turn++) {
    const startMs = performance.now();
    await work();
    least = Math.min(least, (performance.now() - startMs) / 1000);
  }
  return least;
}

/**
 * How many multiply–adds a second this machine does of one sequence through a network, and of one recording's features. A job
 * of the compute worker, some tens of milliseconds long.
 */
export async function speedJob(): Promise<MachineSpeed> {
  const { kernel } = await selectCompute({ backend: 'auto', kernel: 'auto' });
  const tried = plainNetwork(network, shape, kernel);
  const input = plainInput(Int32Array.of(STEPS), shape.features);
  try {
    const seconds = await leastSeconds(() => tried.predict(input));
    const multiplyAdds = networkCost(network, shape, STEPS).reduce((sum, one) => sum + one.multiplyAdds, 0);
    return { network: (multiplyAdds * STEPS) / seconds, features: await featureSpeed() };
  } finally {
    tried.dispose();
  }
}

async function featureSpeed(): Promise<number> {
  const extractor = new LogMelExtractor(sound, RATE_HZ);
  const samples = Float32Array.from({ length: RATE_HZ }, (_, k) => Math.sin(k));
  const frames = 1 + Math.floor(RATE_HZ / extractor.framing.hopSamples);
  const out = new Float32Array(frames * sound.bands);
  const seconds = await leastSeconds(() => extractor.extract(samples, 0, 1, out, 0, sound.bands));
  return (featureCost(sound, 1, RATE_HZ).multiplyAdds * frames) / seconds;
}
