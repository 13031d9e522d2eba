import type { Example, SplitName } from '../../../../shared/domain/dataset';
import { UnrollError } from '../../../../shared/domain/error';
import type { SplitPredictions } from '../../../../shared/domain/run';
import type { ExampleSignal } from '../../../../shared/domain/trace';
import type { ReportContent, ReportExample } from './report';

const MOST_EXAMPLES = 12;
const COLUMNS = 220;

export interface ExampleSource {
  predictions(split: SplitName): Promise<SplitPredictions>;
  example(index: number): Promise<Example>;
  /** @throws UnrollError FILE_*, DATASET_FILES_CHANGED */
  signal(index: number, columns: number): Promise<ExampleSignal>;
}

/** The surest mistakes, then the least sure answers; of a forecast the largest errors. Of the test part, if there is one. */
export async function tellingExamples(
  source: ExampleSource,
): Promise<Pick<ReportContent, 'examples' | 'part'>> {
  for (const part of ['test', 'validation'] as const) {
    const predictions = await source.predictions(part);
    if (predictions.example.length === 0) continue;
    const examples: ReportExample[] = [];
    for (const row of telling(predictions).slice(0, MOST_EXAMPLES)) {
      const index = predictions.example[row]!;
      const { classes, truth, predicted, confidence } = predictions;
      examples.push({
        example: await source.example(index),
        truth: classes[truth[row]!] ?? null,
        predicted: classes[predicted[row]!] ?? null,
        confidence: confidence[row]!,
        signal: await signalOf(source, index),
      });
    }
    return { examples, part };
  }
  return { examples: [], part: 'test' };
}

/** Rows of the predictions. */
function telling({ truth, predicted, confidence }: SplitPredictions): number[] {
  const rows = Array.from(truth, (_, row) => row);
  const isForecast = truth[0] === -1;
  if (isForecast) return rows.sort((a, b) => confidence[b]! - confidence[a]!);
  const isWrong = (row: number): boolean => truth[row] !== predicted[row];
  return rows.sort((a, b) => {
    if (isWrong(a) !== isWrong(b)) return isWrong(a) ? -1 : 1;
    return isWrong(a) ? confidence[b]! - confidence[a]! : confidence[a]! - confidence[b]!;
  });
}

/** Null when the file is gone: a report does not depend on it. */
async function signalOf(source: ExampleSource, index: number): Promise<ExampleSignal | null> {
  try {
    return await source.signal(index, COLUMNS);
  } catch (thrown) {
    if (thrown instanceof UnrollError) return null;
    throw thrown;
  }
}
