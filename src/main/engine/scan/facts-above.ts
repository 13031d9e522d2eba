import type { SourceFile } from '../readers/source-file';
import { isGroupName, isLabelName } from './column-names';
import type { FolderFacts } from './file-labels';

const factLine = /^[#%;!/\s"']*(\p{L}[\p{L}\p{N} _-]{0,30}?)\s*[:=,\t]\s*"?([^"]{1,60}?)"?[,;\s]*$/u;

/** What lines above the tables say of each file's class or person, `# activity: walking`, where every file says it. */
export function factsAboveTables(files: readonly Pick<SourceFile, 'shown' | 'content'>[]): FolderFacts {
  const found = new Map<string, Record<string, string>>();
  if (files.length < 2 || !files.every(({ content }) => content.kind === 'table')) return found;
  let common: Set<string> | null = null;
  for (const { shown, content } of files) {
    const own = factsIn(content.kind === 'table' ? (content.notes?.above ?? []) : []);
    found.set(shown, own);
    const names: string[] = Object.keys(own);
    common = new Set(common === null ? names : names.filter((name) => common!.has(name)));
    if (common.size === 0) return new Map();
  }
  return new Map(
    [...found].map(([shown, own]) => [
      shown,
      Object.fromEntries(Object.entries(own).filter(([name]) => common!.has(name))),
    ]),
  );
}

function factsIn(lines: readonly string[]): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = factLine.exec(line) ?? [];
    if (name !== undefined && value !== undefined && (isLabelName(name) || isGroupName(name)))
      facts[name] ??= value.trim();
  }
  return facts;
}
