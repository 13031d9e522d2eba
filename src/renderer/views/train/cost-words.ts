import type { ModelCost } from '../../../shared/domain/cost';
import { m } from '../../i18n';
import { formatBytes, formatCompact, formatNumber } from '../../ui/format';

type Device = ModelCost['devices'][number];

const workText = (perStep: number, { stepSeconds }: ModelCost): string =>
  stepSeconds === null
    ? m.train_cost_per_step({ count: formatCompact(perStep) })
    : m.train_cost_per_second({ count: formatCompact(perStep / stepSeconds) });

/** Two digits: it is an estimate. */
function factorOf(stepsPerSecond: number, stepSeconds: number): string {
  return formatNumber(Number((stepsPerSecond * stepSeconds).toPrecision(2)));
}

/** How many times as fast as the recording; of data without a rate, steps a second. */
function paceText(stepsPerSecond: number, { stepSeconds }: ModelCost): string {
  return stepSeconds === null
    ? m.train_cost_steps({ count: formatCompact(stepsPerSecond) })
    : m.train_cost_times({ factor: factorOf(stepsPerSecond, stepSeconds) });
}

function deviceText({ fits, float, int8 }: Device, cost: ModelCost): string {
  if (!fits) return m.train_cost_too_large();
  const { stepSeconds } = cost;
  const short = ({ stepsPerSecond }: Device['float']): string =>
    stepSeconds === null ? formatCompact(stepsPerSecond) : factorOf(stepsPerSecond, stepSeconds);
  const facts = { float: short(float), int8: short(int8) };
  return stepSeconds === null ? m.train_cost_device_steps(facts) : m.train_cost_device_times(facts);
}

/** The chip's core, without what it is called. */
const coreOf = ({ name }: Device): string => name.replace(/ \(.*/, '');

/** The cost in one line: work, memory, and how fast it will be here and on the smallest device that it fits. */
export function costLine(cost: ModelCost): string {
  const { features, network } = cost.multiplyAdds;
  const device = cost.devices.find(({ fits }) => fits);
  return [
    workText(features + network, cost),
    formatBytes(cost.weightBytes + cost.workingBytes),
    ...(cost.here === null
      ? []
      : [m.train_cost_here_short({ pace: paceText(cost.here.stepsPerSecond, cost) })]),
    ...(device === undefined
      ? []
      : [
          m.train_cost_device_short({
            device: coreOf(device),
            pace: paceText(device.float.stepsPerSecond, cost),
          }),
        ]),
  ].join(' · ');
}

/** Name and value, one a row. */
export function costRows(cost: ModelCost): readonly (readonly [string, string])[] {
  const { features, network } = cost.multiplyAdds;
  return [
    [m.train_cost_network(), workText(network, cost)],
    [m.train_cost_features(), workText(features, cost)],
    [m.train_cost_weights(), formatBytes(cost.weightBytes)],
    [m.train_cost_working(), formatBytes(cost.workingBytes)],
    [m.train_cost_training(), m.train_cost_about({ size: formatBytes(cost.trainingBytes) })],
    [m.train_cost_streams(), cost.streams ? m.train_cost_streams_yes() : m.train_cost_streams_no()],
    [
      m.train_cost_here(),
      cost.here === null ? m.train_cost_unmeasured() : paceText(cost.here.stepsPerSecond, cost),
    ],
    ...cost.devices.map((device): [string, string] => [
      m.train_cost_device({ device: device.name, clock: device.clockMHz }),
      deviceText(device, cost),
    ]),
  ];
}
