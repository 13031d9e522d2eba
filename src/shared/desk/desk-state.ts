import type { DeskEdit, DeskMark, DeskRecording, DeskStep, Examined } from '../domain/desk';

/** What makes ids; each is used once. */
export type NewId = () => string;

interface Marked {
  readonly marks: Map<string, DeskMark>;
  examined: Examined;
}

/** Edits as they were done, with what takes them back. */
interface Done {
  readonly edit: DeskEdit;
  readonly inverse: DeskEdit;
}

/**
 * All that is marked on a desk, as its journal says. The window folds its steps at once and the engine once they are on the
 * disk, by the same code, so that both come to the same.
 */
export class DeskState {
  readonly #recordings: readonly Marked[];
  readonly #done: Done[] = [];
  readonly #undone: Done[] = [];
  readonly #seen = new Set<string>();

  constructor(recordings: readonly Pick<DeskRecording, 'marks' | 'examined'>[]) {
    this.#recordings = recordings.map(({ marks, examined }) => ({
      marks: new Map(marks.map((mark) => [mark.id, mark])),
      examined: joined(examined),
    }));
  }

  /** How many steps it has taken. */
  get revision(): number {
    return this.#seen.size;
  }
  get canUndo(): boolean {
    return this.#done.length > 0;
  }
  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** In the order of time. */
  marks(recording: number): DeskMark[] {
    const own = [...(this.#recordings[recording]?.marks.values() ?? [])];
    return own.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  }

  examined(recording: number): Examined {
    return this.#recordings[recording]?.examined ?? [];
  }

  has(step: string): boolean {
    return this.#seen.has(step);
  }

  /** The step that takes the last edit back. */
  back(newId: NewId): DeskStep | null {
    return turned('undo', this.#done, newId);
  }

  /** The step that does it again. */
  forth(newId: NewId): DeskStep | null {
    return turned('redo', this.#undone, newId);
  }

  /** @returns the recording that it changed; null where it changed none, or was taken before */
  take(step: DeskStep): number | null {
    if (this.#seen.has(step.id)) return null;
    this.#seen.add(step.id);
    if (step.is === 'edit') {
      const inverse = this.#carryOut(step);
      if (inverse === null) return null;
      this.#done.push({ edit: step, inverse });
      this.#undone.length = 0;
      return step.recording;
    }
    const [from, to] = step.is === 'undo' ? [this.#done, this.#undone] : [this.#undone, this.#done];
    const entry = from[from.length - 1];
    if (entry === undefined || (step.of ?? entry.edit.id) !== entry.edit.id) return null;
    from.pop();
    this.#carryOut(step.is === 'undo' ? entry.inverse : entry.edit);
    to.push(entry);
    return entry.edit.recording;
  }

  #carryOut({ id, recording, put, remove, examined }: DeskEdit): DeskEdit | null {
    const own = this.#recordings[recording];
    if (own === undefined) return null;
    const former = new Map<string, DeskMark>();
    const added: string[] = [];
    for (const key of [...remove, ...put.map((mark) => mark.id)]) {
      const mark = own.marks.get(key);
      if (mark === undefined) added.push(key);
      else former.set(key, mark);
    }
    const before = own.examined;
    for (const key of remove) own.marks.delete(key);
    for (const mark of put) own.marks.set(mark.id, mark);
    if (examined !== undefined) own.examined = joined(examined);
    return {
      ...{ is: 'edit', id, recording, put: [...former.values()], remove: added },
      ...(examined !== undefined && { examined: before.map(([from, to]): [number, number] => [from, to]) }),
    };
  }
}

function turned(is: 'undo' | 'redo', from: readonly Done[], newId: NewId): DeskStep | null {
  const last = from[from.length - 1];
  return last === undefined ? null : { is, id: newId(), of: last.edit.id };
}

/** Stretches in the order of time, those that touch as one. */
export function joined(stretches: Examined): [number, number][] {
  const found: [number, number][] = [];
  for (const [from, to] of [...stretches].sort((a, b) => a[0] - b[0])) {
    const last = found[found.length - 1];
    if (to <= from) continue;
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}
