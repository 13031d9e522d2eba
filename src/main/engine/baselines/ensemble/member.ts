import type { Task } from '../../../../shared/domain/task';
import type { ModelSpec } from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { why } from '../../../../shared/sentences/why';
import type { NamedTensor } from '../../files/safetensors';
import { selectCompute } from '../../kernels/choose/select';
import { predictLogits } from '../../learning/predict';
import { learningTask } from '../../learning/tasks';
import { variantOf } from '../../models/network/layout';
import { Network } from '../../models/network/network';
import type { TrainedModel } from '../../models/network/weights-file';
import type { Window } from '../../models/scale/forecast-scale';
import { fittedAnswers } from '../answers';
import type { ClassicalFamily } from '../defaults';
import type { FittedModel, KernelChoice, StoredModel } from '../family';
import { modelIn } from '../model-file';
import type { ReadModel } from '../model-file';

/** A member as it lies in the ensemble's file: its own file's tensors and header, and the run that it was. */
export interface StoredMember {
  readonly run: string;
  readonly header: string;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** @throws UnrollError MODEL_UNREADABLE */
export function memberModel({ run, header, tensors }: StoredMember): ReadModel {
  return modelIn({ tensors, metadata: { unroll: header } }, run);
}

/** A member that answers. */
export interface Member {
  readonly run: string;
  readonly spec: ModelSpec;
  readonly parameters: number;
  /** [windows, outputs]: class probabilities, or forecasts in data units; of quantiles the median. */
  answers(windows: readonly Window[]): Promise<Float32Array>;
  dispose(): void;
}

export type Restore = (stored: StoredModel<ClassicalFamily>, kernel: KernelChoice) => FittedModel;

/** A network is made when it is first asked. */
class NetworkMember implements Member {
  readonly spec: ModelSpec;
  readonly parameters: number;
  #network: Promise<Network> | null = null;

  constructor(
    readonly run: string,
    private readonly model: TrainedModel,
    private readonly kernel: KernelChoice,
  ) {
    this.spec = model.spec;
    this.parameters = model.weights.reduce((sum, { data }) => sum + data.length, 0);
  }

  async answers(windows: readonly Window[]): Promise<Float32Array> {
    this.#network ??= this.#open();
    const { model } = this;
    const logits = await predictLogits(await this.#network, model.scaling, windows);
    return learningTask(model.task).points(model, windows, logits);
  }

  dispose(): void {
    void this.#network?.then((network) => network.dispose());
    this.#network = null;
  }

  async #open(): Promise<Network> {
    const { model } = this;
    const compute = { backend: 'auto', kernel: this.kernel } as const;
    const { kernel } = await selectCompute(compute, undefined, variantOf(model.spec));
    return Network.fromWeights(model, kernel);
  }
}

export function openMember(
  run: string,
  { kind, model }: ReadModel,
  kernel: KernelChoice,
  restore: Restore,
): Member {
  if (kind === 'network') return new NetworkMember(run, model, kernel);
  const fitted = restore(model, kernel);
  return {
    run,
    spec: model.spec,
    parameters: fitted.parameters,
    answers: (windows) => fittedAnswers(fitted, windows),
    dispose: () => fitted.dispose?.(),
  };
}

/** @throws UnrollError MODEL_UNREADABLE when members do not answer the same of the same */
export function requireAlike(members: readonly ReadModel[], as: Described): void {
  const same = (a: readonly string[], b: readonly string[]): boolean =>
    JSON.stringify(a) === JSON.stringify(b);
  for (const { model } of members)
    if (
      model.spec.family === 'ensemble' ||
      model.task !== as.task ||
      !same(model.outputs, as.outputs) ||
      !same(model.featureNames, as.featureNames)
    )
      throw failure('MODEL_UNREADABLE.contradicts', { ...why('why.model.members') });
}

interface Described {
  readonly task: Task;
  readonly outputs: readonly string[];
  readonly featureNames: readonly string[];
}
