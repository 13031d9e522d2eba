import type { BinKind } from '../../../shared/domain/bin';
import type { Bin } from '../files/bin';
import { rpc } from '../rpc';

interface BinOwners {
  readonly bin: Bin;
  /** Who brings back what of each kind. */
  readonly restore: Readonly<Record<BinKind, (id: string) => Promise<unknown>>>;
  /** Before all of it goes: whoever remembers what was deleted forgets it. */
  readonly forget: () => void;
}

/** The contract's room `bin`. */
export function binHandlers({ bin, restore, forget }: BinOwners) {
  return {
    bin: {
      list: rpc.bin.list.handler(() => bin.list()),
      restore: rpc.bin.restore.handler(async ({ input: { kind, id } }) => {
        await restore[kind](id);
        return { done: true as const };
      }),
      empty: rpc.bin.empty.handler(() => {
        const before = bin.list().length;
        forget();
        bin.empty(Date.now(), true);
        return { removed: before };
      }),
    },
  };
}
