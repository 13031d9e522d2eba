import { remark } from '../../../../shared/sentences/say';
import { readHead } from '../../readers/bytes';
import type { Content } from '../../readers/content';
import { wideRowsOf } from '../../readers/wide-rows';
import type { Asked, QuestionFacts } from './asked';

/** So many values in a row are hardly so many channels. */
const MANY_VALUES = 64;

/** What a row of a wide table is: a sequence of values, or one moment of as many channels. */
export async function askRows({ material, edits }: QuestionFacts): Promise<Asked | null> {
  const [file] = material.files;
  if (edits.rows !== undefined || file === undefined || !isText(file.content)) return null;
  const isSequences = file.content.kind === 'cases';
  const layout = wideRowsOf(await readHead(file.path, file.shown), { isLenient: !isSequences });
  if (layout === null || layout.labelAt === null) return null;
  const values = layout.to - layout.from;
  // Counted names, or very many values, say it clearly.
  if (isSequences && (layout.hasHeader || values > MANY_VALUES)) return null;
  const readings = (['sequence', 'moment'] as const).map((rows) => ({
    key: rows,
    title: remark('question.readingRows', { rows, values }),
    edits: { rows },
    flags: `--rows ${rows}`,
  }));
  return {
    code: 'question.rows',
    remark: remark('question.rows', { file: file.shown, values }),
    readings: isSequences ? readings : readings.reverse(),
  };
}

function isText({ format }: Content): boolean {
  return format === 'rows' || format === 'csv' || format === 'tsv';
}
