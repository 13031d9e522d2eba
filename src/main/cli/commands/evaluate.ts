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
    .description('how well the events in recordings are found: thresholds, misses, false alarms an hour')
    .argument('<run>', 'id, name or last')
    .addOption(decideByOption())
    .option('--on <p>', 'a label is on from this probability', share)
    .option('--off <p>', 'and off below this one', share)
    .option('--smooth <seconds>', 'time constant of the smoothing of probabilities', seconds)
    .option('--shortest <seconds>', 'what is on for a shorter time is left out', seconds)
    .option('--label <name>', 'the four above for this label alone')
    .option('--cell <seconds>', 'of segments (1)', number({ above: 0 }))
    .option('--onset <seconds>', 'how far an event may begin from the true one (0.2)', seconds)
    .option('--offset <seconds>', 'how far it may end from it (0.2)', seconds)
    .option('--offset-share <share>', 'or by this share of its length (0.5)', share)
    .option('--dtc <share>', 'of what is said that must be so (0.5)', share)
    .option('--gtc <share>', 'of what is so that must be said (0.5)', share)
    .option('--cttc <share>', 'of what is said wrongly that is another label (0.3)', share)
    .option('--alpha-ct <weight>', 'of other labels in the PSDS (0)', weight)
    .option('--alpha-st <weight>', 'of the spread between labels in the PSDS (0)', weight)
    .option(
      '--max-efpr <count>',
      'false alarms an hour up to which the PSDS goes (100)',
      number({ above: 0 }),
    )
    .option('--unseen <folder>', 'false alarms in recordings that hold nothing and that nobody trained on')
    .option('--keep', "keep what is chosen as the run's decision, and what was unseen in its card");
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
