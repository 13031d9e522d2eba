import { createInterface } from 'node:readline/promises';
import type { PlanEdits, Understanding } from '../../shared/domain/dataset';
import { UnrollError } from '../../shared/domain/error';
import type { Question, Reading } from '../../shared/domain/proposal';
import { say } from '../../shared/sentences/say';
import { visible } from './visible';
import { remarkWords } from './language';

/** What becomes of what the lab would rather not guess: asked on a terminal, the strongest reading, or an end. */
export const questionModes = ['ask', 'strongest', 'fail'] as const;
export type QuestionMode = (typeof questionModes)[number];

/** Nothing was made, and here is what to choose from. */
export class QuestionsOpen extends UnrollError {
  constructor(readonly questions: readonly Question[]) {
    const facts = { question: questions[0]!.remark.message, count: questions.length };
    super('QUESTION_OPEN', say('en', 'QUESTION_OPEN.first', facts), facts, {
      sentence: 'QUESTION_OPEN.first',
    });
  }

  /** As data, with `--json`. */
  get data(): object {
    return { questions: this.questions };
  }

  /** Every reading with the flag that chooses it. */
  get lines(): readonly string[] {
    return [
      ...this.questions.flatMap(({ remark, readings }) => [
        remarkWords(remark),
        ...readings.map((reading) => `  ${reading.flags}    ${readingText(reading)}`),
      ]),
      'or all the strongest: --questions strongest',
    ];
  }
}

const SHOWN_CLASSES = 6;

function readingText({ title, examples, classes, facts = [] }: Reading): string {
  const shown = classes.slice(0, SHOWN_CLASSES).join(', ');
  const names = classes.length === 0 ? '' : `: ${shown}${classes.length > SHOWN_CLASSES ? ', …' : ''}`;
  const said = facts.map((fact) => `; ${remarkWords(fact).replace(/\.$/, '')}`).join('');
  return `${remarkWords(title)}, ${examples} ${examples === 1 ? 'example' : 'examples'}${names}${said}`;
}

/** Asks a person; Enter is the strongest. Null when the terminal was closed. */
export type Ask = (question: Question) => Promise<Reading | null>;

export const isTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** On stderr, since stdout is for data. */
export async function askTerminal({ remark, readings }: Question): Promise<Reading | null> {
  const lines = readings.map((reading, index) => `  ${index + 1}  ${readingText(reading)}`);
  process.stderr.write(visible(`\n${remarkWords(remark)}\n${lines.join('\n')}\n`));
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)));
  try {
    for (;;) {
      const given = await Promise.race([terminal.question(`1 … ${readings.length} [1] `), closed]);
      if (given === null) return null;
      const chosen = readings[given.trim() === '' ? 0 : Number(given) - 1];
      if (chosen !== undefined) return chosen;
    }
  } finally {
    terminal.close();
  }
}

/** More would be an answer that leads back to its question. */
const MOST_QUESTIONS = 16;

/**
 * Answers what is open, one question after the other, since an answer may settle the next.
 *
 * @param ask null where nobody can be asked
 * @throws UnrollError QUESTION_OPEN with every reading
 */
export async function settleQuestions(
  understanding: Understanding,
  mode: QuestionMode,
  ask: Ask | null,
  answer: (edits: PlanEdits) => Promise<Understanding>,
): Promise<Understanding> {
  let settled = understanding;
  for (let asked = 0; mode !== 'strongest'; asked++) {
    const open = settled.proposal?.questions ?? [];
    const [question] = open;
    if (question === undefined) break;
    const reading = mode === 'fail' || ask === null || asked === MOST_QUESTIONS ? null : await ask(question);
    if (reading === null) throw new QuestionsOpen(open);
    settled = await answer(reading.edits);
  }
  return settled;
}
