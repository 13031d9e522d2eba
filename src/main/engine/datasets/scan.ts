import type { Example, PlanEdits, Understanding } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Sources } from '../readers/sources';
import type { Archives } from '../scan/archives';
import type { WalkChoices } from '../scan/background-folder';
import type { Reading } from '../scan/gather';
import { Gathering } from '../scan/gather';
import { interpret } from '../plan/interpret';
import type { Material } from '../scan/material';
import { withOwnScale } from '../plan/own-scale-choice';
import type { Draft } from '../examples/draft';
import type { Interpretation } from '../plan/interpretation';
import { settleQuestions } from '../plan/questions/settle';

/** While files are being read, what is understood so far is worked out at most so often. */
const PARTIAL_INTERVAL_MS = 300;
/** Fewer files than this say too little of what the whole will be. */
const LEAST_PARTIAL_FILES = 16;
/** Two or three readings of a question or two are looked at side by side. */
const MOST_OTHERS = 6;

/** Files that were read once and can be looked at under different plans. */
export class Scan {
  readonly #gathering: Gathering;
  #edits: PlanEdits;
  #material: Material | null = null;
  /** By what a person says that decides how files are read. */
  readonly #materials = new Map<string, Promise<Material>>();
  #current: Promise<Interpretation> | null = null;
  /** By their edits: readings that are compared. */
  readonly #others = new Map<string, Promise<Interpretation>>();
  #partial: { readonly atMs: number; readonly understanding: Understanding | null } | null = null;
  #hasFailed = false;
  /** Corrections so far, and which of them is in force. */
  #asked = 0;
  #inForce = 0;

  constructor(
    readonly paths: readonly string[],
    edits: PlanEdits,
    readonly sources: Sources,
    archives: Archives,
    decoded: ReadonlyMap<string, string> = new Map(),
    walking: WalkChoices = {},
  ) {
    this.#gathering = new Gathering(paths, sources, decoded, archives, walking, readingOf(edits));
    this.#edits = edits;
  }

  /** What to name so that the same is read again. */
  get places(): string[] {
    return this.#gathering.places;
  }

  /** Places of what is none of the classes. */
  get background(): readonly string[] {
    return this.#gathering.walking.background ?? [];
  }

  get edits(): PlanEdits {
    return this.#edits;
  }

  /** Every file was read, or none will be any more. */
  get isComplete(): boolean {
    return this.#material !== null || this.#hasFailed;
  }

  async run(report: (done: number, total: number) => void, signal: AbortSignal): Promise<void> {
    try {
      const material = await this.#gathering.run(report, signal);
      this.#materials.set(JSON.stringify(this.#gathering.reading), Promise.resolve(material));
      this.#material = material;
    } catch (error) {
      this.#hasFailed = true;
      throw error;
    }
    await this.interpretation();
  }

  /** Null before anything can be said. */
  async understanding(): Promise<Understanding | null> {
    if (this.#material !== null)
      return this.interpretation().then(
        ({ understanding }) => understanding,
        () => null,
      );
    if (this.#partial !== null && Date.now() - this.#partial.atMs < PARTIAL_INTERVAL_MS)
      return this.#partial.understanding;
    const material = this.#gathering.material();
    const understanding =
      material === null || material.files.length < LEAST_PARTIAL_FILES
        ? null
        : await interpret(material, this.#edits, this.sources).then(
            (partial) => withoutQuestions(partial.understanding),
            () => null,
          );
    this.#partial = { atMs: Date.now(), understanding };
    return understanding;
  }

  /**
   * The files under a corrected plan; edits that cannot be followed leave the earlier ones in force.
   *
   * @throws UnrollError as {@link interpret}, ARGUMENT_INVALID while the files are being read
   */
  async revise(edits: PlanEdits): Promise<Understanding> {
    this.#requireMaterial();
    const asked = ++this.#asked;
    const revised = await this.#whole(edits);
    // A correction that took longer than the one after it must not undo that one.
    if (asked > this.#inForce) {
      this.#inForce = asked;
      this.#edits = edits;
      this.#current = Promise.resolve(revised);
    }
    return revised.understanding;
  }

  /** @throws UnrollError as {@link interpret}, ARGUMENT_INVALID while the files are being read */
  interpretation(): Promise<Interpretation> {
    this.#current ??= this.#whole(this.#edits);
    return this.#current;
  }

  async examples(): Promise<Example[]> {
    const interpretation = await this.interpretation();
    return interpretation.drafts.map((draft, index) => toExample(interpretation, draft, index));
  }

  /** The files under other edits, which do not become the scan's own. @throws UnrollError as {@link interpret} */
  async under(edits: PlanEdits): Promise<Interpretation> {
    const key = JSON.stringify(edits);
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const other = this.#interpret(edits);
    for (const old of [...this.#others.keys()].slice(0, Math.max(0, this.#others.size - MOST_OTHERS + 1)))
      this.#others.delete(old);
    this.#others.set(key, other);
    return other;
  }

  async #interpret(edits: PlanEdits): Promise<Interpretation> {
    const material = await this.#materialUnder(edits);
    return withOwnScale(await interpret(material, edits, this.sources), this.sources);
  }

  /** With what would come of each reading of a question. */
  async #whole(edits: PlanEdits): Promise<Interpretation> {
    const current = await this.#interpret(edits);
    const { proposal } = current.understanding;
    if (proposal === undefined || proposal.questions.length === 0) return current;
    const questions = await settleQuestions(current, edits, (other) => this.under(other), this.sources);
    return {
      ...current,
      understanding: { ...current.understanding, proposal: { ...proposal, questions } },
    };
  }

  /** What a row is, and what a file is for, decides how files are read; all else is decided afterwards. */
  #materialUnder(edits: PlanEdits): Promise<Material> {
    this.#requireMaterial();
    const reading = readingOf(edits);
    const key = JSON.stringify(reading);
    const known = this.#materials.get(key);
    if (known !== undefined) return known;
    const material = this.#gathering.read(reading).run(() => {}, new AbortController().signal);
    this.#materials.set(key, material);
    material.catch(() => this.#materials.delete(key));
    return material;
  }

  #requireMaterial(): void {
    if (this.#material === null)
      throw failure('ARGUMENT_INVALID.stillReading', { state: this.#hasFailed ? 'failed' : 'reading' });
  }
}

function readingOf({ rows, files }: PlanEdits): Reading {
  return { ...(rows && { rows }), ...(files && files.length > 0 && { files }) };
}

/** What was read so far says too little to ask. */
function withoutQuestions(understanding: Understanding): Understanding {
  const { proposal } = understanding;
  return proposal === undefined
    ? understanding
    : { ...understanding, proposal: { ...proposal, questions: [] } };
}

export function toExample({ material }: Interpretation, draft: Draft, index: number): Example {
  const { start, end, steps, label, group, split } = draft;
  return { index, file: material.files[draft.file]!.shown, start, end, steps, label, group, split };
}
