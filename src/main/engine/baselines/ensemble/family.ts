import { hasClasses } from '../../../../shared/domain/task';
import type { SpecOf } from '../../../../shared/domain/model';
import { modelKind } from '../../../../shared/domain/model-name';
import { remark } from '../../../../shared/sentences/say';
import type { NamedTensor } from '../../files/safetensors';
import { readSafetensors } from '../../files/safetensors';
import type { Window } from '../../models/scale/forecast-scale';
import type { Family, FitContext, FittedModel, KernelChoice, StoredModel } from '../family';
import type { ReadModel } from '../model-file';
import { memberModel, openMember, requireAlike } from './member';
import type { Member, Restore, StoredMember } from './member';

type Description = Pick<StoredModel<'ensemble'>, 'spec' | 'task' | 'featureNames' | 'outputs'>;

interface Facts {
  readonly members: readonly { readonly run: string; readonly header: string }[];
}

/** Below this a probability counts as this, so that logarithms stay numbers. */
const LEAST_SHARE = 1e-12;

/** The mean of what several models say of a sequence. */
export class EnsembleModel implements FittedModel<'ensemble'> {
  readonly members: readonly Member[];

  constructor(
    readonly description: Description,
    private readonly storedMembers: readonly StoredMember[],
    /** What each member is, for those who write it elsewhere. */
    readonly models: readonly ReadModel[],
    kernel: KernelChoice,
    restore: Restore,
  ) {
    this.members = storedMembers.map(({ run }, k) => openMember(run, models[k]!, kernel, restore));
  }

  get parameters(): number {
    return this.members.reduce((sum, { parameters }) => sum + parameters, 0);
  }

  async predict(windows: readonly Window[]): Promise<Float32Array> {
    const sums = new Float64Array(windows.length * this.description.outputs.length);
    for (const member of this.members)
      (await member.answers(windows)).forEach((answer, k) => (sums[k]! += answer / this.members.length));
    return hasClasses(this.description.task)
      ? Float32Array.from(sums, (share) => Math.log(Math.max(share, LEAST_SHARE)))
      : Float32Array.from(sums);
  }

  stored(): StoredModel<'ensemble'> {
    const tensors = this.storedMembers.flatMap((member, k) =>
      [...member.tensors].map(([name, data]): [string, NamedTensor] => [`members/${k}/${name}`, data]),
    );
    const members = this.storedMembers.map(({ run, header }) => ({ run, header }));
    return { ...this.description, facts: { members }, tensors: new Map(tensors) };
  }

  dispose(): void {
    this.members.forEach((member) => member.dispose());
  }
}

/** Members of a stored ensemble, each with its own tensors. */
export function storedMembers({
  facts,
  tensors,
}: Pick<StoredModel<'ensemble'>, 'facts' | 'tensors'>): StoredMember[] {
  return (facts as unknown as Facts).members.map(({ run, header }, k) => {
    const prefix = `members/${k}/`;
    const own = [...tensors].filter(([name]) => name.startsWith(prefix));
    return { run, header, tensors: new Map(own.map(([name, data]) => [name.slice(prefix.length), data])) };
  });
}

async function readMembers(files: readonly { run: string; file: string }[]): Promise<StoredMember[]> {
  const members: StoredMember[] = [];
  for (const { run, file } of files) {
    const { tensors, metadata } = await readSafetensors(file);
    members.push({ run, header: metadata['unroll'] ?? '', tensors });
  }
  return members;
}

async function ensembleOf(
  { spec, data: { task, featureNames, outputs }, memberFile }: FitContext<'ensemble'>,
  { isFinal }: { readonly isFinal: boolean },
  restore: Restore,
): Promise<EnsembleModel> {
  const description = { spec, task, featureNames, outputs };
  const stored = await readMembers(spec.members.map((run) => ({ run, file: memberFile(run, isFinal) })));
  const models = stored.map(memberModel);
  requireAlike(models, description);
  return new EnsembleModel(description, stored, models, 'auto', restore);
}

/** Several finished runs as one model; nothing is learnt. Validation is judged by what of each never saw it. */
export const ensembleFamily = (restore: Restore): Family<'ensemble'> => ({
  async fit(context) {
    const model = await ensembleOf(context, { isFinal: false }, restore);
    const count = model.members.length;
    const kinds = [...new Set(model.members.map(({ spec }) => modelKind(spec)))].join(', ');
    return {
      model,
      remarks: [remark('fit.members', { count, kinds })],
      ...(context.spec.members.some(context.wasFittedAgain) && {
        again: () => ensembleOf(context, { isFinal: true }, restore),
      }),
    };
  },
  restore(stored, kernel = 'auto') {
    const { spec, task, featureNames, outputs } = stored;
    const members = storedMembers(stored);
    const models = members.map(memberModel);
    const description = { spec: spec as SpecOf<'ensemble'>, task, featureNames, outputs };
    return new EnsembleModel(description, members, models, kernel, restore);
  },
});
