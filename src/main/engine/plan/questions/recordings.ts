import { remark } from '../../../../shared/sentences/say';
import type { Asked, QuestionFacts } from './asked';

/** Which files are one recording, where that is a guess. */
export function askRecordings({ grouping, edits }: QuestionFacts): Asked | null {
  if (grouping === null || grouping.strength !== 'weak' || edits.recordings !== undefined) return null;
  return {
    code: 'question.recordings',
    remark: remark('question.recordings', { readings: 2 }),
    readings: [grouping.by, 'file' as const].map((by) => ({
      key: by,
      title: remark('question.recordingsReading', { by }),
      edits: { recordings: by },
      flags: `--recordings ${by}`,
    })),
  };
}
