import type { Command } from 'commander';
import { Option } from 'commander';
import type { BackendName, KernelName, RecipeChoices } from '../../shared/domain/model';
import { BackendName as BackendSchema, KernelName as KernelSchema } from '../../shared/domain/model';
import { number } from './command';
import type { ModelFlags } from './model-options';
import { chosen, modelChoices, withModelOptions } from './model-options';

/** The flags of `train`, as commander hands them over. */
export interface TrainFlags extends ModelFlags {
  readonly epochs?: number;
  readonly batch?: number;
  readonly lr?: number;
  readonly schedule?: 'constant' | 'plateau' | 'cosine';
  readonly patience?: number;
  readonly clip?: number;
  readonly weightDecay?: number;
  readonly labelSmoothing?: number;
  readonly noise?: number;
  readonly classWeights?: 'none' | 'balanced';
  readonly quantiles?: readonly number[];
  readonly seed?: number;
  readonly backend?: 'auto' | BackendName;
  readonly kernel?: 'auto' | KernelName;
}

const count = number({ integer: true, min: 1 });
const share = number({ min: 0, max: 0.999 });
const positive = number({ min: 0 });

/** @throws InvalidArgumentError */
function quantileList(text: string): number[] {
  return text === 'none'
    ? []
    : text.split(',').map((word) => number({ min: 0.001, max: 0.999 })(word.trim()));
}

export function withTrainOptions(command: Command): Command {
  return withModelOptions(command)
    .option('--epochs <n>', 'passes over the training data', count)
    .option('--batch <n>', 'examples per step', count)
    .option('--lr <x>', 'learning rate', number({ min: Number.MIN_VALUE }))
    .addOption(
      new Option('--schedule <kind>', 'of the learning rate').choices(['constant', 'plateau', 'cosine']),
    )
    .option('--patience <epochs>', 'stop after so many without a better validation loss', count)
    .option('--clip <norm>', 'largest gradient norm; 0 does not clip', positive)
    .option('--weight-decay <x>', 'decoupled, per step', positive)
    .option('--label-smoothing <share>', 'of the true class given to all', share)
    .option('--noise <deviation>', 'added to scaled inputs while training', positive)
    .addOption(new Option('--class-weights <kind>').choices(['none', 'balanced']))
    .option('--quantiles <list>', 'of a forecast, such as 0.1,0.5,0.9; none forecasts points', quantileList)
    .option('--seed <n>', 'seed of weights and order', number({ integer: true, min: 0 }))
    .addOption(new Option('--backend <name>', 'for tensors').choices(['auto', ...BackendSchema.options]))
    .addOption(
      new Option('--kernel <name>', 'for the recurrence').choices(['auto', ...KernelSchema.options]),
    );
}

/**
 * `plateau` and `cosine` bring the schedule's other numbers from the engine's own proposal for the data.
 * @throws UnrollError ARGUMENT_INVALID
 */
export function recipeChoices(flags: TrainFlags): RecipeChoices {
  return {
    model: modelChoices(flags),
    training: chosen({
      epochs: flags.epochs,
      batch: flags.batch,
      learningRate: flags.lr,
      patience: flags.patience,
      clipNorm: flags.clip === 0 ? null : flags.clip,
      weightDecay: flags.weightDecay,
      labelSmoothing: flags.labelSmoothing,
      inputNoise: flags.noise,
      classWeights: flags.classWeights,
      quantiles: flags.quantiles === undefined ? undefined : [...flags.quantiles],
      seed: flags.seed,
    }),
    compute: chosen({ backend: flags.backend, kernel: flags.kernel }),
  };
}
