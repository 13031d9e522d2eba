import * as v from 'valibot';
import { Bytes } from '../domain/arrays';
import { isNetwork } from '../domain/model';
import type { ModelSpec } from '../domain/model';
import { answersAhead } from '../domain/task';
import type { Task } from '../domain/task';
import { Id, procedure } from './base';

/**
 * unroll: one file with all that is needed to use a model and to look at it elsewhere, of any family; onnx: whole sequences;
 * onnx-stream: one step at a time; onnx-int8: dynamically quantised; c: one header without dependencies. tensorboard and
 * report tell of the run and hold no weights.
 */
export const ExportFormat = v.picklist([
  'unroll',
  'onnx',
  'onnx-stream',
  'onnx-int8',
  'keras',
  'keras-h5',
  'tfjs',
  'safetensors',
  'c',
  'tensorboard',
  'report',
]);
export type ExportFormat = v.InferOutput<typeof ExportFormat>;

/** Formats that hold a model of any family, or tell of any run. */
const ofAll: readonly ExportFormat[] = ['unroll', 'tensorboard', 'report'];
/** Of models without a network, those that also leave as a graph and as a header. */
const fixedFamilies: readonly ModelSpec['family'][] = ['minirocket', 'quant'];

/** What a model of this kind leaves the lab as, whatever else may stand in the way of single ones. */
export function formatsFor(model: ModelSpec): readonly ExportFormat[] {
  if (isNetwork(model)) return ExportFormat.options;
  if (model.family === 'ensemble') return [...ofAll, 'onnx'];
  return fixedFamilies.includes(model.family) ? [...ofAll, 'onnx', 'c'] : ofAll;
}

/** Whether a model can answer a step at a time: one that reads backwards, or looks at all steps at once, cannot. */
function streams(model: ModelSpec, task: Task): boolean {
  if (answersAhead(task)) return false;
  return model.family === 'recurrent' ? !model.bidirectional : model.family === 'tcn' && model.causal;
}

/** Formats that are worth choosing: those for such a model, without what would be refused. */
export function offeredFormats(model: ModelSpec, task: Task): readonly ExportFormat[] {
  return formatsFor(model).filter((format) => format !== 'onnx-stream' || streams(model, task));
}

/** What a report is written in. */
export const ReportLanguage = v.picklist(['en', 'ko']);
export type ReportLanguage = v.InferOutput<typeof ReportLanguage>;

/** The short of a certificate: who ran the exported file, and how far its answers lay from the lab's. */
export const ExportProof = v.object({
  software: v.string(),
  version: v.string(),
  how: v.picklist(['runtime', 'compiler', 'reader']),
  examples: v.number(),
  largestDifference: v.number(),
  bound: v.number(),
});
export type ExportProof = v.InferOutput<typeof ExportProof>;

const ExportResult = v.object({
  format: ExportFormat,
  /** Absolute paths. */
  files: v.array(v.string()),
  card: v.string(),
  /** parity.json; null of a format without weights. */
  certificate: v.nullable(v.string()),
  proof: v.nullable(ExportProof),
});

const choices = {
  /** ONNX: whether recordings go in and the graph computes their features; true when left out. */
  frontEnd: v.optional(v.boolean()),
  /** Of a report; English when left out. */
  language: v.optional(ReportLanguage),
};

export const exportsContract = {
  /**
   * Writes into a new or empty folder, all or nothing. Of `unroll`, `outDir` may be a file that ends in `.unroll`; `replace`:
   * also where there is one.
   */
  create: procedure
    .input(
      v.strictObject({
        run: Id,
        format: ExportFormat,
        outDir: v.string(),
        replace: v.optional(v.boolean()),
        ...choices,
      }),
    )
    .output(ExportResult),
  /** The page of format `report` alone, to be shown or printed. */
  report: procedure
    .input(v.strictObject({ run: Id, language: v.optional(ReportLanguage) }))
    .output(v.object({ html: v.string() })),
  /** The same as one zip file, for a browser. */
  download: procedure
    .input(v.strictObject({ run: Id, format: ExportFormat, ...choices }))
    .output(v.object({ name: v.string(), bytes: Bytes, proof: v.nullable(ExportProof) })),
};
