import { Decider, decisionsOf } from './decider';
import type { ChosenDecisions, DecisionEvent, DecisionSettings } from './decider';

type Stream = Parameters<typeof decisionsOf>[0] & { readonly thresholds?: readonly number[] | undefined };

/** Off where the probability has fallen to this share of what turns a label on. */
const OFF_SHARE = 2 / 3;

/** Probabilities of labels that are there or not each for itself, into segments: a decider a label, so that several may be on. */
export class SeveralDeciders {
  readonly #deciders: readonly Decider[];

  constructor(stream: Stream, chosen: ChosenDecisions = {}) {
    const { outputs, stepSeconds, thresholds } = stream;
    const { each, ...usual } = decisionsOf(stream, chosen);
    this.#deciders = outputs.map((label, k) => {
      // Where nobody decided, a label is on from the threshold that was chosen for whole examples.
      const on = chosen.on ?? thresholds?.[k] ?? usual.on;
      const off = Math.min(chosen.off ?? OFF_SHARE * on, on);
      const own: DecisionSettings | null = each === undefined ? { ...usual, on, off } : (each[k] ?? null);
      return new Decider({ outputs: [label], stepSeconds, ...usual, each: [own] });
    });
  }

  /** @param outputs [steps, K] */
  take(outputs: ArrayLike<number>): DecisionEvent[] {
    const columns = this.#deciders.length;
    const steps = outputs.length / columns;
    return inOrder(
      this.#deciders.flatMap((decider, k) =>
        decider.take(Float32Array.from({ length: steps }, (_, t) => outputs[t * columns + k]!)),
      ),
    );
  }

  /** The recording has ended: closes what is on. */
  finish(): DecisionEvent[] {
    return inOrder(this.#deciders.flatMap((decider) => decider.finish()));
  }
}

function inOrder(events: DecisionEvent[]): DecisionEvent[] {
  return events.sort((a, b) => a.start - b.start);
}
