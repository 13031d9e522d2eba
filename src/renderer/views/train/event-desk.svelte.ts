import type { DecideBy, EventDecision, EventLook, LabelDecision } from '../../../shared/domain/detection';
import type { Run } from '../../../shared/domain/run';
import { attempt } from '../../state/failures';
import { engine } from '../../state/lab';

/** Whoever drags asks many times a second; one question is at work and the newest waits. */
class Newest {
  #waiting: (() => Promise<void>) | null = null;
  #isBusy = false;

  ask(work: () => Promise<void>): void {
    this.#waiting = work;
    if (!this.#isBusy) void this.#next();
  }

  async #next(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting !== null) {
      const work = this.#waiting;
      this.#waiting = null;
      await work();
    }
    this.#isBusy = false;
  }
}

/** How a run's probabilities become events on its validation part, while somebody tries thresholds. */
export class EventDesk {
  #decision = $state.raw<EventDecision>({ by: 'hand', labels: [] });
  #label = $state('');
  #look = $state.raw<EventLook | null>(null);
  #curve = $state.raw<EventLook['curve']>(null);
  #isSaving = $state(false);
  readonly #newest = new Newest();
  #run = '';

  /** What is tried. */
  get decision(): EventDecision {
    return this.#decision;
  }

  get label(): string {
    return this.#label;
  }

  get own(): LabelDecision | undefined {
    return this.#decision.labels.find(({ label }) => label === this.#label);
  }

  /** What it comes to; null until it came. */
  get look(): EventLook | null {
    return this.#look;
  }

  /** Of the label in hand, at every threshold. */
  get curve(): EventLook['curve'] {
    return this.#curve;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** Takes up a run's own decision. */
  open({ id, detection }: Run): void {
    if (detection === undefined) return;
    this.#run = id;
    this.#decision = detection.decision;
    const names = detection.decision.labels.map(({ label }) => label);
    if (!names.includes(this.#label)) this.#label = names[0] ?? '';
    this.#look = null;
    this.#curve = null;
    this.#ask(true);
  }

  choose(label: string): void {
    this.#label = label;
    this.#curve = null;
    this.#ask(true);
  }

  /** The threshold above; the one below stays in proportion. */
  drag(on: number): void {
    const own = this.own;
    if (own === undefined) return;
    const off = own.on === 0 ? on : (on * own.off) / own.on;
    this.#change({ on, off }, false);
  }

  change(edit: Partial<LabelDecision>): void {
    this.#change(edit, true);
  }

  #change(edit: Partial<LabelDecision>, curve: boolean): void {
    this.#decision = {
      by: 'hand',
      labels: this.#decision.labels.map((own) => (own.label === this.#label ? { ...own, ...edit } : own)),
    };
    this.#ask(curve);
  }

  /** What is best by a measure; as soon as it is known it is what is tried. */
  async best(by: DecideBy, mostFalseAlarms: number | undefined): Promise<void> {
    const run = this.#run;
    const found = await attempt(() =>
      engine.client.events.detect({ run, by, ...(mostFalseAlarms !== undefined && { mostFalseAlarms }) }),
    );
    if (found === undefined || run !== this.#run) return;
    this.#decision = found.decision;
    this.#ask(true);
  }

  /** Keeps what is tried as the run's decision, measured on both parts. */
  async save(): Promise<void> {
    this.#isSaving = true;
    await attempt(() => engine.client.events.decide({ run: this.#run, decision: this.#decision }));
    this.#isSaving = false;
  }

  #ask(curve: boolean): void {
    const [run, label] = [this.#run, this.#label];
    this.#newest.ask(async () => {
      const decision = this.#decision;
      const found = await attempt(() =>
        engine.client.events.look({ run, split: 'validation', decision, label, curve }),
      );
      if (found === undefined || run !== this.#run) return;
      this.#look = found;
      if (found.curve !== null && label === this.#label) this.#curve = found.curve;
    });
  }
}
