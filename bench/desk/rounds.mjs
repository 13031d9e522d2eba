/**
 * The circle of the review on a recording whose events are known: a few marks by hand, a model learns them, proposes on the next stretch, a
 * scripted person who knows the truth decides, the model learns what there is now, three times over; decisions are counted against marking
 * all by hand.
 *
 *     node bench/desk/rounds.mjs [--minutes 60] [--marks 20] [--ends 0.15,0.45] [--precision 0.95] [--look 40] [--home DIR] [-- train flags]
 *
 * The recording is that of bench/marks/mix-sounds.mjs: real drums in real speech, 12 to 24 dB above it. Marking by hand costs three decisions
 * an event: where it begins, where it ends, what it is. A proposal costs one (yes, no, or which label it is instead) and one for each of its
 * ends that must be moved; an event that was not proposed costs three. In the last stretch `look` proposals are decided one by one, evenly over
 * confidence; what the curve expects to be right in `precision` of cases is taken together, which is one decision; the rest is decided one by one,
 * and what was not proposed there is not looked for. Right: the label, its onset within 0.2 s and its end within max(0.2 s, half its length).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { wavHeader, writers } from '../marks/files.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '60' },
    marks: { type: 'string', default: '20' },
    ends: { type: 'string', default: '0.15,0.45' },
    precision: { type: 'string', default: '0.95' },
    look: { type: 'string', default: '40' },
    data: { type: 'string', default: '../shared/data' },
    home: { type: 'string' },
  },
});
const root = resolve(import.meta.dirname, '../..');
const home = values.home ?? mkdtempSync(join(tmpdir(), 'unroll-rounds-'));
const unroll = (...words) =>
  JSON.parse(
    execFileSync(process.execPath, [join(root, 'bin/unroll'), '--home', home, ...words, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    }),
  );

const mixDir = join(home, 'mix');
execFileSync(process.execPath, [
  ...[join(root, 'bench/marks/mix-sounds.mjs'), mixDir, '--recordings', '1', '--minutes', values.minutes],
  ...['--data', values.data],
]);
const wav = readFileSync(join(mixDir, 'mix-01.wav'));
const rateHz = wav.readUInt32LE(24);
const seconds = (wav.length - 44) / 2 / rateHz;
const truth = JSON.parse(readFileSync(`${mixDir}-truth.json`, 'utf8'))[0].marks;
const byHand = 3 * truth.length;

/** A stretch of the recording as a file of its own. */
function cut(file, from, to) {
  const [first, last] = [from, to].map((at) => Math.round(at * rateHz));
  const bytes = Buffer.alloc(44 + 2 * (last - first));
  wavHeader(bytes, rateHz, last - first);
  wav.copy(bytes, 44, 44 + 2 * first, 44 + 2 * last);
  writeFileSync(file, bytes);
}

const inside = (from, to) => truth.filter((own) => own.startSeconds >= from && own.endSeconds <= to);
const overlap = (mark, own) =>
  Math.min(mark.endSeconds, own.endSeconds) - Math.max(mark.startSeconds, own.startSeconds);
const onsetFits = (mark, own) => Math.abs(mark.startSeconds - own.startSeconds) <= 0.2;
const endFits = (mark, own) =>
  Math.abs(mark.endSeconds - own.endSeconds) <= Math.max(0.2, (mark.endSeconds - mark.startSeconds) / 2);
const fits = (mark, own) => mark.label === own.label && onsetFits(mark, own) && endFits(mark, own);

/** Which event each proposal is of: first those that are right, then those that lie over one. */
function matched(said, marks) {
  const free = new Set(marks);
  const of = new Map();
  for (const isOf of [fits, (mark, own) => overlap(mark, own) > 0.3 * (mark.endSeconds - mark.startSeconds)])
    for (const own of said) {
      if (of.has(own)) continue;
      const mark = [...free].find((one) => isOf(one, own));
      if (mark === undefined) continue;
      of.set(own, mark);
      free.delete(mark);
    }
  return { of, missed: [...free] };
}

function eventF1(said, marks) {
  const free = new Set(marks);
  let hits = 0;
  for (const own of said) {
    const mark = [...free].find((one) => fits(one, own));
    if (mark === undefined) continue;
    free.delete(mark);
    hits++;
  }
  return (2 * hits) / Math.max(1, said.length + marks.length);
}

const dataDir = join(home, 'known');
mkdirSync(dataDir, { recursive: true });
const kept = [];
/** A stretch whose every event is known now. */
function learnFrom(name, from, to, marks) {
  cut(join(dataDir, `${name}.wav`), from, to);
  const moved = marks.map((own) => ({
    ...own,
    startSeconds: own.startSeconds - from,
    endSeconds: own.endSeconds - from,
  }));
  const { ending, write } = writers.raven;
  writeFileSync(join(dataDir, `${name}${ending}`), write(moved, `${name}.wav`));
  kept.push(...marks);
}

const firstEnd = truth[Number(values.marks) - 1].endSeconds + 0.3;
const ends = [firstEnd, ...values.ends.split(',').map((share) => Number(share) * seconds), seconds];
let decisions = 3 * Number(values.marks);
learnFrom('hand', 0, firstEnd, inside(0, firstEnd));
console.log(
  `${(seconds / 60).toFixed(1)} min, ${truth.length} events: ${byHand} decisions by hand; ${values.marks} marks by hand up to ${firstEnd.toFixed(0)} s`,
);

for (let round = 1; round < ends.length; round++) {
  const [from, to] = [ends[round - 1], ends[round]];
  const isLast = round === ends.length - 1;
  const flags = ['--marks-rule', 'steps', '--split', 'stretches'];
  const imported = unroll('import', dataDir, '--name', `round ${round}`, ...flags);
  const trained = unroll('train', imported.dataset.id ?? imported.dataset, ...positionals);
  const run = trained.run.id ?? trained.run;
  const file = join(home, `stretch-${round}.wav`);
  cut(file, from, to);
  const review = unroll('review', 'propose', run, file);
  const said = review.proposals.map((own) => ({
    ...{ id: own.id, label: own.label, confidence: own.confidence },
    startSeconds: own.start + from,
    endSeconds: own.end + from,
  }));
  const marks = inside(from, to);
  const f1 = eventF1(said, marks);
  const { of, missed } = matched(said, marks);
  const before = decisions;
  const verdictOf = (own) => {
    const mark = of.get(own);
    if (mark === undefined) return 'no';
    return mark.label === own.label ? 'yes' : mark.label;
  };
  /** One by one; ends are moved where they are wrong. @returns what is marked then */
  const decide = (some) => {
    if (some.length > 0)
      unroll('review', 'decide', review.id, ...some.map((own) => `${own.id}=${verdictOf(own)}`));
    return some.flatMap((own) => {
      decisions++;
      const mark = of.get(own);
      if (mark === undefined) return [];
      const [isOnset, isEnd] = [onsetFits(mark, own), endFits(mark, own)];
      decisions += Number(!isOnset) + Number(!isEnd);
      return [
        {
          label: mark.label,
          startSeconds: isOnset ? own.startSeconds : mark.startSeconds,
          endSeconds: isEnd ? own.endSeconds : mark.endSeconds,
        },
      ];
    });
  };
  let found;
  let taken = 0;
  if (!isLast) {
    found = [...decide(said), ...missed];
    decisions += 3 * missed.length;
  } else {
    const even = unroll('review', 'queue', review.id, '--order', 'even', '--count', values.look);
    const looked = new Set(even.proposals.map(({ id }) => id));
    found = decide(said.filter(({ id }) => looked.has(id)));
    const { cut: enough } = unroll('review', 'curve', review.id, '--precision', values.precision);
    const rest = said.filter(({ id }) => !looked.has(id));
    const isSure = ({ confidence }) => enough !== null && confidence >= enough.threshold;
    if (enough !== null) {
      taken = unroll('review', 'together', review.id, '--above', String(enough.threshold)).decided;
      decisions++;
    }
    found.push(...rest.filter(isSure), ...decide(rest.filter((own) => !isSure(own))));
  }
  learnFrom(
    `round-${round}`,
    from,
    to,
    [...found].sort((a, b) => a.startSeconds - b.startSeconds),
  );
  console.log(
    `round ${round}: ${(from / 60).toFixed(1)}–${(to / 60).toFixed(1)} min, ${marks.length} events, ${said.length} proposed, ${of.size} over one, ${missed.length} missed; event F1 of the proposals ${f1.toFixed(3)}; ${decisions - before} decisions${isLast ? `, ${taken} taken together` : ''}`,
  );
}
const reached = eventF1(kept, truth);
console.log(
  `${decisions} decisions, ${((100 * decisions) / byHand).toFixed(0)} % of ${byHand}; event F1 of all marks ${reached.toFixed(3)}, by hand 1`,
);
