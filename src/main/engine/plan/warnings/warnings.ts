import type { ImportPlan, Remark, SplitName } from '../../../../shared/domain/dataset';
import { splitNames } from '../../../../shared/domain/dataset';
import { isKnownName } from '../forecast-choice';
import type { Draft } from '../interpret';
import { MAX_JITTER, RATE_TOLERANCE } from '../channel-choices';
import type { Item } from '../../examples/items';
import { extent } from '../../examples/lengths';
import type { ColumnFacts } from '../../readers/content';
import type { Material } from '../../scan/material';

export interface WarningFacts {
  readonly material: Material;
  readonly columns: readonly ColumnFacts[];
  readonly plan: ImportPlan;
  readonly items: readonly Item[];
  readonly drafts: readonly Draft[];
}

/** Everything about the data that a person should know before training: leaks first. */
export function findWarnings(facts: WarningFacts): Remark[] {
  return [
    ...(facts.plan.task === 'classify' || facts.plan.task === 'regress' ? leakWarnings(facts) : []),
    ...(facts.plan.task === 'classify'
      ? [...confoundWarning(facts.drafts), ...classWarnings(facts.plan, facts.drafts)]
      : []),
    ...knownWarning(facts.plan),
    ...channelWarnings(facts),
    ...timeWarnings(facts),
    ...fileWarnings(facts),
  ];
}

function leakWarnings({ material, drafts }: WarningFacts): Remark[] {
  const warnings: Remark[] = [];
  const byContent = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const { content, sha256 } = material.files[draft.file]!;
    const key =
      content.kind === 'cases'
        ? content.hashes[draft.start]!
        : content.kind === 'audio'
          ? sha256
          : `${sha256} ${draft.start}`;
    byContent.set(key, [...(byContent.get(key) ?? []), draft]);
  }
  const shared = [...byContent.values()].filter((own) => partsOf(own) > 1);
  if (shared.length > 0) {
    const names = shared[0]!.slice(0, 2).map(({ file }) => material.files[file]!.shown);
    warnings.push({
      code: 'leak.sameContent',
      message: `${shared.length} recordings are there twice, in different parts (${names.join(' and ')}), so that the score will be too good.`,
      params: { count: shared.length, example: names.join(', ') },
    });
  }
  const byGroup = groupBy(drafts, ({ group }) => group);
  const torn = [...byGroup].filter(([group, own]) => group !== null && partsOf(own) > 1);
  if (torn.length > 0)
    warnings.push({
      code: 'leak.groupAcrossParts',
      message: `${torn.length} of ${byGroup.size} groups are in more than one part, so that the score says little about somebody new; a split by group holds them apart.`,
      params: { count: torn.length, groups: byGroup.size },
    });
  return warnings;
}

/** Who names a column as known beforehand says so; what is measured is known only as well as it is forecast itself. */
function knownWarning({ forecast, channels }: ImportPlan): Remark[] {
  const measured = (forecast?.known ?? []).filter((name) => channels.includes(name) && !isKnownName(name));
  return measured.map((column) => ({
    code: 'forecast.known',
    message: `The scores assume that "${column}" is known ${forecast!.horizonSteps} steps ahead without error.`,
    params: { column, steps: forecast!.horizonSteps },
  }));
}

/** Classes that are all of one group that has no other class: who it is answers the question. */
function confoundWarning(drafts: readonly Draft[]): Remark[] {
  const byClass = groupBy(drafts, ({ label }) => label);
  const byGroup = groupBy(drafts, ({ group }) => group);
  const confounded = [...byClass].filter(([, own]) => {
    const groups = new Set(own.map(({ group }) => group));
    const [group] = groups;
    if (groups.size !== 1 || group === null || group === undefined) return false;
    return new Set(byGroup.get(group)!.map(({ label }) => label)).size === 1;
  });
  if (confounded.length === 0 || byClass.size < 2) return [];
  const names = confounded.slice(0, 5).map(([label]) => label ?? '');
  return [
    {
      code: 'leak.labelIsGroup',
      message: `Everything of ${names.join(', ')} comes from one group each, so that the network may learn who it is instead of what it is.`,
      params: { count: confounded.length, classes: names.join(', ') },
    },
  ];
}

/** The largest class may be so many times as large as the smallest before it is worth a word. */
const IMBALANCE = 4;
const FEW_EXAMPLES = 5;

/** What a person should know of the classes themselves. */
export function classWarnings(plan: ImportPlan, drafts: readonly Pick<Draft, 'label' | 'split'>[]): Remark[] {
  if (plan.label.kind === 'none')
    return [
      {
        code: 'classes.none',
        message:
          'There are no labels: choose where they come from, put the files into folders, or add a labels.csv.',
      },
    ];
  const counts = new Map<string, Record<SplitName, number>>();
  for (const { label, split } of drafts) {
    const own = counts.get(label ?? '') ?? { train: 0, validation: 0, test: 0 };
    own[split]++;
    counts.set(label ?? '', own);
  }
  if (counts.size < 2)
    return [{ code: 'classes.one', message: 'There is one class only, and nothing to tell apart.' }];
  const warnings: Remark[] = [];
  const few = [...counts]
    .filter(([, { train }]) => train > 0 && train < FEW_EXAMPLES)
    .map(([label]) => label);
  if (few.length > 0)
    warnings.push({
      code: 'classes.few',
      message: `Fewer than ${FEW_EXAMPLES} examples to learn from: ${few.slice(0, 5).join(', ')}${few.length > 5 ? ' …' : ''}.`,
      params: { count: few.length, classes: few.slice(0, 5).join(', '), least: FEW_EXAMPLES },
    });
  const unseen = [...counts].filter(([, { train }]) => train === 0).map(([label]) => label);
  if (unseen.length > 0)
    warnings.push({
      code: 'classes.unseen',
      message: `Not in the training part, and so never learnt: ${unseen.slice(0, 5).join(', ')}.`,
      params: { count: unseen.length, classes: unseen.slice(0, 5).join(', ') },
    });
  const sizes = [...counts.values()].map(({ train, validation, test }) => train + validation + test);
  const [smallest, largest] = extent(sizes);
  const ratio = largest / smallest;
  if (ratio >= IMBALANCE)
    warnings.push({
      code: 'classes.imbalance',
      message: `The largest class has ${ratio.toFixed(0)} times as many examples as the smallest; look at the balanced accuracy.`,
      params: { ratio: Math.round(ratio) },
    });
  const empty = splitNames.filter((part) => !drafts.some(({ split }) => split === part));
  for (const part of empty)
    warnings.push({ code: 'split.empty', message: `The ${part} part is empty.`, params: { part } });
  return warnings;
}

function channelWarnings({ material, columns, plan }: WarningFacts): Remark[] {
  const contents = material.files.map(({ content }) => content);
  const constant =
    material.kind === 'table'
      ? columns
          .filter(({ name, isConstant }) => isConstant && plan.channels.includes(name))
          .map(({ name }) => name)
      : material.kind === 'cases'
        ? plan.channels.filter((_, k) =>
            contents.every((content) => content.kind === 'cases' && content.constantChannels.includes(k)),
          )
        : [];
  const warnings: Remark[] = constant.map((channel) => ({
    code: 'channels.constant',
    message: `The channel "${channel}" never changes.`,
    params: { channel },
  }));
  const missing =
    material.kind === 'cases'
      ? contents.reduce((sum, content) => sum + (content.kind === 'cases' ? content.missing : 0), 0)
      : columns
          .filter(({ name }) => plan.channels.includes(name))
          .reduce((sum, column) => sum + column.missing, 0);
  if (missing > 0)
    warnings.push({
      code: 'values.missing',
      message:
        plan.task === 'forecast'
          ? `${missing} values are missing; the last known one stands in for each.`
          : `${missing} values are missing; they are filled on a straight line between their neighbours.`,
      params: { count: missing },
    });
  for (const { name, oddWord } of columns)
    if (oddWord !== null && plan.channels.includes(name))
      warnings.push({
        code: 'values.notNumbers',
        message: `Some values of "${name}" are not numbers, "${oddWord.slice(0, 40)}" for one, and count as missing.`,
        params: { column: name, value: oddWord.slice(0, 40) },
      });
  return warnings;
}

function timeWarnings({ material, columns, plan }: WarningFacts): Remark[] {
  const warnings: Remark[] = [];
  const clock = columns.find(({ name }) => name === plan.timeColumn)?.clock ?? null;
  const column = plan.timeColumn ?? '';
  if (plan.resampled === true && plan.rateHz !== null)
    return [
      {
        code: 'time.resampled',
        message: `Every channel is resampled to ${shortHz(plan.rateHz)} Hz by the times in "${column}"; pauses of more than five steps count as missing.`,
        params: { rateHz: shortHz(plan.rateHz), column },
      },
    ];
  if (clock !== null && clock.jitter > MAX_JITTER)
    warnings.push({
      code: 'time.irregular',
      message: `The times in "${column}" do not follow each other steadily; the rows are taken as if they did. Give a rate, ${shortHz(clock.medianHz)} Hz for example, and every channel is resampled to it.`,
      params: { column, rateHz: shortHz(clock.medianHz) },
    });
  if (clock !== null && clock.gaps > 0 && plan.task === 'forecast')
    warnings.push({
      code: 'time.gaps',
      message: `The times have ${clock.gaps} gaps; the rows around a gap are taken as neighbours.`,
      params: { count: clock.gaps },
    });
  const rates = material.files.flatMap(({ content }) => {
    if (content.kind === 'audio') return [content.rateHz];
    if (content.kind !== 'table') return [];
    const rateHz = content.columns.find(({ name }) => name === plan.timeColumn)?.clock?.rateHz;
    return typeof rateHz === 'number' ? [rateHz] : [];
  });
  const [least, most] = extent(rates);
  if (rates.length > 1 && most > least * (1 + RATE_TOLERANCE))
    warnings.push(
      material.kind === 'audio'
        ? {
            code: 'rate.differs',
            message: `The files have sampling rates from ${least} to ${most} Hz; all are resampled to ${plan.rateHz ?? least} Hz.`,
            params: { leastHz: least, mostHz: most, rateHz: plan.rateHz ?? least },
          }
        : {
            code: 'rate.differsTables',
            message: `The tables' times run at ${shortHz(least)} to ${shortHz(most)} Hz, and are taken as they are; give a rate, and every channel is resampled to it.`,
            params: { leastHz: shortHz(least), mostHz: shortHz(most) },
          },
    );
  return warnings;
}

function shortHz(rateHz: number): number {
  return Number(rateHz.toPrecision(3));
}

function fileWarnings({ material }: WarningFacts): Remark[] {
  const warnings: Remark[] = [];
  const missing = material.labels?.missing ?? [];
  if (missing.length > 0)
    warnings.push({
      code: 'labels.filesMissing',
      message:
        missing.length === 1
          ? `The labels file names a file that is not there: "${missing[0]!.slice(0, 80)}".`
          : `The labels file names ${missing.length} files that are not there, "${missing[0]!.slice(0, 80)}" for one.`,
      params: { count: missing.length, example: missing[0]!.slice(0, 80) },
    });
  const decoded = material.files.filter(({ content }) => content.kind === 'audio' && content.isCopy).length;
  if (decoded > 0)
    warnings.push({
      code: 'audio.decoded',
      message: `${decoded} AAC files were decoded by the window; the data set reads these copies, which lie in the lab's own folder.`,
      params: { count: decoded },
    });
  const silent = material.files.filter(({ content }) => content.kind === 'audio' && content.isSilent);
  if (silent.length > 0)
    warnings.push({
      code: 'audio.silent',
      message: `${silent.length} sound files are silent, ${silent[0]!.shown} for one.`,
      params: { count: silent.length, example: silent[0]!.shown },
    });
  return warnings;
}

function partsOf(drafts: readonly Draft[]): number {
  return new Set(drafts.map(({ split }) => split)).size;
}

function groupBy<K>(drafts: readonly Draft[], key: (draft: Draft) => K): Map<K, Draft[]> {
  const groups = new Map<K, Draft[]>();
  for (const draft of drafts) {
    const own = groups.get(key(draft));
    if (own === undefined) groups.set(key(draft), [draft]);
    else own.push(draft);
  }
  return groups;
}
