import type {
  ClassCount,
  Dataset,
  Example,
  PlanEdits,
  Understanding,
} from '../../../src/shared/domain/dataset';
import type { FeaturePlan } from '../../../src/shared/domain/features';
import { seeded } from './signals';

const languages = ['de', 'en', 'es', 'fr', 'it'];
const motions = ['Badminton', 'Running', 'Standing', 'Walking'];
export const motionChannels = ['acc x', 'acc y', 'acc z', 'gyro x', 'gyro y', 'gyro z'];

const logmel: FeaturePlan = {
  kind: 'logmel',
  standardise: true,
  windowMs: 25,
  hopMs: 10,
  bands: 40,
  minHz: 60,
  maxHz: 8000,
};

/** Examples and what is understood of them, for an invented set of files. */
export interface FakeSet {
  readonly examples: readonly Example[];
  readonly understanding: Understanding;
}

function makeExamples(
  labels: readonly string[],
  count: number,
  steps: (random: number) => number,
): Example[] {
  const random = seeded(count);
  return Array.from({ length: count }, (_, index) => {
    const label = labels[index % labels.length]!;
    const split = index % 10 < 7 ? 'train' : index % 10 < 8 ? 'validation' : 'test';
    const length = Math.round(steps(random()));
    return {
      index,
      file: `${label}/${label}-${String(index).padStart(4, '0')}.wav`,
      start: 0,
      end: length * 160,
      steps: length,
      label,
      group: `speaker ${(index * 7) % 12}`,
      split,
    };
  });
}

function countClasses(labels: readonly string[], examples: readonly Example[]): ClassCount[] {
  return labels.map((label) => {
    const mine = examples.filter((example) => example.label === label);
    const of = (split: Example['split']): number => mine.filter((example) => example.split === split).length;
    return { label, train: of('train'), validation: of('validation'), test: of('test') };
  });
}

function lengthsOf(examples: readonly Example[]): Understanding['lengths'] {
  const steps = examples.map((example) => example.steps).sort((a, b) => a - b);
  const min = steps[0]!;
  const max = steps[steps.length - 1]!;
  const bins = Math.max(1, Math.min(24, max - min));
  const edges = Array.from({ length: bins + 1 }, (_, bin) => min + ((max - min) * bin) / bins);
  const counts = Array.from({ length: bins }, () => 0);
  for (const step of steps) {
    counts[Math.min(bins - 1, Math.floor(((step - min) / Math.max(1, max - min)) * bins))]! += 1;
  }
  return { min, median: steps[steps.length >> 1]!, max, edges, counts };
}

function makeSet(name: string, audio: boolean, edits: PlanEdits): FakeSet {
  const labels = audio ? languages : motions;
  const examples = makeExamples(labels, audio ? 800 : 80, (random) =>
    audio ? 40 + 440 * random ** 1.6 : 100,
  );
  const classes = countClasses(labels, examples);
  const sum = (split: Example['split']): number => classes.reduce((total, one) => total + one[split], 0);
  const features: FeaturePlan = audio ? logmel : { kind: 'raw', standardise: true, differences: false };
  const understanding: Understanding = {
    plan: {
      name,
      task: 'classify',
      modality: audio ? 'audio' : 'sensor',
      label: audio ? { kind: 'labels-file', column: 'language' } : { kind: 'format' },
      group: audio ? { kind: 'labels-file', column: 'speaker' } : { kind: 'none' },
      timeColumn: null,
      channels: audio ? ['mono'] : motionChannels,
      targets: [],
      rateHz: audio ? 16_000 : 50,
      features,
      split: { kind: audio ? 'group' : 'given', seed: 1, validationFraction: 0.15, testFraction: 0.2 },
      forecast: null,
      windows: null,
    },
    evidence: {
      label: {
        code: 'label.labels-file',
        message: 'Column “language” of labels.csv has 5 different values.',
      },
      group: { code: 'group.labels-file', message: 'Column “speaker” repeats across files.' },
      rateHz: { code: 'rate.files', message: 'All files have this rate.' },
      features: {
        code: 'features.speech',
        message: 'Log-mel bands describe short recordings of sound well.',
      },
      split: {
        code: 'split.group',
        message: 'Speakers stay together, so that the test asks about new voices.',
      },
    },
    columns: ['file', 'language', 'speaker', 'split'].map((column) => ({
      name: column,
      type: 'text',
      distinct: 5,
      missing: 0,
    })),
    labelSources: [{ kind: 'folder' }, { kind: 'labels-file', column: 'language' }],
    groupSources: [{ kind: 'none' }, { kind: 'labels-file', column: 'speaker' }],
    filesByFormat: audio ? { wav: 798, flac: 2 } : { ts: 2 },
    examples: examples.length,
    classes,
    groups: audio ? 12 : 0,
    features: audio ? Array.from({ length: 40 }, (_, band) => `mel ${band + 1}`) : motionChannels,
    lengths: lengthsOf(examples),
    stepSeconds: audio ? 0.01 : 0.02,
    splits: { train: sum('train'), validation: sum('validation'), test: sum('test') },
    refused: audio
      ? [
          {
            file: 'fr/fr-0044.m4a',
            code: 'FILE_FORMAT_UNKNOWN',
            reason: 'AAC can not be decoded; convert it to WAV or FLAC.',
          },
          { file: 'notes.txt', code: 'FILE_FORMAT_UNKNOWN', reason: 'Not a recording.' },
        ]
      : [],
    warnings: audio
      ? [
          {
            code: 'leak.group-decides-label',
            message:
              'One speaker has nearly all examples of “fr”: the network may learn the voice instead of the language.',
            params: { group: 'speaker 4', label: 'fr' },
          },
        ]
      : [],
  };
  Object.assign(understanding.plan, edits);
  return { examples, understanding };
}

export const spokenLanguages = (edits: PlanEdits = {}): FakeSet => makeSet('Spoken languages', true, edits);
export const basicMotions = (edits: PlanEdits = {}): FakeSet => makeSet('Basic motions', false, edits);

export function makeDataset(id: string, set: FakeSet, createdMs: number): Dataset {
  const width = set.understanding.features.length;
  return {
    id,
    createdMs,
    source: `/data/${set.understanding.plan.name}`,
    understanding: set.understanding,
    scaler: { mean: Array(width).fill(0), deviation: Array(width).fill(1) },
    fingerprint: id.repeat(4),
  };
}
