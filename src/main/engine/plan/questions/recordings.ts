import { remark } from '../../../../shared/sentences/say';
import type { JoinedPart } from '../../readers/joined/joining';
import type { Asked, AskedReading, QuestionFacts } from './asked';

/** Which files are one recording, where that is a guess. */
export function askRecordings({ grouping, material, edits }: QuestionFacts): Asked | null {
  if (grouping === null || grouping.strength !== 'weak' || edits.recordings !== undefined) return null;
  const [first, ...others] = material.files;
  const parts = first?.joining?.parts ?? [];
  const together = readingBy(grouping.by);
  const apart =
    others.length === 0 && parts.length > 1 ? aloneOf(parts, edits.files ?? []) : readingBy('file');
  return {
    code: 'question.recordings',
    remark: remark('question.recordings', { readings: 2 }),
    readings: [together, apart],
  };
}

function readingBy(by: 'folder' | 'name' | 'file'): AskedReading {
  return {
    key: by,
    title: remark('question.recordingsReading', { by }),
    edits: { recordings: by },
    flags: `--recordings ${by}`,
  };
}

/** Tables with other columns are no examples of one kind: of a single folder, the largest stands alone. */
function aloneOf(
  parts: readonly JoinedPart[],
  before: NonNullable<QuestionFacts['edits']['files']>,
): AskedReading {
  const largest = parts.reduce((best, part) => (part.size > best.size ? part : best));
  const others = parts.filter((part) => part !== largest);
  return {
    key: largest.shown,
    title: remark('question.recordingsAlone', { file: largest.shown, others: others.length }),
    edits: {
      files: [...before, ...others.map(({ shown }) => ({ pattern: shown, role: 'left-out' as const }))],
    },
    flags: others.map(({ shown }) => `--role '${shown}=left-out'`).join(' '),
  };
}
