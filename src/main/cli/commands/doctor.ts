import { Command } from 'commander';
import type { DoctorReport } from '../../../shared/contract/system';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { fields } from '../output';
import { heading, help } from '../language';

const GIB = 2 ** 30;

function text(report: DoctorReport): string {
  const { version, node, platform, cpu, threads, memoryBytes, home } = report;
  const free = home.freeBytes === null ? '' : `, ${(home.freeBytes / GIB).toFixed(1)} GiB free`;
  const facts = fields([
    ['unroll', version],
    ['node', node],
    [heading('platform'), platform],
    [heading('processor'), `${cpu}, ${threads} threads, ${(memoryBytes / GIB).toFixed(1)} GiB`],
    [heading('home'), `${home.path}${home.writable ? '' : ' (not writable)'}${free}`],
  ]);
  const part = (title: string, items: DoctorReport['tools']): string =>
    [
      title,
      ...items.map(({ name, available, detail }) => `  ${available ? '✓' : '–'} ${name}: ${detail}`),
    ].join('\n');
  return [
    facts,
    part('tensor backends', report.backends),
    part('recurrent kernels', report.kernels),
    part('tools', report.tools),
  ].join('\n\n');
}

export function doctorCommand(): Command {
  const command = new Command('doctor').description(help('doctor'));
  return withCommonOptions(command).action((options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const report = await client.system.doctor({});
      return { json: report, text: text(report) };
    }),
  );
}
