import type { Command } from 'commander';
import { Option } from 'commander';
import type { BackendName, KernelName, RecipeChoices } from '../../shared/domain/model';
import { BackendName as BackendSchema, KernelName as KernelSchema } from '../../shared/domain/model';
import { trainingTable } from '../../shared/domain/recipe-table';
import { number } from './command';
import type { ModelFlags } from './model-options';
import { chosen, modelChoices, withModelOptions } from './model-options';
import { help } from './language';

/** The flags of `train`, as commander hands them over. */
export type TrainFlags = ModelFlags & {
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
  readonly probes?: 'off' | number[];
  readonly backend?: 'auto' | BackendName;
  readonly kernel?: 'auto' | KernelName;
};

/** @throws InvalidArgumentError */
function quantileList(text: string): number[] {
  return text === 'none' ? [] : text.split(',').map((word) => number({ above: 0, below: 1 })(word.trim()));
}

/** @throws InvalidArgumentError */
function probeList(text: string): 'off' | number[] {
  return text === 'off' ? text : text.split(',').map((word) => number({ whole: true, min: 0 })(word.trim()));
}

export function withTrainOptions(command: Command, more: readonly string[] = []): Command {
  withModelOptions(command, more);
  for (const field of Object.keys(trainingTable) as (keyof typeof trainingTable)[]) {
    const row = trainingTable[field];
    const words = help(`recipe.${field}`);
    const flags = `--${row.flag} <${row.value}>`;
    if ('options' in row) command.addOption(new Option(flags, words).choices(row.options));
    // 0 says that nothing is clipped.
    else command.option(flags, words, number(row.flag === 'clip' ? { min: 0 } : row.bounds));
  }
  return command
    .option('--quantiles <list>', help('train.quantiles'), quantileList)
    .option('--probes <list>', help('train.probes'), probeList)
    .addOption(
      new Option('--backend <name>', help('train.backend')).choices(['auto', ...BackendSchema.options]),
    )
    .addOption(
      new Option('--kernel <name>', help('train.kernel')).choices(['auto', ...KernelSchema.options]),
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
      probes: flags.probes,
    }),
    compute: chosen({ backend: flags.backend, kernel: flags.kernel }),
  };
}
