import type { ModelCost } from '../../shared/domain/cost';
import type { LayerSummary, RecipeProposal } from '../../shared/domain/model';
import type { Result } from './output';
import { fields, significant, table } from './output';
import { heading, remarkWords } from './language';

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, own]) => `${name} ${valueText(own)}`)
      .join(', ');
  return String(value);
}

const shapeText = (shape: LayerSummary['inputShape']): string =>
  `[${shape.map((size) => size ?? 'time').join(', ')}]`;

const prefixes = ['', ' k', ' M', ' G', ' T'] as const;

/** Three digits and a prefix: 12.4 k. */
function short(value: number): string {
  const power = value < 1 ? 0 : Math.min(prefixes.length - 1, Math.floor(Math.log10(value) / 3));
  return `${Number((value / 1000 ** power).toPrecision(3))}${prefixes[power]}`;
}

const bytes = (value: number): string =>
  value < 2 ** 20 ? `${significant(value / 2 ** 10)} KiB` : `${significant(value / 2 ** 20)} MiB`;

const rough = (value: number): number => Number(value.toPrecision(2));

/** Real time where steps have one, else steps a second; two digits, since it is an estimate. */
function pace(stepsPerSecond: number, { stepSeconds }: ModelCost): string {
  return stepSeconds === null
    ? `${short(rough(stepsPerSecond))} steps/s`
    : `${rough(stepsPerSecond * stepSeconds)} × real time`;
}

function costText(cost: ModelCost): string {
  const { features, network } = cost.multiplyAdds;
  const { stepSeconds } = cost;
  const rate = (perStep: number): string =>
    stepSeconds === null ? `${short(perStep)} MAC/step` : `${short(perStep / stepSeconds)} MAC/s`;
  return fields([
    [
      heading('multiplyAdds'),
      `${rate(features + network)} (features ${rate(features)}, network ${rate(network)})`,
    ],
    [heading('memory'), `${bytes(cost.weightBytes)} weights, ${bytes(cost.workingBytes)} beside them`],
    [heading('training'), `about ${bytes(cost.trainingBytes)} beside the lab itself`],
    [
      heading('asItComes'),
      cost.streams ? 'yes: the state goes from step to step' : 'no: it must see the end first',
    ],
    [heading('thisMachine'), cost.here === null ? 'not measured' : pace(cost.here.stepsPerSecond, cost)],
    ...cost.devices.map(({ name, clockMHz, float, int8, fits }): [string, string] => [
      name,
      `${pace(float.stepsPerSecond, cost)} in float32, ${pace(int8.stepsPerSecond, cost)} in int8 (estimate, ${clockMHz} MHz)${fits ? '' : '; too large for its memory in float32'}`,
    ]),
  ]);
}

/** What a training would be, without starting it. */
export function dryRunResult(dataset: string, proposal: RecipeProposal): Result {
  const { recipe, reasons, layers, parameters, cost } = proposal;
  const settings = { ...recipe.model, ...recipe.training };
  const perLayer = new Map(cost?.layers.map(({ name, multiplyAdds }) => [name, multiplyAdds]));
  const text = [
    fields(
      Object.entries(settings).map(([name, value]): [string, string] => [
        name,
        [valueText(value), reasons[name] ? remarkWords(reasons[name]) : ''].filter(Boolean).join(': '),
      ]),
    ),
    table(
      [
        heading('layer'),
        heading('in'),
        heading('out'),
        heading('parameters'),
        ...(cost === null ? [] : [heading('multiplyAddsStep')]),
      ],
      layers.map((layer) => [
        layer.name,
        shapeText(layer.inputShape),
        shapeText(layer.outputShape),
        layer.parameters,
        ...(cost === null ? [] : [Math.round(perLayer.get(layer.name) ?? 0)]),
      ]),
    ),
    `${parameters} parameters`,
    cost === null
      ? `The cost of a model of the family ${recipe.model.family} is not estimated.`
      : costText(cost),
  ].join('\n\n');
  return { json: { dataset, ...proposal }, text };
}
