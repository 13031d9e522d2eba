import { hasOneClass } from '../../../shared/domain/task';
import { Decider, decisionsOf } from '../../../shared/decisions/decider';
import type { DecisionEvent, DeciderOptions, DecisionSettings } from '../../../shared/decisions/decider';
import type { Span } from '../../charts/tracks/time-window';
import type { Heard } from './heard';
import type { Named } from '../../charts/tracks/labels';
import { Ring } from '../../charts/tracks/ring';

const atFirst: DecisionSettings = { smoothSeconds: 0.1, on: 0.6, off: 0.4, minSeconds: 0.2 };

/** Of labels with decisions of their own the first's: a change of one number holds for all. */
function shownOf({ each, ...usual }: Omit<DeciderOptions, 'outputs' | 'stepSeconds'>): DecisionSettings {
  return each?.find((one) => one !== null) ?? usual;
}

/** What the probabilities of a stream come to: smoothed, and the labels that were on. Settings act on what is still there. */
export class Decisions {
  #settings = $state.raw(atFirst);
  /** What was set by hand, and so outlives a stream. */
  #edits: Partial<DecisionSettings> = {};
  #current = $state<string | null>(null);
  #heard: Heard | null = null;
  #decider: Decider | null = null;
  #smoothed = new Ring(1, 0);
  #stretches: Named[] = [];
  /** The label that is on and has not gone off yet. */
  #open: { readonly name: string; readonly from: number } | null = null;
  #first = 0;
  #next = 0;

  get settings(): DecisionSettings {
    return this.#settings;
  }

  /** What is on now; null where nothing is. */
  get current(): string | null {
    return this.#current;
  }

  /** [rows, K], beside the rows of {@link Heard.outputs}. */
  get smoothed(): Ring {
    return this.#smoothed;
  }

  change(edit: Partial<DecisionSettings>): void {
    this.#edits = { ...this.#edits, ...edit };
    this.#settings = { ...this.#settings, ...edit };
    if (this.#heard !== null) this.#restart(this.#heard);
  }

  /** Takes what has been answered since; of another stream everything. */
  follow(heard: Heard): void {
    if (!hasOneClass(heard.stream.task)) return;
    if (heard !== this.#heard) {
      this.#settings = shownOf(decisionsOf(heard.stream, this.#edits));
      this.#restart(heard);
    } else this.#take(heard);
  }

  /** What was on within a stretch of the axis, and what is on. */
  stretches({ from, to }: Span): readonly Named[] {
    const open = this.#open;
    const all =
      open === null || this.#heard === null
        ? this.#stretches
        : [...this.#stretches, this.#named(open.name, open.from, this.#heard.answered)];
    return all.filter((stretch) => stretch.to > from && stretch.from < to);
  }

  #restart(heard: Heard): void {
    const { outputs } = heard.stream;
    this.#heard = heard;
    this.#first = this.#next = heard.outputs.start;
    this.#decider = new Decider({
      outputs,
      stepSeconds: heard.stream.stepSeconds === null ? null : heard.perRow,
      ...decisionsOf(heard.stream, this.#edits),
      // What is on is drawn below the probabilities that turned it on.
      lagSteps: 0,
    });
    this.#smoothed = new Ring(heard.outputs.capacity, outputs.length);
    // Rows keep the numbers that they have beside them.
    this.#smoothed.skip(this.#first);
    this.#stretches = [];
    this.#open = null;
    this.#take(heard);
  }

  #take({ outputs, start }: Heard): void {
    const decider = this.#decider!;
    const rows = outputs.read(this.#next, outputs.end);
    for (let at = 0; at < rows.length; at += outputs.width) {
      for (const event of decider.take(rows.subarray(at, at + outputs.width))) this.#note(event);
      this.#smoothed.push(Float32Array.from(decider.smoothed));
    }
    this.#next = outputs.end;
    this.#current = decider.current;
    this.#stretches = this.#stretches.filter(({ to }) => to > start);
  }

  #note(event: DecisionEvent): void {
    const perRow = this.#heard!.perRow;
    const at = (row: number): number => (this.#first + row) * perRow;
    if (event.kind === 'start') this.#open = { name: event.label, from: at(event.start) };
    else {
      this.#open = null;
      this.#stretches.push(this.#named(event.label, at(event.start), at(event.end)));
    }
  }

  #named(name: string, from: number, to: number): Named {
    return { name, from, to, index: this.#heard!.stream.outputs.indexOf(name) };
  }
}
