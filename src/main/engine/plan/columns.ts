import type { Clock } from '../readers/table/clock';
import { extent } from '../examples/lengths';
import type { ColumnFacts, TableContent } from '../readers/content';
import type { Material } from '../scan/material';

/**
 * The columns that most tables have, with the facts of all tables that have them. Where tables differ by a few columns, as
 * loggers do whose firmware changed, those that all have. Empty without tables.
 */
export function commonColumns(material: Material): ColumnFacts[] {
  const tables = tablesOf(material);
  const shared = sharedNames(tables);
  if (shared !== null)
    return shared.map((name) =>
      merge(
        name,
        tables.map(({ columns }) => columns.find((column) => column.name === name)!),
      ),
    );
  const schemas = new Map<string, TableContent[]>();
  for (const table of tables) {
    const key = schemaOf(table);
    const own = schemas.get(key);
    if (own === undefined) schemas.set(key, [table]);
    else own.push(table);
  }
  const [largest] = [...schemas.values()].sort((a, b) => b.length - a.length);
  if (largest === undefined) return [];
  return largest[0]!.columns.map(({ name }, k) =>
    merge(
      name,
      largest.map(({ columns }) => columns[k]!),
    ),
  );
}

function tablesOf({ files }: Material): TableContent[] {
  return files.flatMap(({ content }) => (content.kind === 'table' ? [content] : []));
}

/** Tables may differ by this share of their columns and be of one kind. */
const MAX_OTHER_COLUMNS = 1 / 3;

/** The columns that all tables have, where these are most of each and tables differ; null else. */
function sharedNames(tables: readonly TableContent[]): string[] | null {
  const [first, ...others] = tables;
  if (first === undefined || new Set(tables.map(schemaOf)).size < 2) return null;
  const all = first.columns
    .map(({ name }) => name)
    .filter((name) => others.every(({ columns }) => columns.some((column) => column.name === name)));
  const hasNumbers = first.columns.some(({ name, type }) => type === 'number' && all.includes(name));
  const isMost = tables.every(
    ({ columns }) => columns.length - all.length <= MAX_OTHER_COLUMNS * columns.length,
  );
  return hasNumbers && isMost ? all : null;
}

/** Columns that some tables have and others have not, though all are of one kind; empty where they are not. */
export function extraColumns(material: Material): string[] {
  const tables = tablesOf(material);
  const shared = sharedNames(tables);
  if (shared === null) return [];
  return [...new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)))].filter(
    (name) => !shared.includes(name),
  );
}

/** Tables with equal schemas can be read in the same way. */
function schemaOf({ columns }: TableContent): string {
  return JSON.stringify(columns.map(({ name }) => name));
}

function merge(name: string, facts: readonly ColumnFacts[]): ColumnFacts {
  const types = new Set(facts.map(({ type }) => type));
  const words = facts.every((fact) => fact.words !== null)
    ? [...new Set(facts.flatMap((fact) => fact.words ?? []))]
    : null;
  const [, largest] = extent(facts.map(({ distinct }) => distinct));
  return {
    name,
    // A table without a single value in a column says nothing about the column's type.
    type: types.size === 1 ? facts[0]!.type : (facts.find(({ distinct }) => distinct > 0)?.type ?? 'text'),
    distinct: words?.length ?? largest,
    missing: facts.reduce((sum, { missing }) => sum + missing, 0),
    isConstant: facts.every(({ isConstant }) => isConstant) && (words?.length ?? 2) <= 1,
    isRowNumber: facts.every(({ isRowNumber }) => isRowNumber),
    oddWord: facts.find(({ oddWord }) => oddWord !== null)?.oddWord ?? null,
    words,
    clock: mergeClocks(facts.map(({ clock }) => clock)),
    ...mergeNotes(facts),
  };
}

/** What only some files say of a column holds for it everywhere, as the first of them says it. */
function mergeNotes(facts: readonly ColumnFacts[]): Partial<ColumnFacts> {
  const oddCount = facts.reduce((sum, fact) => sum + (fact.oddCount ?? 0), 0);
  const sentinels = facts.flatMap(({ sentinel }) => (sentinel === undefined ? [] : [sentinel]));
  const [first] = sentinels;
  const unit = facts.find((fact) => fact.unit !== undefined)?.unit;
  const written = facts.find((fact) => fact.written !== undefined)?.written;
  const unread = facts.find((fact) => fact.unread !== undefined)?.unread;
  const stretches = facts.map(
    (fact) => fact.stretches ?? (fact.type === 'number' && fact.distinct <= 1 ? 1 : Infinity),
  );
  const allStretches = stretches.reduce((sum, count) => sum + count, 0);
  return {
    ...(Number.isFinite(allStretches) && { stretches: allStretches }),
    ...(oddCount === 0 ? {} : { oddCount }),
    ...(unit === undefined ? {} : { unit }),
    ...(written === undefined ? {} : { written }),
    ...(unread === undefined ? {} : { unread }),
    ...(first === undefined
      ? {}
      : {
          sentinel: {
            ...first,
            count: sentinels.reduce((sum, own) => sum + (own.value === first.value ? own.count : 0), 0),
          },
        }),
  };
}

/** The clock of most: its rate is the median. Null when some table's column is no time. */
function mergeClocks(clocks: readonly (Clock | null)[]): Clock | null {
  const own = clocks.filter((clock): clock is Clock => clock !== null);
  if (own.length === 0 || own.length < clocks.length) return null;
  const rates = own.map(({ rateHz }) => rateHz).filter((rate): rate is number => rate !== null);
  rates.sort((a, b) => a - b);
  return {
    rateHz: rates.length < own.length ? null : rates[rates.length >> 1]!,
    medianHz: own.map(({ medianHz }) => medianHz).sort((a, b) => a - b)[own.length >> 1]!,
    isSorted: own.every(({ isSorted }) => isSorted),
    doubled: own.reduce((sum, { doubled }) => sum + (doubled ?? 0), 0),
    backwards: own.reduce((sum, { backwards }) => sum + (backwards ?? 0), 0),
    gaps: own.reduce((sum, { gaps }) => sum + gaps, 0),
    jitter: extent(own.map(({ jitter }) => jitter))[1],
  };
}
