import type { ColumnFacts, TableContent } from '../readers/content';
import type { SourceFile } from '../readers/source-file';
import type { Sources } from '../readers/sources';
import { numericFacts } from '../readers/table/table-content';
import { columnOf } from '../readers/table/table';
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
  const { timeFrom = [], timeColumn } = plan;
  const time = columnOf(await planTable(sources, file, plan, []), timeColumn!);
  if (time === undefined || time.type === 'text') return content;
  const facts = await numericFacts(time);
  const isThere = content.columns.some(({ name }) => name === timeColumn);
  const first = content.columns.find(({ name }) => timeFrom.includes(name));
  return {
    ...content,
    columns: content.columns.flatMap((own): ColumnFacts[] => {
      if (own.name === timeColumn || (!isThere && own === first)) return [facts];
      return timeFrom.includes(own.name) ? [] : [own];
    }),
  };
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
