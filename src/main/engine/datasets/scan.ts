import type { Example, PlanEdits, Understanding } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { Sources } from '../readers/sources';
import type { Archives } from '../scan/archives';
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
  /** The same files where a person says what a row is. */
  readonly #rereads = new Map<string, Promise<Material>>();
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
    readonly archives: Archives,
    readonly decoded: ReadonlyMap<string, string> = new Map(),
    readonly followLinks = false,
  ) {
    this.#gathering = this.#gatheringOf(edits.rows);
    this.#edits = edits;
  }

  /** What to name so that the same is read again. */
  get places(): string[] {
    return this.#gathering.places;
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
      this.#material = await this.#gathering.run(report, signal);
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

  #gatheringOf(rows: PlanEdits['rows']): Gathering {
    return new Gathering(this.paths, this.sources, this.decoded, this.archives, this.followLinks, rows);
  }

  /** What a row is decides how a file is read; all else is decided afterwards. */
  async #materialUnder({ rows }: PlanEdits): Promise<Material> {
    const first = this.#requireMaterial();
    if (rows === this.#gathering.rows) return first;
    const key = rows ?? 'as they look';
    const known = this.#rereads.get(key);
    if (known !== undefined) return known;
    const reread = this.#gatheringOf(rows).run(() => {}, new AbortController().signal);
    this.#rereads.set(key, reread);
    reread.catch(() => this.#rereads.delete(key));
    return reread;
  }

  #requireMaterial(): Material {
    if (this.#material === null)
      throw failure('ARGUMENT_INVALID.stillReading', { state: this.#hasFailed ? 'failed' : 'reading' });
    return this.#material;
  }
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
