import { Command } from 'commander';
import type { Benchmark } from '../../../shared/domain/benchmark';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { fields, significant, table } from '../output';
import { finishActivity } from '../activity-progress';

const three = (value: number): number => Number(value.toPrecision(3));

function text({ version, cpu, threads, peakGflops, entries, missing }: Benchmark): string {
  const facts = fields([
    ['processor', `${cpu}, ${threads} threads`],
    ['unroll', version],
    [
      'peak',
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
  const head = ['batch × steps × inputs × units', 'kernel', 'ms', 'median', 'steps/s', 'GFLOP/s', 'of peak'];
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
  const command = new Command('bench')
    .description('how fast this machine trains, kernel by kernel')
    .option('--quick', 'a few shapes only');
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
