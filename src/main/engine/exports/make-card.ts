import { formatsFor } from '../../../shared/contract/exports';
import type { ExportFormat } from '../../../shared/contract/exports';
import type { Dataset, ImportPlan } from '../../../shared/domain/dataset';
import type { Run } from '../../../shared/domain/run';
import type { ClassicalFamily } from '../baselines/defaults';
import type { StoredModel } from '../baselines/family';
import { outlineOf } from '../baselines/outline';
import { channelColumns } from '../features/channel-columns';
import { summarise } from '../models/recipe/summarise';
import type { TrainedModel } from '../models/network/weights-file';
import { version } from '../version';
import type { ModelCard } from '../../../shared/contract/model-card';
import { failure } from '../../../shared/sentences/failure';
import type { ParityFinding } from './parity';

export interface Exported {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly model: ExportedModel;
}

/** A network, or a model without one. */
export type ExportedModel = TrainedModel | StoredModel<ClassicalFamily>;

export function isNetworkModel(model: ExportedModel): model is TrainedModel {
  return 'weights' in model;
}

/** @throws UnrollError EXPORT_UNSUPPORTED of a format that does not hold models of this family */
export function requireFormat({ spec }: ExportedModel, { name }: Run, format: ExportFormat): void {
  const held = formatsFor(spec);
  if (held.includes(format)) return;
  const formats = held.filter((one) => one !== 'tensorboard' && one !== 'report').join(', ');
  throw failure('EXPORT_UNSUPPORTED.family', { family: spec.family, name, formats });
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
  exported: Exported,
  format: ExportFormat,
  facts: ExportFacts,
  hashes: Readonly<Record<string, string>>,
  files: readonly string[],
): ModelCard {
  const { run, dataset, model } = exported;
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
      shape: [null, null, model.featureNames.length],
      featureNames: [...model.featureNames],
      rateHz: plan.rateHz,
      stepSeconds,
      medianSteps: lengths.median,
      longestSteps: lengths.max,
      scaler: isNetworkModel(model)
        ? { mean: [...model.scaling.mean], deviation: [...model.scaling.deviation] }
        : dataset.scaler,
      plan,
    },
    ...modelFacts(exported),
    ...(run.detection !== undefined && { detection: run.detection }),
    ...(run.reject !== undefined && { reject: run.reject }),
    ...(run.unseen !== undefined && { unseen: run.unseen }),
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

/** What learns, and how its outputs become data units. */
function modelFacts({
  run: { parameters },
  dataset,
  model,
}: Exported): Pick<ModelCard, 'forecast' | 'values' | 'thresholds' | 'network' | 'fitted'> {
  if (isNetworkModel(model)) {
    const { spec, shape, scaling } = model;
    return {
      forecast: scaling.forecast as ModelCard['forecast'],
      values: scaling.values as ModelCard['values'],
      ...(scaling.thresholds !== undefined && { thresholds: [...scaling.thresholds] }),
      network: { spec, shape, layers: summarise(spec, shape), parameters },
    };
  }
  const { spec, task, featureNames, outputs } = model;
  const { lengths, splits } = dataset.understanding;
  const layers = outlineOf(spec, {
    task,
    features: featureNames.length,
    channels: channelColumns(featureNames).length,
    outputs: outputs.length,
    longestSteps: lengths.max,
    trainExamples: splits.train,
  });
  return { forecast: null, values: null, network: null, fitted: { spec, layers, parameters } };
}

/** docs/file-formats.md has the same with formulas. */
function howTo({ features, modality, rateHz }: ImportPlan, model: ExportedModel): string {
  const scaled = !isNetworkModel(model)
    ? 'it scales them itself'
    : model.scaling.forecast === null
      ? 'subtract scaler.mean and divide by scaler.deviation, feature by feature'
      : 'subtract scaler.mean and divide by scaler.deviation, but target columns relative to their own window as `forecast` says';
  const made = {
    raw: 'take the channels as they are',
    logmel: 'compute log-mel bands',
    mfcc: 'compute MFCCs',
  }[features.kind];
  const resampled = rateHz === null || modality === 'sensor' ? '' : ` at ${rateHz} samples per second`;
  return `From a recording${resampled} ${made} as input.plan.features says, [time, ${model.featureNames.length}]; ${scaled}; give [1, time, ${model.featureNames.length}], one sequence (or several of equal length) at a time, without padding.`;
}
