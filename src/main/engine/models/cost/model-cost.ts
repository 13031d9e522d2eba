import type { ModelCost } from '../../../../shared/domain/cost';
import type { FeaturePlan } from '../../../../shared/domain/features';
import type { NetworkSpec } from '../../../../shared/domain/model';
import { featureCost } from '../../features/feature-cost';
import type { Device } from './devices';
import { devices } from './devices';
import { layoutOf } from '../network/layout';
import { FLOAT_BYTES, networkCost, streams, workingBytes } from './network-cost';
import type { NetworkShape } from '../network/weights';

/** What the costs of a network follow from. */
export interface CostFacts {
  readonly spec: NetworkSpec;
  readonly shape: NetworkShape;
  readonly features: FeaturePlan;
  /** Of a recording. */
  readonly channels: number;
  /** Of a recording's samples; null when rows have no time. */
  readonly rateHz: number | null;
  /** Of features. */
  readonly stepSeconds: number | null;
  readonly medianSteps: number;
  readonly longestSteps: number;
  readonly batch: number;
  /** Of the prepared data set's features. */
  readonly dataBytes: number;
}

/** Multiply–adds a second that this machine was measured to do. */
export interface MachineSpeed {
  readonly features: number;
  readonly network: number;
}

/** Weights, their gradient, Adam's two moments, the running average. */
const COPIES_IN_TRAINING = 5;
/** Activations, and the gradients that flow back through them. */
const WAYS = 2;

interface Work {
  readonly multiplyAdds: number;
  readonly functions: number;
}

function stepsPerSecond({ clockMHz, cycles }: Device, kind: 'float' | 'int8', work: Work): number {
  const { multiplyAdd, function: call } = cycles[kind];
  return (clockMHz * 1e6) / (work.multiplyAdds * multiplyAdd + work.functions * call);
}

/** @param speed null: not measured */
export function modelCost(facts: CostFacts, speed: MachineSpeed | null): ModelCost {
  const { spec, shape, medianSteps, longestSteps, batch, dataBytes } = facts;
  const front = featureCost(facts.features, facts.channels, facts.rateHz);
  const layers = networkCost(spec, shape, medianSteps);
  const sum = (of: 'multiplyAdds' | 'functions' | 'kept'): number =>
    layers.reduce((total, layer) => total + layer[of], 0);
  const multiplyAdds = { features: front.multiplyAdds, network: sum('multiplyAdds') };
  const functions = front.functions + sum('functions');
  const { parameters } = layoutOf(spec, shape);
  const weightBytes = FLOAT_BYTES * parameters;
  const working = workingBytes(spec, shape, longestSteps) + FLOAT_BYTES * front.numbers;
  const work = { multiplyAdds: front.multiplyAdds + multiplyAdds.network, functions };
  return {
    stepSeconds: facts.stepSeconds,
    multiplyAdds,
    functions,
    layers: layers.map(({ name, multiplyAdds: own }) => ({ name, multiplyAdds: own })),
    weightBytes,
    workingBytes: working,
    trainingBytes:
      COPIES_IN_TRAINING * weightBytes +
      WAYS * FLOAT_BYTES * batch * longestSteps * (shape.features + sum('kept')) +
      dataBytes,
    streams: streams(spec),
    here:
      speed === null
        ? null
        : {
            stepsPerSecond:
              1 / (multiplyAdds.features / speed.features + multiplyAdds.network / speed.network),
          },
    devices: devices.map((device) => ({
      name: device.name,
      clockMHz: device.clockMHz,
      float: { stepsPerSecond: stepsPerSecond(device, 'float', work) },
      int8: { stepsPerSecond: stepsPerSecond(device, 'int8', work) },
      fits: weightBytes <= device.flashBytes && working <= device.ramBytes,
    })),
  };
}
