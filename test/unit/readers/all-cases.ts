import type { Case, CasesFacts, CasesParser } from '../../../src/main/engine/readers/cases/cases';
import { parseFile } from '../../../src/main/engine/readers/cases/cases';

/** All sequences of a file, and what is known of it. */
export type AllCases = CasesFacts & { readonly cases: readonly Case[] };

export async function allCases(path: string, parser: CasesParser): Promise<AllCases> {
  const cases: Case[] = [];
  const reading = parseFile(path, parser);
  let next = await reading.next();
  for (; next.done !== true; next = await reading.next()) cases.push(next.value);
  return { ...next.value, cases };
}

/** The same of lines in memory. */
export function casesIn(lines: readonly string[], parser: CasesParser): AllCases {
  const cases = lines.map((line) => parser.line(line)).filter((one) => one !== null);
  const missing = cases.reduce((sum, one) => sum + one.missing, 0);
  return { ...parser.finish(), missing, cases };
}
