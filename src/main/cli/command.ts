import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../shared/contract';
import type { Bounds } from '../../shared/domain/recipe-table';
import type { OutOfBounds } from '../../shared/domain/recipe-table';
import { outOfBounds } from '../../shared/domain/recipe-table';
import { toUnrollError } from '../../shared/domain/error';
import { engineClient, localLink } from '../../shared/transport/client';
import type { Engine } from '../engine/engine';
import { openEngine } from '../engine/engine';
import type { Result } from './output';
import { printError, printResult } from './output';
import { Progress } from './progress';
import { errorWords, help, language, speakAsSet } from './language';
import { say } from '../../shared/sentences/say';
import { why } from '../../shared/sentences/why';

export interface CommonOptions {
  readonly json?: boolean;
  readonly home?: string;
}

export interface Session {
  readonly engine: Engine;
  readonly client: EngineClient;
  readonly progress: Progress;
  readonly asJson: boolean;
}

/** Adds what every command understands. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', help('json'))
    .addOption(new Option('--lang <language>', help('lang')).choices(['en', 'ko']))
    .option('--home <dir>', help('home'));
}

/**
 * Runs a command against an engine of its own: opens it, prints the result or the error, sets the exit code
 * (0, 2 for a person's mistake, 1 for ours) and closes the engine. `work` answers null when it has printed itself.
 */
export async function runCommand(
  options: CommonOptions,
  work: (session: Session) => Promise<Result | null>,
): Promise<void> {
  const asJson = options.json === true;
  const progress = new Progress();
  let engine: Engine | null = null;
  // Node ends in silence, and well, when nothing is left to wait for though an answer still is.
  const onEarlyEnd = (): void => {
    process.stderr.write('error INTERNAL: The lab ended before the work did.\n');
    process.exitCode = 1;
  };
  process.once('beforeExit', onEarlyEnd);
  try {
    engine = await openEngine(options.home === undefined ? {} : { homeDir: options.home });
    const client = engineClient(localLink(engine.client));
    speakAsSet((await client.system.settings({})).language);
    for (const notice of engine.notices) progress.log(errorWords(notice));
    const result = await work({ engine, client, progress, asJson });
    progress.clear();
    if (result !== null) await printResult(result, asJson);
  } catch (thrown) {
    progress.clear();
    const error = toUnrollError(thrown);
    await printError(error, asJson);
    process.exitCode = error.exitCode;
  } finally {
    await engine?.close();
    process.off('beforeExit', onEarlyEnd);
  }
}

/** A commander parser for numbers within bounds. */
export function number(bounds: Bounds = {}) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw refusedNumber('number', 0);
    const reason = outOfBounds(value, bounds);
    if (reason !== null) throw refusedNumber(reason.kind, reason.bound);
    return value;
  };
}

/** Commander puts it behind its own words. */
function refusedNumber(kind: OutOfBounds['kind'] | 'number', bound: number): InvalidArgumentError {
  return new InvalidArgumentError(say(language(), 'bounds.sentence', why(`why.bounds.${kind}`, { bound })));
}
