import { isNetwork } from '../../../shared/domain/model';
import type { RecipeChoices } from '../../../shared/domain/model';
import { trainingTable } from '../../../shared/domain/recipe-table';
import type { Floor, Run, WaitingFloor } from '../../../shared/domain/run';
import { remark } from '../../../shared/sentences/say';
import type { Step } from './rule';

const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What of a recipe changes, as flags of `train`. */
function flagsOf({ model = {}, training = {} }: RecipeChoices): string[] {
  const ofModel = Object.entries(model).map(([field, value]) =>
    field === 'family' ? ['--model', value] : [`--${dashed(field)}`, value],
  );
  const ofTraining = Object.entries(training).map(([field, value]) => [
    `--${trainingTable[field as keyof typeof trainingTable].flag}`,
    value,
  ]);
  return [...ofModel, ...ofTraining].flat().map(String);
}

/** Trains the run's own recipe with a change, which a few words name. */
function again(run: Run, choices: RecipeChoices, name: Step['remark']): Step {
  const flags = flagsOf(choices).join(' ');
  return {
    remark: name,
    action: { kind: 'train', choices },
    command: `unroll train ${run.datasetId} --like ${run.id} ${flags}`,
  };
}

/** Trains the model that is better. */
export function trainFloor(run: Run, floor: Floor): Step {
  return {
    remark: remark('step.trainFloor', { name: floor.name }),
    action: { kind: 'train', choices: { model: { family: floor.name as 'dtw' } } },
    command: `unroll train ${run.datasetId} --model ${floor.name}`,
  };
}

export function trainLonger(run: Run): Step[] {
  const { epochs, patience } = run.recipe.training;
  // A patience that outlasts all epochs does not end any of them.
  const longer = { epochs: 2 * epochs, ...(patience < epochs && { patience: 2 * patience }) };
  return [again(run, { training: longer }, remark('step.longer', { epochs: longer.epochs }))];
}

export function resume(run: Run): Step {
  return {
    remark: remark('step.resume', { epoch: run.epoch }),
    action: { kind: 'resume' },
    command: `unroll resume ${run.id}`,
  };
}

const MOST_DROPOUT = 0.6;
const FEWEST_UNITS = 8;
const tenths = (value: number): number => Math.round(10 * value) / 10;

/** Holds a network back from learning its examples by heart; nothing for other models. */
export function holdBack(run: Run): Step[] {
  const { model, training } = run.recipe;
  if (!isNetwork(model)) return [];
  const steps: Step[] = [];
  if (model.dropout < MOST_DROPOUT) {
    const dropout = tenths(Math.min(MOST_DROPOUT, model.dropout + 0.2));
    const weightDecay = Number((3 * Math.max(training.weightDecay, 0.01)).toPrecision(2));
    const choices: RecipeChoices = {
      model: model.family === 'recurrent' ? { dropout } : { family: model.family, dropout },
      training: { weightDecay },
    };
    steps.push(again(run, choices, remark('step.regularise', { dropout, weightDecay })));
  }
  if (model.family === 'recurrent' && model.units >= 2 * FEWEST_UNITS) {
    const units = Math.floor(model.units / 2);
    steps.push(again(run, { model: { units } }, remark('step.smaller', { units })));
  }
  return steps;
}

const RATE_FACTOR = 3;

/** Learns more boldly: of a network whose loss hardly moved. */
export function learnFaster(run: Run): Step[] {
  if (!isNetwork(run.recipe.model)) return [];
  const learningRate = Number((RATE_FACTOR * run.recipe.training.learningRate).toPrecision(2));
  return [again(run, { training: { learningRate } }, remark('step.faster', { learningRate }))];
}

/** Lets rare classes count as much as frequent ones; nothing where they do already. */
export function balanceClasses(run: Run): Step[] {
  const { model, training } = run.recipe;
  if (!isNetwork(model) || training.classWeights === 'balanced') return [];
  return [again(run, { training: { classWeights: 'balanced' } }, remark('step.balance'))];
}

export function lookAtErrors(run: Run): Step {
  return {
    remark: remark('step.look'),
    action: { kind: 'show', view: 'look' },
    command: `unroll errors ${run.id}`,
  };
}

export function splitByGroup(run: Run): Step {
  return {
    remark: remark('step.splitByGroup'),
    action: { kind: 'show', view: 'data' },
    command: `unroll import --again ${run.datasetId} --split group`,
  };
}

export function lookAtData(run: Run): Step {
  return {
    remark: remark('step.data'),
    action: { kind: 'show', view: 'data' },
    command: `unroll plan ${run.datasetId}`,
  };
}

/** What is not said to take long takes no longer than this. */
const QUICK_SECONDS = 20;

export function measureFloors(run: Run, waiting: readonly WaitingFloor[]): Step[] {
  const [first] = waiting;
  if (first === undefined) return [];
  const seconds = Math.ceil(waiting.reduce((sum, one) => sum + (one.seconds || QUICK_SECONDS), 0));
  return [
    {
      remark: remark('step.floors', { name: first.name, seconds }),
      action: { kind: 'floors' },
      command: `unroll floors ${run.datasetId}`,
    },
  ];
}

export function takeAway(run: Run): Step {
  return {
    remark: remark('step.export'),
    action: { kind: 'show', view: 'models' },
    command: `unroll export ${run.id} --format onnx --out ${run.id}-onnx`,
  };
}
