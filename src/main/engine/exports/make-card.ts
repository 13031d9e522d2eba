import type { ExportFormat } from '../../../shared/contract/exports';
import type { Dataset, ImportPlan } from '../../../shared/domain/dataset';
import type { Run } from '../../../shared/domain/run';
import { summarise } from '../models/summarise';
import type { TrainedModel } from '../models/weights-file';
import { version } from '../system/version';
import type { ModelCard } from './card';
import type { ParityFinding } from './parity';

export interface Exported {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly model: TrainedModel;
}

/** What a writer of a format tells of the files that it has made. */
export interface ExportFacts {
  readonly finding: ParityFinding | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly quantised?: ModelCard['quantised'];
  readonly cost?: ModelCard['cost'];
  /** What goes in, in words, where it is not scaled features. */
  readonly howTo?: string;
}

export function makeCard(
  { run, dataset, model }: Exported,
  format: ExportFormat,
  facts: ExportFacts,
  hashes: Readonly<Record<string, string>>,
  files: readonly string[],
): ModelCard {
  const { finding, versions, quantised, cost } = facts;
  const { plan, splits, stepSeconds, lengths } = dataset.understanding;
  return {
    formatVersion: 1,
    format,
    name: run.name,
    note: run.note,
    run: run.id,
    trained: new Date(run.finishedMs ?? run.createdMs).toISOString(),
    exported: new Date().toISOString(),
    task: model.task,
    outputs: [...model.outputs],
    input: {
      howTo: facts.howTo ?? howTo(plan, model),
      shape: [null, null, model.shape.features],
      featureNames: [...model.featureNames],
      rateHz: plan.rateHz,
      stepSeconds,
      medianSteps: lengths.median,
      scaler: { mean: [...model.scaling.mean], deviation: [...model.scaling.deviation] },
      plan,
    },
    forecast: model.scaling.forecast as ModelCard['forecast'],
    values: model.scaling.values as ModelCard['values'],
    network: {
      spec: model.spec,
      shape: model.shape,
      layers: summarise(model.spec, model.shape),
      parameters: run.parameters,
    },
    training: {
      recipe: run.recipe,
      epochs: run.epoch,
      bestEpoch: run.bestEpoch,
      seconds: run.timing.seconds,
      backend: run.backend,
      kernel: run.kernel,
    },
    metrics: { validation: run.validation, test: run.test, floor: run.floor },
    data: { name: run.datasetName, fingerprint: dataset.fingerprint, examples: splits },
    parity: finding && {
      examples: finding.examples,
      steps: finding.steps,
      largestDifference: finding.largestDifference,
    },
    ...(quantised && { quantised }),
    ...(cost && { cost }),
    hashes: { ...hashes },
    versions: { unroll: version, node: process.versions.node, ...versions },
    files: [...files],
  };
}

/** docs/file-formats.md has the same with formulas. */
function howTo({ features, modality, rateHz }: ImportPlan, model: TrainedModel): string {
  const scaled =
    model.scaling.forecast === null
      ? 'subtract scaler.mean and divide by scaler.deviation, feature by feature'
      : 'subtract scaler.mean and divide by scaler.deviation, but target columns relative to their own window as `forecast` says';
  const made = {
    raw: 'take the channels as they are',
    logmel: 'compute log-mel bands',
    mfcc: 'compute MFCCs',
  }[features.kind];
  const resampled = rateHz === null || modality === 'sensor' ? '' : ` at ${rateHz} samples per second`;
  return `From a recording${resampled} ${made} as input.plan.features says, [time, ${model.shape.features}]; ${scaled}; give [1, time, ${model.shape.features}], one sequence (or several of equal length) at a time, without padding.`;
}
