// What is asked of the trained models: to go on after an end, answers, traces, exports, experiments.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomNumbers } from '../random.mjs';
import { COMPUTE, parsed, refusal } from './lab.mjs';
import { plain, plainHash, readSafetensors, safetensorsHash } from './plain.mjs';
import { tone, wav } from './sets.mjs';

const delay = (ms) => new Promise((done) => setTimeout(done, ms));

const runsOf = (lab) => readdirSync(join(lab.home, 'runs'));

/** The epoch that a run's checkpoint has reached: the files of a run are named in docs/file-formats.md. */
function checkpointEpoch(lab, run) {
  try {
    const { metadata } = readSafetensors(readFileSync(join(lab.runDir(run), 'checkpoint.safetensors')));
    const found = /\\?"epoch\\?":(\d+)/.exec(JSON.stringify(metadata).replaceAll('\\', ''));
    return found ? Number(found[1]) : 0;
  } catch {
    return 0;
  }
}

/** Where a signal meets the training differs from time to time; the weights at the end do not. */
export async function resumeAfter(lab, signal, name, choices) {
  const EPOCHS = 120;
  const all = { ...COMPUTE, units: 12, batch: 2, patience: EPOCHS, epochs: EPOCHS, ...choices };
  const whole = lab.call(lab.trainArguments(`${name}-whole`, 'tiny', all));
  const weightsOf = (run) => safetensorsHash(readFileSync(join(lab.runDir(run), 'weights.safetensors')));
  const unbroken = weightsOf(whole.json.run);
  lab.note(`resume/${name}/whole`, unbroken);
  for (let tries = 5; tries > 0; tries--) {
    const before = new Set(runsOf(lab));
    const child = spawn(
      process.execPath,
      [lab.cli, ...lab.trainArguments(`${name}-${tries}`, 'tiny', all).map(String)],
      {
        env: lab.env,
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    let stdout = '';
    child.stdout.on('data', (text) => (stdout += text));
    const ended = new Promise((done) => child.once('close', done));
    let over = false;
    void ended.then(() => (over = true));
    let run;
    while (!over) {
      run ??= runsOf(lab).find((id) => !before.has(id));
      if (run && checkpointEpoch(lab, run) >= 3) {
        child.kill(signal);
        break;
      }
      await delay(5);
    }
    await ended;
    const met = checkpointEpoch(lab, run);
    if (parsed(stdout)?.status === 'completed' || met >= EPOCHS) continue;
    const resumed = lab.call(['resume', run, '--json']);
    const refused = refusal(resumed);
    lab.note(`resume/${name}`, refused ?? { said: plain(resumed.json), weights: weightsOf(run) });
    lab.note(`resume/${name}/same`, !refused && weightsOf(run).tensors === unbroken.tensors);
    return;
  }
  lab.note(`resume/${name}`, 'always done before it was interrupted');
}

export function noteAnswers(lab, { families, tasks, classical }) {
  const motion = [lab.at('motion/r0.csv'), lab.at('motion/r4.csv')];
  for (const name of ['rnn-relu', 'lstm-all', 'gru-forward', 'gru-reset-after', 'transformer-convolutions'])
    lab.predict(name, families[name], motion);
  lab.predict('tones', tasks['tones-gru'], [
    lab.at('tones/low/7.wav'),
    lab.at('tones/hiss/8.wav'),
    lab.at('tones/high/5.wav'),
  ]);
  lab.predict('tones-folder', tasks['tones-mfcc-lstm'], [lab.at('tones')]);
  lab.predict('scales', tasks['scales-gru'], [lab.at('scales/r3.csv')]);
  lab.predict('uneven', tasks['uneven-gru'], [lab.at('uneven/u3.csv')]);
  lab.predict('archive', tasks['archive-lstm'], [lab.at('Swings_TEST.ts')]);
  lab.predict('values', tasks['values-gru'], [lab.at('Speeds_TEST.ts')]);
  lab.predict('series', tasks['series-lstm-quantiles'], [lab.at('series.csv')]);
  lab.predict('series-known', tasks['series-known-gru'], [lab.at('series.csv')]);
  lab.predict('activity', tasks['activity-gru'], [lab.at('activity.csv')]);
  lab.predict('next', tasks['next-gru'], motion);
  lab.predict('timeline', tasks['stretches-gru'], [lab.at('activity.csv')], ['--on', 0.5, '--off', 0.3]);
  for (const name of ['naive-motion', 'ar-motion', 'markov-motion', 'latent-motion', 'dtw-motion'])
    if (classical[name]) lab.predict(name, classical[name], motion);
  for (const name of ['ar-series-plain', 'latent-gru-series', 'ar-hidden', 'dtw-series-plain'])
    if (classical[name]) lab.predict(name, classical[name], [lab.at('series.csv')]);

  lab.hear('rows', families['lstm-forward'], readFileSync(lab.at('motion/r1.csv')));
  lab.hear('labels', tasks['activity-lstm'], readFileSync(lab.at('activity.csv')));
  const sound = tone(randomNumbers(11), { hertz: 800, rate: 11025, seconds: 1.5, noise: 0.1 });
  const pcm = wav(sound, { rate: 11025, encoding: 'pcm16' }).subarray(44);
  lab.hear('sound', tasks['tones-gru'], pcm, ['--rate', 11025, '--encoding', 's16le']);

  for (const name of ['rnn-tanh', 'lstm-all', 'lstm-coupled', 'gru-layers', 'gru-attention', 'transformer'])
    lab.inspect(name, families[name]);
  lab.inspect('clamped', families['gru-forward'], ['--example', 2, '--clamp', '1/3=0.5@2-6']);
  for (const name of ['tones-gru', 'series-lstm-quantiles', 'activity-gru', 'next-gru', 'effort-lstm'])
    lab.inspect(name, tasks[name]);
  lab.inspect('latent-gru-series', classical['latent-gru-series']);

  lab.generate('next', tasks['next-gru'], ['--example', 0, '--steps', 12]);
  lab.generate('next-warm', tasks['next-gru'], [
    '--example',
    1,
    '--steps',
    12,
    '--temperature',
    0.7,
    '--seed',
    3,
  ]);
  lab.generate('sound', tasks['next-sound-lstm'], ['--example', 0, '--steps', 30, '--seed-steps', 20]);

  for (const dataset of ['motion', 'series', 'activity', 'effort']) {
    const answer = lab.call(['floors', lab.datasets[dataset], '--json']);
    // `floors` is what is asked for here, so it is kept whatever is dropped elsewhere.
    lab.note(
      `floors/${dataset}`,
      refusal(answer) ?? plain({ measured: answer.json.floors, refused: answer.json.refused }),
    );
  }
  const compared = lab.call(['compare', families['gru'], families['lstm'], '--json']);
  lab.note(
    'compare/gru-lstm',
    refusal(compared) ?? plainHash([compared.json.runs, compared.json.differences]),
  );
  const { json } = lab.call(['train', lab.datasets.motion, '--dry-run', '--json']);
  lab.note('dry-run/motion', plain({ recipe: json.recipe, reasons: json.reasons }));
}

export function noteExports(lab, { families, tasks, classical }) {
  const every = [
    'unroll',
    'onnx',
    'onnx-stream',
    'onnx-int8',
    'keras',
    'tfjs',
    'safetensors',
    'c',
    'tensorboard',
  ];
  const whole = {};
  for (const format of every) whole[format] = lab.exportAs('gru-forward', families['gru-forward'], format);
  lab.exportAs('gru-forward', families['gru-forward'], 'onnx', ['--no-front-end']);
  for (const format of ['onnx', 'onnx-stream', 'c', 'safetensors', 'tfjs'])
    lab.exportAs('lstm-all', families['lstm-all'], format);
  for (const format of ['c', 'tfjs']) {
    lab.exportAs('gru-reset-after', families['gru-reset-after'], format);
    lab.exportAs('series-quantiles', tasks['series-lstm-quantiles'], format);
  }
  lab.exportAs('gru-layers', families['gru-layers'], 'onnx');
  lab.exportAs('series-quantiles', tasks['series-lstm-quantiles'], 'onnx', ['--no-front-end']);
  lab.exportAs('series-plain', tasks['series-plain-rnn'], 'onnx');
  lab.exportAs('gru-convolutions', families['gru-convolutions'], 'tfjs');
  lab.exportAs('rnn-relu', families['rnn-relu'], 'onnx');
  lab.exportAs('transformer', families['transformer'], 'onnx');
  lab.exportAs('transformer', families['transformer'], 'safetensors');
  for (const format of ['onnx', 'onnx-stream']) lab.exportAs('tones', tasks['tones-gru'], format);
  lab.exportAs('tones-mfcc', tasks['tones-mfcc-lstm'], 'onnx');
  lab.exportAs('effort', tasks['effort-lstm'], 'onnx');
  lab.exportAs('activity', tasks['activity-lstm'], 'onnx');
  lab.exportAs('activity', tasks['activity-gru'], 'c');
  lab.exportAs('next', tasks['next-gru'], 'onnx');
  lab.exportAs('series-known', tasks['series-known-gru'], 'onnx', ['--no-front-end']);
  for (const name of [
    'naive-motion',
    'ar-series-plain',
    'markov-motion',
    'latent-motion',
    'dtw-motion',
    'statistics-motion',
  ])
    if (classical[name]) lab.exportAs(name, classical[name], 'unroll');

  const motion = [lab.at('motion/r0.csv'), lab.at('motion/r7.csv')];
  lab.predict('from-bundle', join(whole.unroll, 'model.unroll'), motion);
  lab.predict('from-safetensors', whole.safetensors, motion);
  const h5 = lab.exportAs('lstm-norm', families['lstm-norm'], 'keras-h5');
  const foreign = {
    keras: join(whole.keras, 'model.keras'),
    h5: join(h5, 'model.h5'),
    tfjs: join(whole.tfjs, 'model.json'),
    onnx: join(lab.exported('gru-forward-onnx--no-front-end'), 'model.onnx'),
  };
  for (const [name, file] of Object.entries(foreign)) {
    const args = [
      'models',
      'import',
      file,
      '--dataset',
      lab.datasets.motion,
      '--name',
      `foreign-${name}`,
      '--json',
    ];
    lab.noteRun(`foreign-${name}`, lab.call(args));
  }
}

export function noteExperiments(lab) {
  const tiny = {
    unrolled: { dataset: lab.datasets.tiny, example: 0, units: 3, updates: 5 },
    vanishing: { steps: 40, units: 6 },
    memory: { lengths: 10, seeds: 1, updates: 100, parameters: 500 },
    gates: {},
    'lstm-or-gru': { dataset: lab.datasets.tiny, epochs: 1, seeds: 2, sizes: 1, parameters: 1000 },
    road: { dataset: lab.datasets.tiny, epochs: 1, seeds: 1 },
  };
  for (const [name, settings] of Object.entries(tiny)) {
    const set = Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const answer = lab.call(['experiment', name, ...set, '--json']);
    lab.note(`experiment/${name}`, refusal(answer) ?? plainHash(answer.json));
  }
}
