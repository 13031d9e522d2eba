import type { PlanEdits, Remark } from '../../../../shared/domain/dataset';
import { UnrollError } from '../../../../shared/domain/error';
import type { Question, Reading } from '../../../../shared/domain/proposal';
import { remark } from '../../../../shared/sentences/say';
import type { Draft } from '../../examples/draft';
import { planTable } from '../../examples/plan-table';
import type { Sources } from '../../readers/sources';
import { columnOf } from '../../readers/table/table';
import type { Interpretation } from '../interpretation';

const MOST_NAMES = 12;

/** How files would be read under corrections. @throws UnrollError for corrections that cannot be followed */
type Under = (edits: PlanEdits) => Promise<Interpretation>;

/**
 * Questions with what would come of each reading: its examples, classes and times, and one example to look at. A reading that
 * cannot be followed is none, and where one is left there is nothing to ask.
 */
export async function settleQuestions(
  current: Interpretation,
  edits: PlanEdits,
  under: Under,
  sources: Sources,
): Promise<Question[]> {
  const questions: Question[] = [];
  for (const question of current.understanding.proposal?.questions ?? []) {
    const readings: Reading[] = [];
    for (const [index, reading] of question.readings.entries()) {
      const tried = await attempt(index === 0 ? current : under({ ...edits, ...reading.edits }));
      if (tried === null) continue;
      const settled = await readingOf(reading, tried, readings.length, question, sources);
      const isNone = reading.key === 'none';
      if (question.code !== 'question.label' || isNone || settled.classes.length >= 2) readings.push(settled);
    }
    if (readings.length >= 2) questions.push({ ...question, readings });
  }
  return questions;
}

async function attempt(tried: Interpretation | Promise<Interpretation>): Promise<Interpretation | null> {
  try {
    return await tried;
  } catch (error) {
    if (error instanceof UnrollError) return null;
    throw error;
  }
}

async function readingOf(
  reading: Reading,
  tried: Interpretation,
  place: number,
  { code, readings }: Question,
  sources: Sources,
): Promise<Reading> {
  const { understanding, drafts } = tried;
  const share = (place + 1) / (readings.length + 1);
  const facts = [...(await timeFacts(code, tried, sources)), ...lengthFacts(code, tried)];
  return {
    ...reading,
    examples: drafts.length,
    classes: understanding.classes.slice(0, MOST_NAMES).map(({ label }) => label),
    ...(facts.length > 0 && { facts }),
    preview: previewOf(drafts, share),
  };
}

/** An example of usual length, of another place and another class for each reading. */
function previewOf(drafts: readonly Draft[], share: number): number | null {
  if (drafts.length === 0) return null;
  const labels = [...new Set(drafts.map(({ label }) => label))];
  const label = labels[Math.min(labels.length - 1, Math.floor(share * labels.length))];
  const own = drafts.flatMap((draft, index) => (draft.label === label ? [index] : []));
  const lengths = own.map((index) => drafts[index]!.steps).sort((a, b) => a - b);
  const usual = lengths[lengths.length >> 1]!;
  const likely = own.filter((index) => drafts[index]!.steps >= usual);
  return likely[Math.min(likely.length - 1, Math.floor(share * likely.length))] ?? own[0]!;
}

/** From when to when the rows reach, and how they follow one another. */
async function timeFacts(
  code: string,
  { material, understanding: { plan } }: Interpretation,
  sources: Sources,
): Promise<Remark[]> {
  if (code !== 'question.time' && code !== 'question.dateOrder') return [];
  const [file] = material.files;
  if (file === undefined || plan.timeColumn === null) return [];
  const column = columnOf(await planTable(sources, file, plan, []), plan.timeColumn);
  if (column === undefined || column.type !== 'time') return [];
  let [least, most, back] = [Infinity, -Infinity, 0];
  for (const [row, ms] of column.values.entries()) {
    if (ms < least) least = ms;
    if (ms > most) most = ms;
    if (row > 0 && ms < column.values[row - 1]!) back++;
  }
  if (!(least <= most)) return [];
  return [remark('question.times', { from: stamp(least), to: stamp(most), back })];
}

function stamp(ms: number): string {
  const text = new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(':00') ? text.slice(0, 16) : text;
}

function lengthFacts(code: string, { drafts, understanding: { plan } }: Interpretation): Remark[] {
  if (code !== 'question.rows') return [];
  const lengths = drafts.map(({ steps }) => steps).sort((a, b) => a - b);
  return [
    remark('question.lengths', {
      steps: lengths[lengths.length >> 1] ?? 0,
      channels: plan.channels.length,
    }),
  ];
}
