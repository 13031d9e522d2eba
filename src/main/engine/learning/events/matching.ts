/**
 * A largest matching of a bipartite graph that may change: vertices on the left come and go, and each time one augmenting
 * path at most is searched for (Berge 1957: a matching is largest when there is none).
 */
export class Matching {
  /** Neighbours on the right of each vertex on the left. */
  readonly #edges = new Map<number, readonly number[]>();
  /** Vertices on the left that have an edge to each on the right. */
  readonly #back = new Map<number, Set<number>>();
  readonly #rightOf = new Map<number, number>();
  readonly #leftOf = new Map<number, number>();

  get size(): number {
    return this.#leftOf.size;
  }

  /** Right vertex → left vertex. */
  get pairs(): ReadonlyMap<number, number> {
    return this.#leftOf;
  }

  add(left: number, rights: readonly number[]): void {
    if (rights.length === 0) return;
    this.#edges.set(left, rights);
    for (const right of rights) {
      const own = this.#back.get(right);
      if (own === undefined) this.#back.set(right, new Set([left]));
      else own.add(left);
    }
    this.#fromLeft(left, new Set());
  }

  remove(left: number): void {
    const rights = this.#edges.get(left);
    if (rights === undefined) return;
    this.#edges.delete(left);
    for (const right of rights) this.#back.get(right)!.delete(left);
    const freed = this.#rightOf.get(left);
    if (freed === undefined) return;
    this.#rightOf.delete(left);
    this.#leftOf.delete(freed);
    this.#fromRight(freed, new Set());
  }

  #fromLeft(left: number, seen: Set<number>): boolean {
    for (const right of this.#edges.get(left)!) {
      if (seen.has(right)) continue;
      seen.add(right);
      const other = this.#leftOf.get(right);
      if (other === undefined || this.#fromLeft(other, seen)) {
        this.#pair(left, right);
        return true;
      }
    }
    return false;
  }

  #fromRight(right: number, seen: Set<number>): boolean {
    for (const left of this.#back.get(right) ?? []) {
      if (seen.has(left)) continue;
      seen.add(left);
      const other = this.#rightOf.get(left);
      if (other === undefined || this.#fromRight(other, seen)) {
        this.#pair(left, right);
        return true;
      }
    }
    return false;
  }

  #pair(left: number, right: number): void {
    this.#rightOf.set(left, right);
    this.#leftOf.set(right, left);
  }
}
