import { knownErrors } from '../objective';
import { judgeSteps } from '../judge-steps';
import { valueUnits } from '../regress/objective';
import { stitchSaid } from '../stitch';
import type { Answering, LearningTask } from '../task';
import { stepFloors } from './floors';
import { estimatedSteps, stepRegression } from './objective';
import { stepTargets } from './targets';

const inUnits = ({ scaling }: Answering, _: unknown, logits: Float32Array): Float32Array =>
  valueUnits(scaling, logits);

/** One value at every step. */
export const regressSteps: LearningTask = {
  objective: (data, scaling) => stepRegression(data, scaling),
  floors: stepFloors,
  answers: inUnits,
  points: inUnits,
  truth: ({ stepValues, starts, lengths }, example) =>
    stepValues!.slice(starts[example]!, starts[example]! + lengths[example]!),
  /** The error of each window, and true and estimated values of all judged steps. */
  judge: (answered) => {
    const { data, example, scaling, logits } = answered;
    const { truth, estimates } = estimatedSteps(data, scaling, example, logits);
    return {
      ...judgeSteps(answered, stepRegression(data, scaling)),
      value: truth,
      estimate: estimates,
    };
  },
  measure: (_, data, example, answers) => knownErrors(answers, stepTargets(data, [example])),
  prediction: (said) => {
    const { rows, values } = stitchSaid(said);
    return {
      kind: 'values',
      name: said.outputs[0]!,
      steps: rows.length,
      stepSeconds: said.stepSeconds,
      values: [...values],
    };
  },
};
