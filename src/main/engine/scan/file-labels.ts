import { posix } from 'node:path';
import type { SourceFile } from '../readers/source-file';
import type { CombinedLabels } from './lists';
import type { FileLabels, Material } from './material';

/** What a file of facts says of everything in its folder, by the folder's path. */
export type FolderFacts = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** What lists and facts of folders say of each file. */
export function labelsOf(
  combined: CombinedLabels | null,
  facts: FolderFacts,
  files: readonly Pick<SourceFile, 'shown'>[],
): FileLabels | null {
  if (combined === null && facts.size === 0) return null;
  const listed = combined?.columns ?? [];
  const ofFolders = [...new Set([...facts.values()].flatMap((own) => Object.keys(own)))].filter(
    (name) => !listed.includes(name),
  );
  const columns = [...listed, ...ofFolders];
  const valuesOf = (shown: string): readonly string[] | null => {
    const row = combined?.rows.get(shown) ?? null;
    const own = ofFolders.length === 0 ? undefined : factsAbove(facts, shown);
    if (row === null && own === undefined) return null;
    return columns.map((name, k) => row?.[k] ?? own?.[name] ?? '');
  };
  const contradicted = combined?.contradicted ?? new Set();
  return {
    columns,
    values: files.map(({ shown }) => valuesOf(shown)),
    missing: combined?.missing ?? [],
    ambiguous: combined?.ambiguous ?? [],
    lists: combined?.lists ?? [],
    restPart: combined?.restPart ?? null,
    contradicted: new Set([...files.keys()].filter((index) => contradicted.has(files[index]!.shown))),
    others: new Map(
      [...files.entries()].flatMap(([index, { shown }]) => {
        const more = combined?.others.get(shown);
        return more === undefined ? [] : [[index, more] as const];
      }),
    ),
    aside: new Set(ofFolders),
    valuesOf,
  };
}

/** Of the nearest folder that has some; a recording may be the folder itself. */
function factsAbove(facts: FolderFacts, shown: string): Readonly<Record<string, string>> | undefined {
  for (let folder = shown; ; folder = posix.dirname(folder)) {
    const own = facts.get(folder);
    if (own !== undefined || folder === '.') return own;
  }
}

/** The labels of recordings that are several files: what is said of the recording by its own name, else of its first part. */
export function relabelled({ labels, files }: Material, joined: readonly SourceFile[]): FileLabels | null {
  if (labels === null) return null;
  const at = new Map(files.map(({ shown }, index) => [shown, index]));
  const firstPart = ({ joining }: SourceFile): string => joining?.parts[0]?.shown ?? '';
  return {
    ...labels,
    values: joined.map(
      (file) => labels.valuesOf?.(file.shown) ?? labels.values[at.get(firstPart(file)) ?? -1] ?? null,
    ),
    others: new Map(
      [...joined.entries()].flatMap(([index, file]) => {
        const more = labels.others.get(at.get(firstPart(file)) ?? -1);
        return more === undefined ? [] : [[index, more] as const];
      }),
    ),
    contradicted: new Set(
      [...joined.keys()].filter((index) => labels.contradicted.has(at.get(firstPart(joined[index]!)) ?? -1)),
    ),
  };
}
