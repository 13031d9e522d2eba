import { basename, extname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { EngineClient } from '../../../shared/contract';
import type { ReviewedRecording, ReviewProposal, ReviewVerdict } from '../../../shared/domain/review';
import { truthAt, truthInterval } from '../../../shared/review/logistic';
import { reviewOrders } from '../../../shared/review/review-queue';
import type { ReviewOrder } from '../../../shared/review/review-queue';
import { failure } from '../../../shared/sentences/failure';
import { finishActivity } from '../activity-progress';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { heading, help } from '../language';
import { fields, significant, table } from '../output';
import { findRun, pick } from '../resolve';

/** By id, its beginning, or `last`. @throws UnrollError ARGUMENT_INVALID */
async function findReview(client: EngineClient, word: string): Promise<string> {
  const all = await client.review.list({});
  const found = word === 'last' ? all[0] : pick(all, ({ runName }) => runName, word);
  if (!found) throw failure('ARGUMENT_INVALID.reviewUnknown', { review: word });
  return found.id;
}

/** What is known of each recording by files of marks that name it, or are called as it is. */
async function known(
  client: EngineClient,
  paths: readonly string[],
  markFiles: readonly string[],
  until: number,
): Promise<ReviewedRecording[]> {
  const stem = (path: string): string => basename(path, extname(path));
  const read = await Promise.all(
    markFiles.map(async (path) => ({ path, ...(await client.marks.read({ path: resolve(path) })) })),
  );
  return paths.map((path) => {
    const tracks = read.flatMap((file) =>
      file.tracks.filter(({ recording }) =>
        recording === null
          ? basename(file.path).startsWith(stem(path))
          : basename(recording) === basename(path),
      ),
    );
    const marks = tracks.flatMap(({ marks: own }) =>
      own.map(({ label, startSeconds, endSeconds }) => ({ label, start: startSeconds, end: endSeconds })),
    );
    const examined = tracks.flatMap((track) => (track.examined === 'all' ? [] : track.examined));
    return {
      path: resolve(path),
      marks,
      examined: [
        ...examined,
        ...marks.map(({ start, end }): [number, number] => [start, end]),
        ...(until > 0 ? [[0, until] as [number, number]] : []),
      ],
    };
  });
}

function rowsOf(proposals: readonly ReviewProposal[]): string {
  return table(
    [
      heading('proposal'),
      heading('label'),
      heading('from'),
      heading('to'),
      heading('confidence'),
      heading('novelty'),
      heading('file'),
    ],
    proposals.map((own) => [
      ...[own.id, own.label, significant(own.start), significant(own.end), significant(own.confidence)],
      own.novelty === null ? null : significant(own.novelty),
      basename(own.recording),
    ]),
  );
}

/** `12=yes`, `no`, `unsure`, or another label. */
function verdictOf(text: string, before: Verdicts = []): Verdicts {
  const match = /^(\d+)=(.+)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Give proposal=yes, no, unsure or another label.');
  const said = match[2]!;
  const plain: Readonly<Record<string, ReviewVerdict>> = {
    yes: { is: 'right' },
    no: { is: 'wrong' },
    unsure: { is: 'unsure' },
  };
  return [...before, { proposal: Number(match[1]), verdict: plain[said] ?? { is: 'other', label: said } }];
}
type Verdicts = { proposal: number; verdict: ReviewVerdict }[];

function proposeCommand(): Command {
  interface Options extends CommonOptions {
    readonly marks?: string[];
    readonly until?: number;
  }
  const command = new Command('propose')
    .description(help('review.propose'))
    .argument('<run>', help('any.run'))
    .argument('<files...>', help('review.files'))
    .option('--marks <files...>', help('review.marks'))
    .option('--until <seconds>', help('review.until'), number({ min: 0 }));
  return withCommonOptions(command).action((word: string, files: string[], options: Options) =>
    runCommand(options, async (session) => {
      const { client } = session;
      const run = (await findRun(client, word)).id;
      const recordings = await known(client, files, options.marks ?? [], options.until ?? 0);
      const { activity } = await client.review.propose({ run, recordings });
      const id = (await finishActivity(session, activity))!;
      const review = await client.review.get({ review: id });
      return { json: review, text: `${rowsOf(review.proposals)}\n\n${id}` };
    }),
  );
}

function listCommand(): Command {
  return withCommonOptions(new Command('list').description(help('review.list'))).action(
    (options: CommonOptions) =>
      runCommand(options, async ({ client }) => {
        const reviews = await client.review.list({});
        const rows = reviews.map((own) => [own.id, own.runName, own.proposals, own.decided]);
        const names = ['review', 'run', 'proposals', 'decided'] as const;
        return { json: { reviews }, text: table(names.map(heading), rows) };
      }),
  );
}

function queueCommand(): Command {
  interface Options extends CommonOptions {
    readonly order: ReviewOrder;
    readonly count?: number;
  }
  const command = new Command('queue')
    .description(help('review.queue'))
    .argument('<review>', help('review.review'))
    .addOption(
      new Option('--order <order>', help('review.order')).choices([...reviewOrders]).default('least-sure'),
    )
    .option('--count <n>', help('alike.count'), number({ whole: true, min: 1 }));
  return withCommonOptions(command).action((word: string, { order, count, ...options }: Options) =>
    runCommand(options, async ({ client }) => {
      const review = await findReview(client, word);
      const proposals = (await client.review.queue({ review, order })).slice(0, count);
      return { json: { review, proposals }, text: rowsOf(proposals) };
    }),
  );
}

function decideCommand(): Command {
  const command = new Command('decide')
    .description(help('review.decide'))
    .argument('<review>', help('review.review'))
    .argument('<verdicts...>', help('review.verdicts'), verdictOf);
  return withCommonOptions(command).action((word: string, verdicts: Verdicts, options: CommonOptions) =>
    runCommand(options, async ({ client }) => {
      const review = await findReview(client, word);
      const curve = await client.review.decide({ review, verdicts });
      return { json: { review, curve }, text: fields([[heading('decided'), curve.decided]]) };
    }),
  );
}

function curveCommand(): Command {
  interface Options extends CommonOptions {
    readonly precision?: number;
  }
  const command = new Command('curve')
    .description(help('review.curve'))
    .argument('<review>', help('review.review'))
    .option('--precision <share>', help('review.precision'), number({ above: 0, below: 1 }));
  return withCommonOptions(command).action((word: string, { precision, ...options }: Options) =>
    runCommand(options, async ({ client }) => {
      const review = await findReview(client, word);
      const found = await client.review.curve({ review, ...(precision !== undefined && { precision }) });
      const rows = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99].map((confidence) => {
        const [low, high] = truthInterval(found.curve, confidence);
        return [
          confidence,
          significant(truthAt(found.curve, confidence)),
          `${significant(low)}–${significant(high)}`,
        ];
      });
      const { cut } = found;
      return {
        json: { review, ...found },
        text: [
          table([heading('confidence'), heading('right'), heading('interval95')], rows),
          '',
          fields([
            [heading('decided'), found.curve.decided],
            [
              heading('takeFrom'),
              cut === null
                ? null
                : `${significant(cut.threshold)}: ${cut.count}, ${significant(cut.precision)}`,
            ],
          ]),
        ].join('\n'),
      };
    }),
  );
}

function togetherCommand(): Command {
  interface Options extends CommonOptions {
    readonly above?: number;
    readonly below?: number;
  }
  const share = number({ min: 0, max: 1 });
  const command = new Command('together')
    .description(help('review.together'))
    .argument('<review>', help('review.review'))
    .option('--above <confidence>', help('review.above'), share)
    .option('--below <confidence>', help('review.below'), share);
  return withCommonOptions(command).action((word: string, { above, below, ...options }: Options) =>
    runCommand(options, async ({ client }) => {
      if (above === undefined && below === undefined) throw failure('ARGUMENT_INVALID.reviewTogether');
      const review = await findReview(client, word);
      const ask = async (confidence: number | undefined, verdict: 'right' | 'wrong'): Promise<number> =>
        confidence === undefined
          ? 0
          : (await client.review.together({ review, confidence, verdict })).decided;
      const decided = (await ask(above, 'right')) + (await ask(below, 'wrong'));
      return { json: { review, decided }, text: fields([[heading('decided'), decided]]) };
    }),
  );
}

function saveCommand(): Command {
  interface Options extends CommonOptions {
    readonly out: string;
    readonly format: string;
    readonly replace?: boolean;
  }
  const command = new Command('save')
    .description(help('review.save'))
    .argument('<review>', help('review.review'))
    .requiredOption('--out <dir>', help('review.out'))
    .option('--format <format>', help('review.format'), 'raven')
    .option('--replace', help('review.replace'));
  return withCommonOptions(command).action((word: string, { out, format, replace, ...options }: Options) =>
    runCommand(options, async ({ client }) => {
      const review = await findReview(client, word);
      const files: string[] = [];
      for (const { recording, track } of await client.review.marks({ review })) {
        const asked = { tracks: [track], format, outDir: resolve(out), recording: basename(recording) };
        files.push((await client.marks.write({ ...asked, replace: replace === true })).file);
      }
      return { json: { review, files }, text: files.join('\n') };
    }),
  );
}

/** A model proposes, a person decides. */
export function reviewCommand(): Command {
  const command = new Command('review').description(help('review'));
  for (const make of [
    proposeCommand,
    listCommand,
    queueCommand,
    decideCommand,
    curveCommand,
    togetherCommand,
    saveCommand,
  ])
    command.addCommand(make());
  return command;
}
