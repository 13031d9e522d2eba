import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { Draft } from '../../examples/draft';
import { partsOf } from './groups';
import { answersWhole } from '../../../../shared/domain/task';
import type { WarningFacts } from './rule';

/** The same recording in two parts. */
export function leakSameContent({ plan, material, drafts }: WarningFacts): Remark[] {
  if (!answersWhole(plan.task)) return [];
  const byContent = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const { content, sha256 } = material.files[draft.file]!;
    const key =
      content.kind === 'cases'
        ? content.hashes[draft.start]!
        : content.kind === 'audio'
          ? sha256
          : `${sha256} ${draft.start}`;
    byContent.set(key, [...(byContent.get(key) ?? []), draft]);
  }
  const shared = [...byContent.values()].filter((own) => partsOf(own) > 1);
  if (shared.length === 0) return [];
  const names = shared[0]!.slice(0, 2).map(({ file }) => material.files[file]!.shown);
  return [remark('leak.sameContent', { count: shared.length, first: names[0]!, second: names[1]! })];
}
