/** A view that wants dropped files for itself instead of having them imported. */
export interface DropTaker {
  /** What the window says while files are held over it. */
  readonly title: () => string;
  readonly text: () => string;
  /** Called within the drop event. */
  readonly take: (transfer: DataTransfer) => Promise<void>;
}

export class DropTakers {
  #current = $state.raw<DropTaker | null>(null);

  get current(): DropTaker | null {
    return this.#current;
  }

  /** @returns a function that gives drops back: made to be an effect's clean-up */
  set(taker: DropTaker): () => void {
    this.#current = taker;
    return () => {
      if (this.#current === taker) this.#current = null;
    };
  }
}

export const dropTakers = new DropTakers();
