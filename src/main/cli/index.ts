import { Command, CommanderError, Help } from 'commander';
import type { UnrollError } from '../../shared/domain/error';
import { toUnrollError } from '../../shared/domain/error';
import { failure } from '../../shared/sentences/failure';
import { foreign } from '../../shared/sentences/why';
import { version } from '../engine/version';
import { alikeCommand } from './commands/alike';
import { benchCommand } from './commands/bench';
import { binCommand } from './commands/bin';
import { compareCommand } from './commands/compare';
import { datasetsCommand } from './commands/datasets';
import { deskCommand } from './commands/desk';
import { doctorCommand } from './commands/doctor';
import { ensembleCommand } from './commands/ensemble';
import { errorsCommand } from './commands/errors';
import { experimentCommand } from './commands/experiment';
import { evaluateCommand } from './commands/evaluate';
import { exportCommand } from './commands/export';
import { importCommand } from './commands/import';
import { generateCommand } from './commands/generate';
import { floorsCommand } from './commands/floors';
import { inspectCommand } from './commands/inspect';
import { marksCommand } from './commands/marks';
import { modelsCommand } from './commands/models';
import { planCommand } from './commands/plan';
import { predictCommand } from './commands/predict';
import { reviewCommand } from './commands/review';
import { deleteCommand, noteCommand, renameCommand, runsCommand, showCommand } from './commands/runs';
import { serveCommand } from './commands/serve';
import { serveModelCommand } from './commands/serve-model';
import { setupCommand } from './commands/setup';
import { settingsCommand } from './commands/settings';
import { studyCommand } from './commands/study';
import { resumeCommand, trainCommand } from './commands/train';
import { printError, tolerateClosedPipe } from './output';
import type { Language } from '../../shared/sentences/template';
import { help, speak } from './language';

const commands = [
  importCommand,
  trainCommand,
  ensembleCommand,
  predictCommand,
  evaluateCommand,
  marksCommand,
  reviewCommand,
  deskCommand,
  exportCommand,
  modelsCommand,
  inspectCommand,
  alikeCommand,
  errorsCommand,
  generateCommand,
  runsCommand,
  showCommand,
  compareCommand,
  studyCommand,
  resumeCommand,
  renameCommand,
  noteCommand,
  deleteCommand,
  binCommand,
  datasetsCommand,
  planCommand,
  experimentCommand,
  floorsCommand,
  doctorCommand,
  benchCommand,
  settingsCommand,
  setupCommand,
  serveCommand,
  serveModelCommand,
];

function program(): Command {
  const root = new Command('unroll').description(help('lab')).version(version, undefined, help('version'));
  for (const make of commands) root.addCommand(make());
  root.helpCommand('help [command]', help('help'));
  const titles: Readonly<Record<string, string>> = {
    'Usage:': help('title.usage'),
    'Arguments:': help('title.arguments'),
    'Options:': help('title.options'),
    'Commands:': help('title.commands'),
  };
  for (const command of [root, ...root.commands, ...root.commands.flatMap(({ commands }) => commands)]) {
    command
      .helpOption('-h, --help', help('help'))
      .configureHelp({
        styleTitle: (title) => titles[title] ?? title,
        optionDescription: (option) => inOwnWords(Help.prototype.optionDescription(option)),
        argumentDescription: (argument) => inOwnWords(Help.prototype.argumentDescription(argument)),
      })
      // What it says to a mistake is printed like every other error.
      .exitOverride()
      .configureOutput({ outputError: () => {} });
  }
  return root;
}

/** What commander puts behind a description. */
function inOwnWords(described: string): string {
  return described.replace(/\((?:choices|default): [^]*\)$/, (extra) =>
    extra.replace('choices: ', help('choices')).replace('default: ', help('default')),
  );
}

/** Commander's words for a mistake as the lab's error: one sentence with a code. */
function usageError({ code, message }: CommanderError): UnrollError {
  if (code === 'commander.help') return failure('ARGUMENT_INVALID.noCommand');
  const words = message.replace(/^error: /, '').replace(/\n+/g, ' ');
  return failure('ARGUMENT_INVALID.usage', {
    words: foreign(`${words[0]!.toUpperCase()}${words.slice(1)}`.replace(/[^.!?)]$/, '$&.')),
  });
}

/** `--home`, `--lang` and `--json` may also stand before the command. */
function commandFirst(argv: readonly string[]): string[] {
  const [first, second, ...rest] = argv;
  if (first === '--json' || first?.startsWith('--home=') === true || first?.startsWith('--lang=') === true)
    return [...commandFirst(argv.slice(1)), first];
  const takesNext = first === '--home' || first === '--lang';
  return takesNext && second !== undefined ? [...commandFirst(rest), first, second] : [...argv];
}

/** Known before the command is, so that a mistake in it is said in this language too. */
function languageIn(argv: readonly string[]): Language | null {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = at === -1 ? null : (argv[at]!.split('=')[1] ?? argv[at + 1]);
  return word === 'en' || word === 'ko' ? word : null;
}

/** Runs the CLI and sets the exit code: 0, 2 for a person's mistake, 1 for ours. */
async function main(argv: readonly string[]): Promise<void> {
  tolerateClosedPipe();
  const asJson = argv.includes('--json');
  const lang = languageIn(argv);
  if (lang !== null) speak(lang);
  try {
    await program().parseAsync(commandFirst(argv), { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return;
    const error = thrown instanceof CommanderError ? usageError(thrown) : toUnrollError(thrown);
    process.exitCode = error.exitCode;
    await printError(error, asJson);
  }
}

void main(process.argv.slice(2)).finally(() => process.exit());
