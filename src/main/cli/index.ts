import { Command, CommanderError } from 'commander';
import { toUnrollError, UnrollError } from '../../shared/domain/error';
import { version } from '../engine/system/version';
import { benchCommand } from './commands/bench';
import { compareCommand } from './commands/compare';
import { datasetsCommand } from './commands/datasets';
import { doctorCommand } from './commands/doctor';
import { experimentCommand } from './commands/experiment';
import { exportCommand } from './commands/export';
import { importCommand } from './commands/import';
import { generateCommand } from './commands/generate';
import { floorsCommand } from './commands/floors';
import { inspectCommand } from './commands/inspect';
import { modelsCommand } from './commands/models';
import { predictCommand } from './commands/predict';
import { deleteCommand, noteCommand, renameCommand, runsCommand, showCommand } from './commands/runs';
import { serveCommand } from './commands/serve';
import { serveModelCommand } from './commands/serve-model';
import { setupCommand } from './commands/setup';
import { settingsCommand } from './commands/settings';
import { resumeCommand, trainCommand } from './commands/train';
import { printError, tolerateClosedPipe } from './output';

const commands = [
  importCommand,
  trainCommand,
  predictCommand,
  exportCommand,
  modelsCommand,
  inspectCommand,
  generateCommand,
  runsCommand,
  showCommand,
  compareCommand,
  resumeCommand,
  renameCommand,
  noteCommand,
  deleteCommand,
  datasetsCommand,
  experimentCommand,
  floorsCommand,
  doctorCommand,
  benchCommand,
  settingsCommand,
  setupCommand,
  serveCommand,
  serveModelCommand,
];

function program(asJson: boolean): Command {
  const root = new Command('unroll')
    .description('A lab for sequence data: train recurrent networks and see what they remember.')
    .version(version);
  for (const make of commands) root.addCommand(make());
  for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)]) {
    command.exitOverride();
    if (asJson) command.configureOutput({ outputError: () => {} });
  }
  return root;
}

/** Runs the CLI and sets the exit code: 0, 2 for a person's mistake, 1 for ours. */
async function main(argv: readonly string[]): Promise<void> {
  tolerateClosedPipe();
  const asJson = argv.includes('--json');
  try {
    await program(asJson).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    const isUsage = error instanceof CommanderError;
    process.exitCode = isUsage ? 2 : 1;
    // Commander has told people already.
    if (isUsage && !asJson) return;
    const sentence = isUsage ? error.message.replace(/^error: /, '') : '';
    await printError(isUsage ? new UnrollError('ARGUMENT_INVALID', sentence) : toUnrollError(error), asJson);
  }
}

void main(process.argv.slice(2)).finally(() => process.exit());
