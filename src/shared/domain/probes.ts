import * as v from 'valibot';
import { Float32 } from './arrays';
import { Measured } from './measured';
import { RecipeChoices } from './model';
import { Remark } from './plan';
import { TraceCell, TraceTensors } from './trace';

/** An example that is run through a network while it learns. */
export const Probe = v.object({
  /** Index in the data set. */
  example: v.number(),
  /** The first of its class, the one that was worst after the first epoch, or one that a person chose. */
  why: v.picklist(['class', 'worst', 'chosen', 'spread']),
  /** Its class; null where it has none. */
  label: v.nullable(v.string()),
  /** Steps of the example, and how many of them stand for one column of a frame. */
  steps: v.number(),
  stepsPerColumn: v.number(),
});
export type Probe = v.InferOutput<typeof Probe>;

/** What a probe looks into: one direction of a recurrent layer, or a block. */
export const ProbeLayer = v.object({
  layer: v.number(),
  direction: v.picklist(['forward', 'backward']),
  cell: TraceCell,
  units: v.number(),
  /** Which of them a frame holds. */
  shown: v.array(v.number()),
  /** Names of the tensors in a frame. */
  tensors: v.array(v.string()),
});
export type ProbeLayer = v.InferOutput<typeof ProbeLayer>;

/** A gate over all probes and units of a layer: the share of its values that are nearly 1, and nearly 0. */
const GateUse = v.object({ gate: v.string(), open: v.number(), shut: v.number(), mean: v.number() });

/** What one layer did, over all probes. */
export const LayerUse = v.object({
  gates: v.array(GateUse),
  /** Units whose state hardly moved in any probe. */
  still: v.number(),
  /** Spectral radius of what the candidate makes of the last state; null where it is not computed. */
  radius: v.nullable(Measured),
});
export type LayerUse = v.InferOutput<typeof LayerUse>;

export const WeightUse = v.object({
  name: v.string(),
  /** ‖w‖₂, and ‖Δw‖₂ of the last optimiser step; null before the first one. */
  norm: Measured,
  update: v.nullable(Measured),
});
export type WeightUse = v.InferOutput<typeof WeightUse>;

/** One look at the probes: what is told of it without its pictures. */
export const ProbeMoment = v.object({
  /** Optimiser steps done. */
  step: v.number(),
  epoch: v.number(),
  /** [probes] */
  losses: v.array(Measured),
  layers: v.array(LayerUse),
  weights: v.array(WeightUse),
});
export type ProbeMoment = v.InferOutput<typeof ProbeMoment>;

const healthNames = [
  'vanishing',
  'exploding',
  'still',
  'stuckOpen',
  'stuckShut',
  'restless',
  'frozen',
] as const;

/** What is wrong with how a network learns, from its probes. */
export const HealthFinding = v.object({
  name: v.picklist(healthNames),
  remark: Remark,
  evidence: v.record(v.string(), Measured),
  /** What to try: choices on top of the run's own recipe; null where there is nothing to press. */
  advice: v.nullable(v.object({ remark: Remark, choices: RecipeChoices })),
});
export type HealthFinding = v.InferOutput<typeof HealthFinding>;

/** A network watched while it learnt: everything but the pictures of each moment. */
export const ProbeHistory = v.object({
  probes: v.array(Probe),
  layers: v.array(ProbeLayer),
  outputs: v.array(v.string()),
  stepSeconds: v.nullable(v.number()),
  moments: v.array(ProbeMoment),
  /** [layers][moments · columns] of the first probe: ‖∂L/∂h_t‖₂. */
  gradients: v.array(Float32),
  columns: v.number(),
  /** Share of the training time that looking cost. */
  costShare: v.number(),
  health: v.array(HealthFinding),
});
export type ProbeHistory = v.InferOutput<typeof ProbeHistory>;

/** One probe at one moment. */
export const ProbeFrame = v.object({
  step: v.number(),
  /** As the history's `layers`; each tensor [columns, shown units]. */
  layers: v.array(v.object({ tensors: TraceTensors, gradientNorm: Float32 })),
  /** [columns, outputs]: the answer if the sequence had ended there, or of each step; empty where it is not known. */
  answers: Float32,
});
export type ProbeFrame = v.InferOutput<typeof ProbeFrame>;
