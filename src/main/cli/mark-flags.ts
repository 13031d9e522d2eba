import type { Command } from 'commander';
import { Option } from 'commander';
import type { MarksPlan, PlanEdits } from '../../shared/domain/dataset';
import { MarksRule, WindowRule } from '../../shared/domain/plan';
import { number } from './command';

/** Flags that say how marks become examples, as commander hands them over. */
export interface MarkFlags {
  readonly marksRule?: MarksPlan['rule'];
  readonly marksWindow?: MarksPlan['by'];
  readonly marksShare?: number;
  readonly marksPad?: number;
  readonly marksMin?: number;
  readonly marksMax?: number;
  readonly marksBackground?: string;
  readonly marksRatio?: number | null;
  readonly marksPoint?: number;
  readonly marksExamined?: MarksPlan['examined'];
}

/** Commander takes a flag of its own for each field of `MarksPlan`. */
export function withMarkOptions(command: Command): Command {
  const seconds = number({ min: 0 });
  const ratio = number({ min: 0 });
  return command
    .addOption(
      new Option(
        '--marks-rule <rule>',
        'how marks become examples: each is cut out, windows are answered, or every step is',
      ).choices(MarksRule.options),
    )
    .addOption(
      new Option(
        '--marks-window <rule>',
        "whose label a window has: that of a mark that covers --marks-share of it, of any in it, of the one at its end, or the majority's",
      ).choices(WindowRule.options),
    )
    .option(
      '--marks-share <share>',
      'of a window that a mark must cover, or of a shorter mark that must lie in it; 0.5 if not given',
      number({ above: 0, max: 1 }),
    )
    .option('--marks-pad <seconds>', 'of cuts: so much before and behind each mark goes in too', seconds)
    .option('--marks-min <seconds>', 'of cuts: shorter ones are widened', number({ above: 0 }))
    .option('--marks-max <seconds>', 'of cuts: longer ones are shortened', number({ above: 0 }))
    .option('--marks-background <name>', 'what the class of everything unmarked is called; none has none')
    .option(
      '--marks-ratio <n>',
      'windows of background to learn from, for each with a mark; all takes them all',
      (word: string) => (word === 'all' ? null : ratio(word)),
    )
    .option('--marks-point <seconds>', 'points are stretches of this width', number({ above: 0 }))
    .addOption(
      new Option(
        '--marks-examined <which>',
        'recordings that were looked at: those with a file of marks, or that one names; or all of them',
      ).choices(['marked', 'all']),
    );
}

export function markEdits(flags: MarkFlags): Pick<PlanEdits, 'marks'> {
  const edits: NonNullable<PlanEdits['marks']> = {
    ...(flags.marksRule !== undefined && { rule: flags.marksRule }),
    ...(flags.marksWindow !== undefined && { by: flags.marksWindow }),
    ...(flags.marksShare !== undefined && { share: flags.marksShare }),
    ...(flags.marksPad !== undefined && { padSeconds: flags.marksPad }),
    ...(flags.marksMin !== undefined && { minSeconds: flags.marksMin }),
    ...(flags.marksMax !== undefined && { maxSeconds: flags.marksMax }),
    ...(flags.marksBackground !== undefined && {
      background: flags.marksBackground === 'none' ? null : flags.marksBackground,
    }),
    ...(flags.marksRatio !== undefined && { backgroundRatio: flags.marksRatio }),
    ...(flags.marksPoint !== undefined && { pointSeconds: flags.marksPoint }),
    ...(flags.marksExamined !== undefined && { examined: flags.marksExamined }),
  };
  return Object.keys(edits).length > 0 ? { marks: edits } : {};
}
