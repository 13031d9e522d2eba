import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import type { ImportPlan } from '../../../shared/domain/dataset';
import { UnrollError } from '../../../shared/domain/error';
import type { Signal } from '../features/signal';
import { ContentReader } from './content-reader';
import { fileKindOf } from './formats';
import type { Span } from './read-span';
import { readSpan } from './read-span';

/**
 * The signal of a new file as a model's own data were read: sound at the plan's rate, the plan's channels.
 *
 * @param span rows or samples; of a `.ts` file the number of one sequence; the whole file when left out
 * @throws UnrollError FILE_*, COLUMN_UNKNOWN, ARGUMENT_INVALID (a table where the model wants sound)
 */
export async function readSignal(file: string, plan: ImportPlan, span?: Span): Promise<Signal> {
  const reader = new ContentReader(tmpdir());
  try {
    return await readSpan(reader, refOf(file, plan), plan, span ?? null);
  } finally {
    await reader.close();
  }
}

/** The recordings in a file: one, or each sequence of a `.ts` file. @throws UnrollError as {@link readSignal} */
export async function recordingsIn(file: string, plan: ImportPlan): Promise<(Span | null)[]> {
  const ref = refOf(file, plan);
  if (ref.content.kind !== 'cases') return [null];
  const reader = new ContentReader(tmpdir());
  try {
    const { cases } = await reader.cases(ref);
    return cases.map((_, k) => ({ start: k, end: k + 1 }));
  } finally {
    await reader.close();
  }
}

function refOf(file: string, plan: ImportPlan) {
  const shown = basename(file);
  const content = fileKindOf(shown);
  if ((content.kind === 'audio') !== (plan.modality === 'audio'))
    throw new UnrollError(
      'ARGUMENT_INVALID',
      plan.modality === 'audio'
        ? `${shown} is not a sound file, and this model learnt from sound.`
        : `${shown} is a sound file, and this model learnt from sensor data.`,
      { file: shown },
    );
  return { path: file, shown, content };
}
