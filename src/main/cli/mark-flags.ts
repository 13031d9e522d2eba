import type { Command } from 'commander';
import { Option } from 'commander';
import type { MarksPlan, PlanEdits } from '../../shared/domain/dataset';
import { MarksRule, WindowRule } from '../../shared/domain/plan';
import { number } from './command';
import { help } from './language';

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
    .addOption(new Option('--marks-rule <rule>', help('marksFlags.rule')).choices(MarksRule.options))
    .addOption(new Option('--marks-window <rule>', help('marksFlags.window')).choices(WindowRule.options))
    .option('--marks-share <share>', help('marksFlags.share'), number({ above: 0, max: 1 }))
    .option('--marks-pad <seconds>', help('marksFlags.pad'), seconds)
    .option('--marks-min <seconds>', help('marksFlags.min'), number({ above: 0 }))
    .option('--marks-max <seconds>', help('marksFlags.max'), number({ above: 0 }))
    .option('--marks-background <name>', help('marksFlags.background'))
    .option('--marks-ratio <n>', help('marksFlags.ratio'), (word: string) =>
      word === 'all' ? null : ratio(word),
    )
    .option('--marks-point <seconds>', help('marksFlags.point'), number({ above: 0 }))
    .addOption(
      new Option('--marks-examined <which>', help('marksFlags.examined')).choices(['marked', 'all']),
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
