import { resolve } from 'node:path';
import { Command } from 'commander';
import type { EventCriteria, EventDecision } from '../../../shared/domain/detection';
import { failure } from '../../../shared/sentences/failure';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { decideByOption } from '../decide-by';
import type { DecideChoice } from '../decide-by';
import { eventsText, unseenText } from '../event-scores';
import { findRun } from '../resolve';
import { help } from '../language';

interface EvaluateOptions extends CommonOptions {
  readonly decideBy?: DecideChoice;
  readonly on?: number;
  readonly off?: number;
  readonly smooth?: number;
  readonly shortest?: number;
  readonly label?: string;
  readonly cell?: number;
  readonly onset?: number;
  readonly offset?: number;
  readonly offsetShare?: number;
  readonly dtc?: number;
  readonly gtc?: number;
  readonly cttc?: number;
  readonly alphaCt?: number;
  readonly alphaSt?: number;
  readonly maxEfpr?: number;
  readonly unseen?: string;
  readonly keep?: boolean;
}

export function evaluateCommand(): Command {
  const share = number({ min: 0, max: 1 });
  const seconds = number({ min: 0 });
  const weight = number({ min: 0 });
  const command = new Command('evaluate')
    .description(help('evaluate'))
    .argument('<run>', help('any.run'))
    .addOption(decideByOption())
    .option('--on <p>', help('decide.on'), share)
    .option('--off <p>', help('decide.off'), share)
    .option('--smooth <seconds>', help('decide.smooth'), seconds)
    .option('--shortest <seconds>', help('decide.shortest'), seconds)
    .option('--label <name>', help('evaluate.label'))
    .option('--cell <seconds>', help('evaluate.cell'), number({ above: 0 }))
    .option('--onset <seconds>', help('evaluate.onset'), seconds)
    .option('--offset <seconds>', help('evaluate.offset'), seconds)
    .option('--offset-share <share>', help('evaluate.offsetShare'), share)
    .option('--dtc <share>', help('evaluate.dtc'), share)
    .option('--gtc <share>', help('evaluate.gtc'), share)
    .option('--cttc <share>', help('evaluate.cttc'), share)
    .option('--alpha-ct <weight>', help('evaluate.alphaCt'), weight)
    .option('--alpha-st <weight>', help('evaluate.alphaSt'), weight)
    .option('--max-efpr <count>', help('evaluate.maxEfpr'), number({ above: 0 }))
    .option('--unseen <folder>', help('evaluate.unseen'))
    .option('--keep', help('evaluate.keep'));
  return withCommonOptions(command).action((word: string, options: EvaluateOptions) =>
    runCommand(options, async ({ client }) => {
      const run = await findRun(client, word);
      if (options.unseen !== undefined) {
        const paths = [resolve(options.unseen)];
        const unseen = await client.predict.unseen({ run: run.id, paths, keep: options.keep === true });
        return { json: { run: run.id, kept: options.keep === true, unseen }, text: unseenText(unseen) };
      }
      const decision = run.detection?.decision;
      const question = {
        run: run.id,
        ...options.decideBy,
        ...(isByHand(options) && { decision: byHand(decision, options) }),
        criteria: criteriaOf(options),
      };
      const detection =
        options.keep === true
          ? (await client.events.decide(question)).detection!
          : await client.events.detect(question);
      return {
        json: { run: run.id, kept: options.keep === true, ...detection },
        text: eventsText(detection),
      };
    }),
  );
}

function isByHand({ on, off, smooth, shortest }: EvaluateOptions): boolean {
  return [on, off, smooth, shortest].some((value) => value !== undefined);
}

/** @throws UnrollError ARGUMENT_INVALID */
function byHand(decision: EventDecision | undefined, options: EvaluateOptions): EventDecision {
  const { label, on, off, smooth, shortest } = options;
  if (decision === undefined) throw failure('ARGUMENT_INVALID.noEvents');
  if (label !== undefined && !decision.labels.some((own) => own.label === label))
    throw failure('ARGUMENT_INVALID.noEventLabel', {
      label,
      labels: decision.labels.map((own) => own.label).join(', '),
    });
  return {
    by: 'hand',
    labels: decision.labels.map((own) => {
      if (label !== undefined && own.label !== label) return own;
      const threshold = on ?? own.on;
      return {
        ...own,
        on: threshold,
        off: Math.min(off ?? own.off, threshold),
        smoothSeconds: smooth ?? own.smoothSeconds,
        minSeconds: shortest ?? own.minSeconds,
      };
    }),
  };
}

function criteriaOf(options: EvaluateOptions): { [Name in keyof EventCriteria]?: number | undefined } {
  const { cell, onset, offset, offsetShare, dtc, gtc, cttc, alphaCt, alphaSt, maxEfpr } = options;
  return {
    ...{ cellSeconds: cell, onsetSeconds: onset, offsetSeconds: offset, offsetShare },
    ...{ dtc, gtc, cttc, alphaCt, alphaSt, maxEfpr },
  };
}
