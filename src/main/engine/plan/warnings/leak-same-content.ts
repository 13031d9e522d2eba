import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { Draft } from '../../examples/draft';
import { partsOf } from './groups';
import { answersWhole } from '../../../../shared/domain/task';
import type { WarningFacts } from './rule';

/** The same recording in two parts. */
export function leakSameContent({ plan, material, items, drafts }: WarningFacts): Remark[] {
  if (!answersWhole(plan.task)) return [];
  const byContent = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const { content, sha256 } = material.files[draft.file]!;
    const key =
      content.kind === 'cases'
        ? content.hashes[draft.start]!
        : content.kind === 'audio'
          ? sha256
          : `${sha256} ${items[draft.item]!.start}`;
    byContent.set(key, [...(byContent.get(key) ?? []), draft]);
  }
  const shared = [...byContent.values()].filter(
    // Windows of one recording may be in several parts, behind a gap.
    (own) => partsOf(own) > 1 && own.some(({ item }) => item !== own[0]!.item),
  );
  const [first] = shared;
  if (first === undefined) return [];
  const other = first.find(({ item }) => item !== first[0]!.item)!;
  const names = [first[0]!, other].map(({ file }) => material.files[file]!.shown);
  return [remark('leak.sameContent', { count: shared.length, first: names[0]!, second: names[1]! })];
}
