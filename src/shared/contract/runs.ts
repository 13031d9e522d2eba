import { ProbeFrame, ProbeHistory } from '../domain/probes';
import { eventIterator } from '@orpc/contract';
import * as v from 'valibot';
import { Bytes } from '../domain/arrays';
import { SplitName, Unreadable } from '../domain/dataset';
import { RecipeChoices, RecipeProposal } from '../domain/model';
import { Memory, Saliency, StateSpace } from '../domain/insight';
import { MetricsSnapshot, Run, RunEvent, SplitPredictions } from '../domain/run';
import { Verdict } from '../domain/verdict';
import { Clamp, Continuation, Trace } from '../domain/trace';
import { Done, Id, named, Nothing, procedure, Whole } from './base';

const one = v.strictObject({ run: Id });

const Tag = v.pipe(v.string(), v.nonEmpty(), v.maxLength(40));

export const runs = {
  /** The complete recipe that these choices and this data set lead to. Starts nothing. */
  propose: procedure
    .input(v.strictObject({ dataset: Id, choices: named(RecipeChoices) }))
    .output(RecipeProposal),
  /** Answers as soon as the run is in the catalog. */
  start: procedure
    .input(v.strictObject({ dataset: Id, choices: named(RecipeChoices), name: v.optional(v.string()) }))
    .output(Run),
  list: procedure.input(v.strictObject({ dataset: v.optional(Id) })).output(v.array(Run)),
  /** What `list` leaves out, and why; `delete` takes it. */
  unreadable: procedure.input(Nothing).output(v.array(Unreadable)),
  get: procedure.input(one).output(Run),
  pause: procedure.input(one).output(Run),
  /** Continues a paused, stopped or interrupted run from its last checkpoint. */
  resume: procedure.input(one).output(Run),
  /** Ends at the next step; the best weights so far are scored and kept. */
  stop: procedure.input(one).output(Run),
  /** Waits until the run is no longer queued, running or paused. */
  wait: procedure.input(one).output(Run),
  edit: procedure
    .input(
      v.strictObject({
        run: Id,
        name: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(200))),
        note: v.optional(v.pipe(v.string(), v.maxLength(10_000))),
        kept: v.optional(v.boolean()),
        /** All of them: what is left out is gone. */
        tags: v.optional(v.pipe(v.array(Tag), v.maxLength(20))),
      }),
    )
    .output(Run),
  /** Into the bin, out of which `restore` takes it. */
  delete: procedure.input(one).output(Done),
  restore: procedure.input(one).output(Run),
  metrics: procedure.input(one).output(MetricsSnapshot),
  /** All runs' events with seq > `after`; when left out, from now on. At most 20 messages a second and run. */
  watch: procedure.input(v.strictObject({ after: v.optional(Whole) })).output(eventIterator(RunEvent)),
  predictions: procedure.input(v.strictObject({ run: Id, split: SplitName })).output(SplitPredictions),
  /** What a finished run's numbers come to, by the floors that are known; null while it has no scores. */
  verdict: procedure.input(one).output(v.nullable(Verdict)),
};

const count = v.pipe(Whole, v.minValue(1));

export const inspection = {
  /** With `clamp`, what the network would have done with one unit's state held at a value. */
  trace: procedure.input(v.strictObject({ run: Id, example: Whole, clamp: v.optional(Clamp) })).output(Trace),
  /** Where one answer comes from: by default the one that the network gives, at the end. */
  saliency: procedure
    .input(v.strictObject({ run: Id, example: Whole, output: v.optional(Whole), at: v.optional(Whole) }))
    .output(Saliency),
  /** How long the network holds what it read, and how far back its task makes it look. */
  memory: procedure.input(one).output(Memory),
  /** Ways through the states of one recurrence, and its fixed points under an input that stays; an activity that can be cancelled. */
  stateSpace: procedure
    .input(
      v.strictObject({
        run: Id,
        layer: v.optional(Whole, 0),
        direction: v.optional(v.picklist(['forward', 'backward']), 'forward'),
        starts: v.optional(v.pipe(count, v.maxValue(20_000)), 200),
        seed: v.optional(Whole, 1),
        /** A step of an example whose input stays; what the layer reads in the mean when left out. */
        input: v.optional(v.strictObject({ example: Whole, step: Whole })),
      }),
    )
    .output(StateSpace),
  /** What was seen of a few examples while the run learnt; null where nothing was, or not yet. */
  probes: procedure.input(one).output(v.nullable(ProbeHistory)),
  /** One probe at a step of `probes`' moments, counted from 0 as its probes are. */
  probeFrame: procedure.input(v.strictObject({ run: Id, step: Whole, probe: Whole })).output(ProbeFrame),
  /** What a network that generates makes of the beginning of an example (`Continuation`). */
  generate: procedure
    .input(
      v.strictObject({
        run: Id,
        example: Whole,
        steps: v.pipe(count, v.maxValue(100_000)),
        /** Steps of the example that are given; by default its first half. */
        seedSteps: v.optional(count),
        /** Noise in units of the network's own error on the validation part; 0, the default, is what it expects. */
        temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(10))),
        seed: v.optional(Whole),
      }),
    )
    .output(Continuation),
  /** Writes the trace where `file` says, by its ending `.npz` or `.json`. */
  save: procedure
    .input(v.strictObject({ run: Id, example: Whole, file: v.string() }))
    .output(v.object({ file: v.string() })),
  /** The same file as bytes, for a browser. */
  download: procedure
    .input(v.strictObject({ run: Id, example: Whole, format: v.picklist(['npz', 'json']) }))
    .output(v.object({ name: v.string(), bytes: Bytes })),
};
