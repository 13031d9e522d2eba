import type { EngineClient } from '../../shared/contract';
import type { Run } from '../../shared/domain/run';
import type { Verdict } from '../../shared/domain/verdict';
import { remarkWords } from './language';

/** Null where nothing can be said. */
export function verdictOf(client: EngineClient, run: Pick<Run, 'id'>): Promise<Verdict | null> {
  return client.runs.verdict({ run: run.id });
}

/** The sentence, and each step with the command that takes it. */
export function verdictText({ finding, steps }: Verdict): string {
  return [
    remarkWords(finding.remark),
    ...steps.map(({ remark, command }) => `  ${remarkWords(remark)}:  ${command}`),
  ].join('\n');
}
