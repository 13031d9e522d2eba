// The rooms of the house, from the ground up: what each holds, and which other rooms it may import.
//
// `npm test -- walls` holds every import under src against this map, and writes it into docs/architecture.md with --write.
// A room is a folder, or one file. The room of a file is the longest of these that it lies in. A folder in `imports` that is no
// room itself stands for the rooms in it. `/*` makes a room of every folder there.

/** The engine's rooms are named without this. */
export const engineDir = 'src/main/engine/';

/** @returns {{ holds: string, imports: string[] }} */
const room = (holds, ...imports) => ({ holds, imports: imports.flatMap((names) => names.split(' ')) });

/** What nearly every room of the engine may import. */
export const nouns = 'shared/domain shared/contract shared/sentences shared/run-files.ts';
const networks = 'models/network models/scale';

export const rooms = {
  'shared/domain': room('the nouns as valibot schemas: dataset, model, run, trace, task, error'),
  'shared/contract': room(
    'every procedure of the engine, one file per domain',
    'shared/domain shared/review',
  ),
  'shared/sound': room('what the window and the engine both know of sound'),
  'shared/sentences': room(
    'the sentences that code says: a code and its facts, in both languages',
    'shared/domain',
  ),
  'shared/statistics': room('intervals of scores, and tests of their differences', 'shared/domain'),
  'shared/decisions': room(
    'probabilities of steps → segments: smoothing, hysteresis',
    'shared/contract shared/domain',
  ),
  'shared/review': room('in which order proposals are gone through, and how likely they are right'),
  'shared/desk': room(
    'edits of marks and what takes them back, the same for the window and the engine',
    'shared/domain',
  ),
  'shared/figures': room(
    'figures of experiments: result → ECharts option, and tables; drawn by the window and the command line',
    'shared/domain',
  ),
  'shared/transport': room(
    'channels: a MessagePort or a WebSocket behind one interface',
    'shared/domain shared/contract shared/sentences',
  ),
  'shared/run-files.ts': room('names of the files in a run’s folder', 'shared/domain'),
  'shared/bridge.ts': room('what the preload script hands to the page'),
  'shared/ipc.ts': room('names of the messages between Electron’s processes'),
  messages: room('the sentences, English and Korean'),
  'package.json': room('the version'),

  files: room(
    'home folder, atomic writes, child processes, safetensors, npz, zip, the HDF5 library',
    'shared/domain shared/sentences',
  ),
  random: room('random numbers without state: a stream for each purpose'),
  'rpc.ts': room('the builder of handlers', nouns),
  'version.ts': room('which lab this is', 'package.json'),
  activities: room('work in the background: progress and cancelling', 'rpc.ts', nouns),

  kernels: room(
    'the recurrence: one interface, its implementations, the differentiable op; C++ in `cpp`',
    'files shared/domain shared/sentences',
  ),
  'kernels/choose': room(
    'which backend and kernel: what there is, what a trial finds, self-check',
    'kernels files version.ts shared/domain shared/sentences',
  ),

  readers: room(
    'what a file is: the interface, its formats, their registry',
    'files shared/domain shared/sentences shared/sound',
  ),
  marks: room('marks on recordings: their formats, read and written', 'readers files rpc.ts', nouns),
  scan: room(
    'which files belong together, and what each is for',
    'readers marks files random activities shared/sound',
    nouns,
  ),
  desk: room(
    'the label desk: recordings that are marked by hand, how they are drawn, and the journal of what was done',
    'readers marks scan store files rpc.ts shared/desk',
    nouns,
  ),
  features: room('signal → rows: resampling, log-mel, MFCC, raw', 'files shared/domain shared/sentences'),
  examples: room(
    'recordings → examples with their lineage: cuts, windows, labels of steps, splits',
    'readers scan features random',
    nouns,
  ),
  plan: room(
    'the proposal and its evidence: label, group, time, channels, split; warnings',
    'readers scan examples features files',
    nouns,
  ),
  prepare: room(
    'examples → prepared blocks on disk',
    'readers scan plan examples features files activities',
    nouns,
  ),
  store: room(
    'the data sets on disk',
    'readers scan plan examples features prepare files shared/sound',
    nouns,
  ),
  datasets: room(
    'handlers of data sets: from files to a stored data set',
    'readers scan plan examples features prepare store files activities rpc.ts',
    nouns,
  ),

  'models/scale': room('scales of inputs and of what is predicted', 'prepare shared/domain'),
  'models/network': room(
    'spec → layers, their weights and files, the walk through them',
    'kernels models/scale prepare random files',
    nouns,
  ),
  'models/trace': room(
    'everything that a network does with one example: gates, states, gradients through time; units that are held',
    'models/network kernels shared/domain shared/sentences',
  ),
  probes: room(
    'a network that is watched while it learns: frames, their file, and what they say of its health',
    'models/trace kernels learning prepare files',
    networks,
    nouns,
  ),
  'models/cost': room(
    'operations and bytes of a model, for an answer and for a stream',
    'models/network kernels features',
    nouns,
  ),
  learning: room(
    'learning tasks: objectives, scores, targets, answers; events in `events`',
    'prepare random shared/statistics',
    networks,
    nouns,
    'shared/decisions',
  ),
  baselines: room(
    'the models without a network: a folder each with `fit`, `restore` and its answers',
    'kernels learning prepare features random files kernels/choose',
    networks,
    nouns,
  ),
  'models/recipe': room(
    'the defaults of a run, each with its reason',
    'learning baselines features prepare',
    networks,
    nouns,
  ),
  'models/trained': room(
    'a trained model as it lies on the disk, opened',
    'baselines kernels/choose prepare',
    networks,
    nouns,
  ),
  'baselines/floors': room(
    'what every run is measured against, fitted in a worker of its own',
    'baselines learning models/scale prepare',
    nouns,
  ),
  training: room(
    'session, epochs, optimiser, schedule, early stopping, checkpoints, curves',
    'models/cost probes learning baselines baselines/floors kernels kernels/choose features prepare random files activities',
    networks,
    nouns,
  ),
  dynamics: room(
    'a recurrence as a dynamical system in float64: its Jacobian, its fixed points, the plane of its states',
    'kernels random shared/domain',
  ),
  inspection: room(
    'what a model shows: traces, predictions of a split, their files; memory, saliency, fixed points',
    'models/trained models/trace probes dynamics activities baselines learning kernels prepare random files rpc.ts shared/statistics',
    networks,
    nouns,
  ),
  runs: room(
    'catalog (SQLite), run folders, queue, events',
    'training models kernels/choose prepare files rpc.ts version.ts shared',
  ),
  verdict: room(
    'what follows from a finished run’s numbers: a sentence, and what to do next',
    'shared/statistics rpc.ts',
    nouns,
  ),
  studies: room(
    'one recipe trained many times: folds, groups, seeds, sizes; what the scores come to, and tests of two',
    'training inspection prepare random files activities shared/statistics rpc.ts',
    nouns,
  ),
  choice: room(
    'the lab’s choice: models tried within a time, by folds, and one run',
    'studies prepare activities shared/statistics rpc.ts',
    nouns,
  ),
  formats: room(
    'codecs that exports and imports share: model bundles, Keras, HDF5, ONNX, tfjs',
    'models/network baselines files',
    nouns,
  ),
  inference: room(
    'trained models at work: whole files, and streams whose state is carried (`streaming/`)',
    'readers scan examples features models/recipe models/trained baselines learning kernels activities rpc.ts shared/decisions kernels/choose',
    networks,
    nouns,
  ),
  alike: room(
    'search by state: an index of what a network holds, and the stretches that are alike',
    'models/trained inference kernels features prepare activities files rpc.ts',
    networks,
    nouns,
  ),
  review: room(
    'what models propose on recordings, and what persons decide of it',
    'alike activities files rpc.ts shared/review',
    nouns,
  ),
  imports: room(
    'foreign models, read and checked; models that were kept',
    'formats models/trained learning kernels/choose prepare files rpc.ts',
    networks,
    nouns,
  ),
  exports: room(
    'ONNX, Keras, tfjs, safetensors, C, TensorBoard, report; model card, parity certificate',
    'formats imports inference models/cost models/recipe models/trained baselines learning features kernels prepare random activities files messages rpc.ts version.ts kernels/choose shared/decisions',
    networks,
    nouns,
  ),
  experiments: room(
    'the seven experiments: their settings, their runs, what follows from their numbers',
    'training dynamics models/recipe kernels prepare random activities files rpc.ts shared/statistics kernels/choose',
    networks,
    nouns,
  ),
  system: room(
    'doctor, benchmarks, settings, the TensorFlow that is fetched',
    'kernels activities files rpc.ts version.ts kernels/choose',
    nouns,
  ),
  benchmarks: room(
    'how fast each kernel is on this machine',
    'training system models/network kernels kernels/choose activities rpc.ts version.ts',
    nouns,
  ),
  workers: room(
    'the roof: the pool, its threads and processes, and every room’s jobs in one list',
    'kernels training baselines/floors inspection inference alike imports exports experiments benchmarks files shared/domain shared/sentences kernels/choose',
  ),
  'engine.ts': room(
    'puts the rooms together into one router',
    'workers readers marks desk datasets training runs verdict studies choice inspection inference alike review imports exports experiments system benchmarks activities files rpc.ts',
    nouns,
  ),

  'src/main/security.ts': room('what pages may load, in every face'),
  'src/main/transport': room('channels that only Node has', 'shared/transport shared/domain'),
  'src/main/serve': room(
    'the browser face; what every server here keeps to: loopback, own address, secrets',
    'src/main/transport src/main/security.ts shared/transport shared/domain shared/sentences',
  ),
  'src/main/serve-model': room(
    'a trained model as an HTTP service; asks the engine through the contract alone',
    'src/main/serve src/main/security.ts shared/decisions',
    nouns,
  ),
  'src/main/cli': room(
    'the command line',
    'engine.ts version.ts files src/main/serve src/main/serve-model messages shared features',
  ),
  'src/main/desktop': room(
    'Electron’s life: windows, menus, dialogs, the engine’s process',
    'files src/main/security.ts shared/ipc.ts shared/bridge.ts',
  ),
  'src/main/index.ts': room('Electron’s main process', 'src/main/desktop files shared/ipc.ts'),
  'src/main/engine-process.ts': room(
    'the engine as a process of Electron',
    'engine.ts files src/main/desktop src/main/transport shared/transport shared/domain',
  ),
  'src/preload': room('hands the page its port and file paths', 'shared/bridge.ts shared/ipc.ts'),

  'src/renderer/language.svelte.ts': room('the language that is chosen', 'shared/contract'),
  'src/renderer/i18n.ts': room(
    'the window’s words in the chosen language',
    'src/renderer/language.svelte.ts shared/sentences',
  ),
  'src/renderer/sentences.ts': room(
    'what the engine says, in the chosen language',
    'src/renderer/language.svelte.ts src/renderer/i18n.ts shared',
  ),
  'src/renderer/sound': room('microphone, AAC through Web Audio', 'src/renderer/i18n.ts shared/sound'),
  'src/renderer/client': room('the engine’s client over either transport', 'shared'),
  'src/renderer/state': room(
    'stores',
    'src/renderer/client src/renderer/sound src/renderer/language.svelte.ts src/renderer/i18n.ts src/renderer/sentences.ts shared',
  ),
  'src/renderer/ui': room(
    'parts that views share',
    'src/renderer/state src/renderer/language.svelte.ts src/renderer/i18n.ts src/renderer/sentences.ts shared',
  ),
  'src/renderer/charts': room(
    'everything that is drawn from numbers',
    'src/renderer/ui src/renderer/state src/renderer/language.svelte.ts src/renderer/i18n.ts src/renderer/sentences.ts shared',
  ),
  'src/renderer/ui/run': room(
    'parts that show a run',
    'src/renderer/charts src/renderer/ui src/renderer/state src/renderer/language.svelte.ts src/renderer/i18n.ts src/renderer/sentences.ts shared',
  ),
  'src/renderer/views/*': room(
    'the views; none imports another',
    'src/renderer/charts src/renderer/ui src/renderer/ui/run src/renderer/state src/renderer/sound src/renderer/language.svelte.ts src/renderer/i18n.ts src/renderer/sentences.ts shared',
  ),
  'src/renderer': room(
    'the window: puts the views together',
    'src/renderer/views/* src/renderer/ui src/renderer/state src/renderer/client src/renderer/language.svelte.ts src/renderer/i18n.ts src/renderer/sentences.ts shared',
  ),
};

/** Who alone may import packages whose names match; `types` may take types from them, which leave nothing to run. */
export const packages = [
  {
    name: /^electron$/,
    only: ['src/main/desktop', 'src/main/index.ts', 'src/main/engine-process.ts', 'src/preload'],
  },
  { name: /^@tensorflow\/tfjs-backend-/, only: ['kernels'] },
  { name: /^@tensorflow\//, only: ['engine'] },
  { name: /^echarts$/, only: ['src/renderer/charts', 'src/main/cli'], types: ['shared/figures'] },
  { name: /^node:$/, only: ['src/main'] },
];

/**
 * Imports against the map that are still there. The list only gets shorter: one that no import needs is an error too.
 * @type {{ from: string, to: string, why: string }[]}
 */
export const exceptions = [];

/** Circles between files that are still there, each known by one of its files. */
export const circles = [];
