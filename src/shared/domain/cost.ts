import * as v from 'valibot';

/**
 * What a model costs, before it is trained. A multiply–add is one product of a weight (or of attention) and the sum that it
 * goes into; what is done number by number (gates, norms, biases) is left out, as PyTorch's FlopCounterMode does. An answer is
 * given at every step.
 */
export const ModelCost = v.object({
  /** Seconds between two steps of features; null of data without a rate. */
  stepSeconds: v.nullable(v.number()),
  /** Of one step of features: window, FFT and filters of a recording; the network, a step's share of a typical sequence. */
  multiplyAdds: v.object({ features: v.number(), network: v.number() }),
  /** tanh, sigmoid, exp and log of one step. */
  functions: v.number(),
  /** The same multiply–adds of the network, layer by layer. */
  layers: v.array(v.object({ name: v.string(), multiplyAdds: v.number() })),
  /** In float32. */
  weightBytes: v.number(),
  /** What inference needs beside the weights: state, scratch and the frame of a recording. */
  workingBytes: v.number(),
  /** Weights, gradient, Adam's moments, a batch's activations and the data, beside the lab itself; about. */
  trainingBytes: v.number(),
  /** The state goes from step to step; else the model sees a whole sequence at once. */
  streams: v.boolean(),
  /** Measured on this machine with a network of ordinary size; null while it could not be. */
  here: v.nullable(v.object({ stepsPerSecond: v.number() })),
  /** Estimates from cycles (`models/devices.ts`). */
  devices: v.array(
    v.object({
      name: v.string(),
      clockMHz: v.number(),
      float: v.object({ stepsPerSecond: v.number() }),
      int8: v.object({ stepsPerSecond: v.number() }),
      /** Whether weights in float32 and working memory fit into the named chip. */
      fits: v.boolean(),
    }),
  ),
});
export type ModelCost = v.InferOutput<typeof ModelCost>;
