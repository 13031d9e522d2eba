// Whether what was trained before is trained still, bit for bit: imports small made sets, trains every family, kernel, task and
// model without a network on them through the command line, and records hashes of prepared data, weights, curves, traces,
// answers, exports, experiments, and of runs that were ended and went on. Two commits are compared on one machine:
//
//   node bench/identity/run.mjs record before.json --checkout ../before   (a built checkout of the other commit)
//   npm run build && node bench/identity/run.mjs record after.json        (this one)
//   node bench/identity/run.mjs compare before.json after.json            (exit code 1 when a number differs)
//
// `--facts` shows fields of run.json, dataset.json and metadata that differ, too: they count for nothing, as fields are added to
// them. `--quick` leaves out kernels, resume, answers and exports; `--common` compares what both records have; `--keep` leaves the
// home, to look into. 3 to 10 minutes on two cores. The kernel `native` differs from processor to processor, so a record of
// another machine says nothing.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { noteAnswers, noteExperiments, noteExports, resumeAfter } from './answers.mjs';
import { compareFiles } from './compare.mjs';
import { Lab } from './lab.mjs';
import { fitClassical, importAll, trainFamilies, trainKernels, trainTasks } from './training.mjs';

const USAGE = `node bench/identity/run.mjs record FILE [--checkout DIR] [--quick] [--keep]
node bench/identity/run.mjs compare FILE FILE [--facts] [--common]`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    checkout: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '../..') },
    quick: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    facts: { type: 'boolean', default: false },
    common: { type: 'boolean', default: false },
  },
});

async function recordAll(lab, quick) {
  const started = performance.now();
  const lap = (what) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.error(`${seconds.padStart(6)} s  ${lab.calls} calls  ${what}`);
  };
  importAll(lab);
  lap('data');
  const families = trainFamilies(lab);
  lap('families');
  if (!quick) {
    trainKernels(lab);
    lap('kernels');
  }
  const tasks = trainTasks(lab);
  lap('tasks');
  const classical = fitClassical(lab);
  lap('models without a network');
  if (!quick) {
    await resumeAfter(lab, 'SIGTERM', 'stopped', { model: 'lstm' });
    await resumeAfter(lab, 'SIGKILL', 'killed', { model: 'gru' });
    lap('resume');
    noteAnswers(lab, { families, tasks, classical });
    lap('answers');
    noteExports(lab, { families, tasks, classical });
    lap('exports');
  }
  noteExperiments(lab);
  lap('experiments');
}

async function record(file) {
  const lab = new Lab(options.checkout);
  try {
    await recordAll(lab, options.quick);
  } finally {
    const names = Object.keys(lab.record).sort();
    const sorted = Object.fromEntries(names.map((name) => [name, lab.record[name]]));
    writeFileSync(file, JSON.stringify(sorted, null, 2) + '\n');
    console.error(`${names.length} records in ${file}`);
    lab.close(options.keep);
  }
}

const [command, ...files] = positionals;
if (command === 'record' && files.length === 1) await record(files[0]);
else if (command === 'compare' && files.length === 2)
  process.exitCode = compareFiles(files[0], files[1], options) > 0 ? 1 : 0;
else {
  console.error(USAGE);
  process.exitCode = 2;
}
