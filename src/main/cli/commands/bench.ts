import { Command } from 'commander';
import type { Benchmark } from '../../../shared/domain/benchmark';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { fields, significant, table } from '../output';
import { finishActivity } from '../activity-progress';
import { heading, help } from '../language';

const three = (value: number): number => Number(value.toPrecision(3));

function text({ version, cpu, threads, peakGflops, entries, missing }: Benchmark): string {
  const facts = fields([
    [heading('processor'), `${cpu}, ${threads} threads`],
    ['unroll', version],
    [
      heading('peak'),
      peakGflops === null ? null : `${significant(Math.round(peakGflops))} GFLOP/s (a large matrix product)`,
    ],
  ]);
  const rows = entries.map((entry) => [
    `${entry.cell} ${entry.batch} × ${entry.time} × ${entry.inputs} × ${entry.units}`,
    entry.kernel,
    three(entry.minMs),
    three(entry.medianMs),
    three(entry.stepsPerSecond),
    three(entry.gflops),
    entry.peakShare === null ? null : `${Math.round(entry.peakShare * 100)} %`,
  ]);
  const head = [
    ...[heading('shape'), heading('kernel'), 'ms', heading('median')],
    ...[heading('stepsS'), 'GFLOP/s', heading('ofPeak')],
  ];
  return [
    facts,
    table(head, rows),
    missing.map(({ kernel, reason }) => `– ${kernel}: ${reason}`).join('\n'),
    'A training step: forward, backward, clipping, Adam. Other programs at work make it slower.',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function benchCommand(): Command {
  const command = new Command('bench').description(help('bench')).option('--quick', help('bench.quick'));
  return withCommonOptions(command).action((options: CommonOptions & { quick?: boolean }) =>
    runCommand(options, async (session) => {
      const { client } = session;
      const { activity } = await client.benchmarks.start({ quick: options.quick === true });
      const benchmark = await finishActivity(session, activity);
      const result = await client.benchmarks.get({ benchmark: benchmark! });
      return { json: result, text: text(result) };
    }),
  );
}
