/**
 * The whole circle on the command line: recordings with marks → import → train → predict → marks in two formats, read again and compared
 * with each other and, on the recordings that were held out, with the truth that the other scripts of this folder write down.
 *
 *     node bench/marks/mix-sounds.mjs /tmp/mix && node bench/marks/prove.mjs /tmp/mix [--epochs 20] [--home DIR] [-- import flags]
 *
 * An event is found where its label is right, its onset within 0.2 s and its end within max(0.2 s, half of its length), each once: the
 * event F1 of sed_eval, counted by hand.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { epochs: { type: 'string', default: '20' }, home: { type: 'string' } },
});
const [dir, ...flags] = positionals;
const home = values.home ?? mkdtempSync(join(tmpdir(), 'unroll-prove-'));
const bin = fileURLToPath(new URL('../../bin/unroll', import.meta.url));
const unroll = (...words) =>
  JSON.parse(
    execFileSync(process.execPath, [bin, '--home', home, ...words, '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    }),
  );

const imported = unroll('import', resolve(dir), ...flags);
const dataset = imported.dataset.id ?? imported.dataset;
console.log(imported.understanding.warnings.map(({ message }) => message).join('\n'));
const trained = unroll('train', dataset, '--epochs', values.epochs);
const run = trained.run?.id ?? trained.id ?? trained.run;
console.log(`run ${run}`);

const examples = JSON.parse(readFileSync(join(home, 'datasets', dataset, 'examples.json'), 'utf8'));
const inPart = (code) =>
  new Set(examples.split.flatMap((part, k) => (part === code ? [examples.files[examples.file[k]]] : [])));
const learnt = new Set([...inPart(0), ...inPart(1)]);
const truth = JSON.parse(readFileSync(`${resolve(dir)}-truth.json`, 'utf8'));
const tested = truth.filter(({ recording }) => inPart(2).has(recording) && !learnt.has(recording));
const files = truth.map(({ recording }) => join(resolve(dir), recording));

const found = {};
for (const format of ['raven', 'audacity', 'csv']) {
  const out = join(home, `found-${format}`);
  unroll('predict', run, ...files, '--format', format, '--out', out, '--replace');
  found[format] = Object.fromEntries(
    readdirSync(out).map((name) => {
      const { tracks } = unroll('marks', join(out, name)).files[0];
      return [name.split('.')[0], tracks.flatMap(({ marks }) => marks)];
    }),
  );
}
const plain = (all) =>
  JSON.stringify(
    Object.entries(all).map(([name, marks]) => [
      name,
      marks.map((own) => [own.startSeconds.toFixed(6), own.endSeconds.toFixed(6), own.label]),
    ]),
  );
const isEqual = plain(found.raven) === plain(found.audacity) && plain(found.raven) === plain(found.csv);
console.log(`written as Raven, Audacity and CSV and read again: ${isEqual ? 'equal' : 'DIFFERENT'}`);

let [hits, said, there] = [0, 0, 0];
for (const { recording, marks } of tested) {
  const own = found.raven[basename(recording).split('.')[0]] ?? [];
  const free = new Set(marks);
  for (const one of own)
    for (const mark of free) {
      const slack = Math.max(0.2, (mark.endSeconds - mark.startSeconds) / 2);
      const fits =
        mark.label === one.label &&
        Math.abs(mark.startSeconds - one.startSeconds) <= 0.2 &&
        Math.abs(mark.endSeconds - one.endSeconds) <= slack;
      if (!fits) continue;
      free.delete(mark);
      hits++;
      break;
    }
  said += own.length;
  there += marks.length;
}
const f1 = (2 * hits) / Math.max(1, said + there);
console.log(
  `held out: ${tested.map(({ recording }) => recording).join(', ') || 'no whole recording'}; ${there} events, ${said} said, ${hits} found; event F1 ${f1.toFixed(3)}`,
);
if (!isEqual) process.exitCode = 1;
