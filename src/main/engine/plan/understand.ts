import { classifies, tags } from '../../../shared/domain/task';
import type { ImportPlan, SplitName, Understanding } from '../../../shared/domain/dataset';
import { featureNames } from '../features/extract';
import { stepSeconds } from '../features/step-seconds';
import { signalChannels } from '../examples/ahead-channels';
import type { FieldChoices } from './choices';
import type { Evidence } from './evidence';
import { soundChannelCounts } from './sound-channels';
import type { Item } from '../examples/items';
import { labelsIn } from '../examples/several-labels';
import { summariseLengths } from '../examples/lengths';
import type { ColumnFacts } from '../readers/content';
import type { Material } from '../scan/material';
import type { Draft } from '../examples/draft';
import { byLabel } from '../examples/class-order';

/** Sums up what became of the files: counts, lengths, and what a person can choose from. */
export function understand(
  plan: ImportPlan,
  evidence: Evidence,
  material: Material,
  columns: readonly ColumnFacts[],
  fields: FieldChoices,
  items: readonly Item[],
  drafts: readonly Draft[],
): Understanding {
  const splits = { train: 0, validation: 0, test: 0 };
  const classes = new Map<string, Record<SplitName, number>>();
  for (const { split, label } of drafts) {
    splits[split]++;
    const own = classifies(plan.task) && label !== null ? [label] : tags(plan.task) ? labelsIn(label) : [];
    for (const name of own) {
      const counts = classes.get(name) ?? { train: 0, validation: 0, test: 0 };
      counts[split]++;
      classes.set(name, counts);
    }
  }
  return {
    plan,
    evidence: { ...evidence },
    columns: [
      ...columns.map(({ name, type, distinct, missing }) => ({ name, type, distinct, missing })),
      ...labelColumns(material),
    ],
    labelSources: [...fields.labelSources],
    groupSources: [...fields.groupSources],
    filesByFormat: { ...material.filesByFormat },
    examples: drafts.length,
    classes: [...classes].sort(([a], [b]) => byLabel(a, b)).map(([label, counts]) => ({ label, ...counts })),
    groups: new Set(items.flatMap(({ group }) => (group === null ? [] : [group]))).size,
    features: featureNames(plan.features, signalChannels(plan), plan.rateHz),
    lengths: summariseLengths(drafts.map(({ steps }) => steps)),
    stepSeconds: stepSeconds(plan),
    splits,
    refused: [...material.refused],
    warnings: [],
    ...(material.kind === 'audio' && { soundChannels: soundChannelCounts(material).most }),
  };
}

/** The labels file's columns, as a person can choose from them. */
function labelColumns({ labels }: Material): Understanding['columns'] {
  if (labels === null) return [];
  return labels.columns.map((name, k) => {
    const words = labels.values.flatMap((row) => (row === null ? [] : [row[k] ?? '']));
    const own = words.filter((word) => word !== '');
    return { name, type: 'text', distinct: new Set(own).size, missing: words.length - own.length };
  });
}
