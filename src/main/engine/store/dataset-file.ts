import * as v from 'valibot';
import { Dataset } from '../../../shared/domain/dataset';
import { Task, kindOf } from '../../../shared/domain/task';
import { sealed, unsealed } from '../files/sealed';

const FORMAT_VERSION = 1;

/**
 * dataset.json. Its plan's `task` is what a person asks for (`kindOf`), as it was before there were several kinds of one;
 * `learns` beside it names the kind, where that is another: `regress` learns `regress-steps` of values at every step.
 */
const DatasetFile = v.object({
  formatVersion: v.literal(FORMAT_VERSION),
  dataset: v.pipe(v.unknown(), v.transform(withKind), Dataset),
});

const Kinded = v.looseObject({
  understanding: v.looseObject({ plan: v.looseObject({ task: Task, learns: v.optional(Task) }) }),
});

function withKind(file: unknown): unknown {
  const found = v.safeParse(Kinded, file);
  if (!found.success) return file;
  const { understanding, ...rest } = found.output;
  const { learns, ...plan } = understanding.plan;
  return { ...rest, understanding: { ...understanding, plan: { ...plan, task: learns ?? plan.task } } };
}

/** @param file its name, to be said @throws what is wrong with it */
export function readDatasetFile(bytes: Uint8Array, file: string): Dataset {
  return v.parse(DatasetFile, unsealed(bytes, file)).dataset;
}

export function writeDatasetFile(dataset: Dataset): string {
  const { understanding } = dataset;
  const { task } = understanding.plan;
  const asked = kindOf(task);
  const plan = { ...understanding.plan, task: asked, ...(asked !== task && { learns: task }) };
  return sealed({
    formatVersion: FORMAT_VERSION,
    dataset: { ...dataset, understanding: { ...understanding, plan } },
  });
}
