import type { ColumnFacts, TableContent } from '../readers/content';
import type { SourceFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { numericFacts } from '../readers/table/table-content';
import type { Material } from '../scan/material';
import type { TimePlan } from './plan-table';
import { planTable } from './plan-table';

/**
 * Material in which the facts of the plan's column of times are those of the times as the plan reads them.
 *
 * @throws UnrollError as `planTable`
 */
export async function underTimes(material: Material, plan: TimePlan, sources: Sources): Promise<Material> {
  const isPlain = plan.timeFrom === undefined && plan.timeFormat === undefined;
  if (isPlain || plan.timeColumn === null || material.kind !== 'table') return material;
  const files: SourceFile[] = [];
  for (const file of material.files)
    files.push(
      file.content.kind === 'table'
        ? { ...file, content: await contentUnder(file, file.content, plan, sources) }
        : file,
    );
  return { ...material, files };
}

async function contentUnder(
  file: SourceFile,
  content: TableContent,
  plan: TimePlan,
  sources: Sources,
): Promise<TableContent> {
  const { columns } = await planTable(sources, file, plan, []);
  const known = new Map(content.columns.map((facts) => [facts.name, facts]));
  const facts: ColumnFacts[] = [];
  for (const column of columns) {
    const own = known.get(column.name);
    if (column.type !== 'text' && (own === undefined || column.name === plan.timeColumn))
      facts.push(await numericFacts(column));
    else if (own !== undefined) facts.push(own);
  }
  return { ...content, columns: facts };
}

/** The plan's times as it will write them down: what the reader has put together already needs no saying. */
export function namedTimes(
  material: Material,
  asked: {
    readonly timeColumn?: string | null | undefined;
    readonly timeFrom?: readonly string[] | undefined;
  },
): { readonly timeColumn: string; readonly timeFrom?: string[] } | null {
  const { timeFrom } = asked;
  if (timeFrom === undefined || material.kind !== 'table') return null;
  const content = material.files[0]?.content;
  const derived = content?.kind === 'table' ? content.notes?.derivedTime : null;
  if (derived && timeFrom.every((name) => derived.from.includes(name))) return { timeColumn: derived.name };
  return { timeColumn: asked.timeColumn ?? timeFrom.join(' '), timeFrom: [...timeFrom] };
}
