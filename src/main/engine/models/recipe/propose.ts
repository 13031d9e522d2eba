import { answersSteps, continues, hasClasses, traitsOf } from '../../../../shared/domain/task';
import * as v from 'valibot';
import type { Modality, Remark } from '../../../../shared/domain/dataset';
import type { Task } from '../../../../shared/domain/task';
import { Recipe, isNetwork, readsAhead } from '../../../../shared/domain/model';
import type {
  LayerSummary,
  ModelChoices,
  ModelSpec,
  RecipeChoices,
  SettledRecipe,
  SpecOf,
} from '../../../../shared/domain/model';
import { failure } from '../../../../shared/sentences/failure';
import { remark } from '../../../../shared/sentences/say';
import type { PreparedData } from '../../prepare/prepared';
import { classicalDefaults, classicalTraining, knowsClassesAlone } from '../../baselines/defaults';
import { outlineOf } from '../../baselines/outline';
import { factsOf } from './data-facts';
import type { DataFacts } from '../../prepare/data-facts';
import { inceptionDefaults, tcnDefaults } from './convolution-defaults';
import { networkDefaults, trainingDefaults } from './defaults';
import type { Reasoned } from '../../../../shared/sentences/reasoned';
import { strideOf } from '../network/layout';
import { medianOf } from '../../learning/forecast/quantiles';
import { shapeFor } from '../network/weights';
import { summarise } from './summarise';
import { transformerDefaults } from './transformer-defaults';

/** The defaults under what a person chose; a choice's reason is that it was chosen. */
function settle<T extends object>(
  defaults: Reasoned<T>,
  choices: { [Key in keyof T]?: T[Key] | undefined },
): { values: T; reasons: Record<string, Remark> } {
  const values = {} as T;
  const reasons: Record<string, Remark> = {};
  for (const key of Object.keys(defaults) as (keyof T & string)[]) {
    const chosen = choices[key];
    values[key] = chosen === undefined ? defaults[key].value : (chosen as T[typeof key]);
    reasons[key] = chosen === undefined ? defaults[key].reason : remark('recipe.chosen');
  }
  return { values, reasons };
}

function settleModel(
  facts: DataFacts,
  chosen: ModelChoices,
): { values: ModelSpec; reasons: Record<string, Remark> } {
  if (chosen.family === undefined || chosen.family === 'recurrent')
    return settle<SpecOf<'recurrent'>>(networkDefaults(facts, chosen), chosen);
  if (chosen.family === 'transformer')
    return settle<SpecOf<'transformer'>>(transformerDefaults(facts), chosen);
  if (chosen.family === 'tcn') return settle<SpecOf<'tcn'>>(tcnDefaults(facts, chosen), chosen);
  if (chosen.family === 'inception')
    return settle<SpecOf<'inception'>>(inceptionDefaults(facts, chosen), chosen);
  return settle<ModelSpec>(classicalDefaults(chosen.family, facts, chosen), chosen);
}

function blocksOf(
  model: ModelSpec,
  facts: DataFacts,
  data: PreparedData,
  quantiles: readonly number[],
): LayerSummary[] {
  if (!isNetwork(model)) return outlineOf(model, facts);
  return summarise(model, shapeFor(data, quantiles));
}

/** @throws UnrollError ARGUMENT_INVALID for a recipe that cannot answer what the task asks */
function requireAnswers(task: Task, { model, training: { quantiles } }: Recipe): void {
  if (model.family === 'ensemble' && model.members.length < 2)
    throw failure('ARGUMENT_INVALID.ensembleTwo', {});
  if (!isNetwork(model)) {
    if (!traitsOf(task).isClassical || (knowsClassesAlone(model.family) && !hasClasses(task)))
      throw failure('ARGUMENT_INVALID.familyTask', { family: model.family, task });
    return;
  }
  const everyStep = answersSteps(task);
  if (everyStep !== (model.pooling === 'none'))
    throw failure(everyStep ? 'ARGUMENT_INVALID.poolingEveryStep' : 'ARGUMENT_INVALID.poolingWhole', {
      task,
    });
  if (everyStep && strideOf(model) > 1) throw failure('ARGUMENT_INVALID.strideEveryStep', { task });
  const looksAhead = model.convolutions.length > 0 || readsAhead(model);
  if (continues(task) && looksAhead) throw failure('ARGUMENT_INVALID.looksAhead', { task });
  if (quantiles.length === 0) return;
  const isAscending = quantiles.every((q, k) => k === 0 || q > quantiles[k - 1]!);
  if (!isAscending || quantiles[medianOf(quantiles)] !== 0.5)
    throw failure('ARGUMENT_INVALID.quantiles', { task });
}

/**
 * A complete recipe: what was chosen, and for all else one rule that looks at the training part's size, lengths,
 * classes and features (docs/user-guide.md, "Defaults").
 */
export function proposeRecipe(
  prepared: PreparedData,
  choices: RecipeChoices,
  modality: Modality,
): SettledRecipe {
  const facts = factsOf(prepared, modality);
  const model = settleModel(facts, choices.model ?? {});
  const training = settle(
    classicalTraining(model.values, trainingDefaults(facts, model.values)),
    choices.training ?? {},
  );
  // Parsed, so that its fields stand in the order in which a stored recipe is read: equal runs write equal files.
  const recipe = v.parse(Recipe, {
    model: model.values,
    training: { ...training.values, ...(choices.training?.probes && { probes: choices.training.probes }) },
    compute: {
      backend: choices.compute?.backend ?? 'auto',
      kernel: choices.compute?.kernel ?? 'auto',
    },
  });
  requireAnswers(prepared.task, recipe);
  const layers = blocksOf(model.values, facts, prepared, recipe.training.quantiles);
  return {
    recipe,
    reasons: { ...model.reasons, ...training.reasons },
    layers,
    parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0),
  };
}
