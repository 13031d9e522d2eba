import { planFileOf } from '../../../src/shared/domain/plan-file';
import { createRouterClient, implement } from '@orpc/server';
import { contract } from '../../../src/shared/contract';
import type { EngineClient } from '../../../src/shared/contract';
import type { Settings } from '../../../src/shared/contract/system';
import type { Dataset, PlanEdits } from '../../../src/shared/domain/dataset';
import { UnrollError } from '../../../src/shared/domain/error';
import type { Run, RunEvent } from '../../../src/shared/domain/run';
import type { Activity, ActivityEvent } from '../../../src/shared/domain/activity';
import { Feed } from './feed';
import { makeEpoch, makeRecipe, makeRun, makeSteps } from './runs';
import { FakeStreams } from './streams';
import { audioSignal, sensorSignal, tone } from './signals';
import { basicMotions, makeDataset, motionChannels, spokenLanguages } from './world';
import type { FakeSet } from './world';

const rpc = implement(contract);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long the fake takes over things that take long in truth. */
export interface FakePace {
  readonly scanMs: number;
  readonly epochMs: number;
}

const notFaked = (): never => {
  throw new UnrollError('INTERNAL', 'The fake engine does not do this.');
};

/**
 * A test double of the engine, typed by the contract: invented data sets and runs that behave like real ones,
 * for looking at the window and for testing its stores without an engine. Over 400 lines because it answers every procedure of
 * the contract from one state.
 */
export function fakeEngine(
  pace: FakePace = { scanMs: 1500, epochMs: 400 },
  full = true,
  streams = new FakeStreams(),
): EngineClient {
  const activityFeed = new Feed<ActivityEvent>();
  const runFeed = new Feed<RunEvent>();
  const activities = new Map<string, Activity>();
  const results = new Map<string, string | null>();
  const scans = new Map<string, { make: (edits: PlanEdits) => FakeSet; set: FakeSet; complete: boolean }>();
  const datasets = new Map<string, Dataset>();
  const deleted = new Map<string, Dataset | Run>();
  const runs = new Map<string, Run>();
  let settings: Settings = { theme: 'system', language: 'system', backend: 'auto', kernel: 'auto' };
  let count = 0;
  const nextId = (kind: string): string => `${kind}-${++count}`;

  if (full) {
    datasets.set('ds-a', makeDataset('ds-a', spokenLanguages(), Date.now() - 3_600_000));
    datasets.set('ds-b', makeDataset('ds-b', basicMotions(), Date.now() - 86_400_000));
    for (const [index, cell] of (['lstm', 'gru', 'rnn'] as const).entries()) {
      const run = makeRun(
        `run-${cell}`,
        `${cell}-${index + 1}`,
        datasets.get('ds-a')!,
        { model: { cell } },
        Date.now() - 60_000 * (index + 1),
      );
      runs.set(run.id, finish({ ...run, epoch: 40 }, 0.93 - 0.08 * index));
    }
  }

  function finish(run: Run, accuracy: number): Run {
    const labels = datasets.get(run.datasetId)!.understanding.classes;
    const total = labels.reduce((sum, one) => sum + one.test, 0);
    const scores = {
      task: 'classify' as const,
      accuracy,
      accuracyInterval: [accuracy - 0.03, Math.min(1, accuracy + 0.02)] as [number, number],
      balancedAccuracy: accuracy - 0.004,
      macroF1: accuracy - 0.006,
      loss: 1.2 - accuracy,
      perClass: labels.map(({ label, test }) => ({
        label,
        precision: accuracy,
        recall: accuracy,
        f1: accuracy,
        support: test,
      })),
      confusion: labels.map((row, at) =>
        labels.map((_, column) =>
          at === column ? Math.round(row.test * accuracy) : Math.round((row.test * (1 - accuracy)) / 4),
        ),
      ),
    };
    return {
      ...run,
      status: 'completed',
      bestEpoch: 31,
      finishedMs: run.createdMs + total * 100,
      validation: scores,
      test: scores,
    };
  }

  function putRun(run: Run): Run {
    runs.set(run.id, run);
    runFeed.emit((seq) => ({ kind: 'changed', seq, run }));
    return run;
  }

  async function train(id: string): Promise<void> {
    const seed = id.length + count;
    for (;;) {
      await wait(pace.epochMs / 4);
      const run = runs.get(id);
      if (run === undefined || run.status === 'paused' || run.status === 'stopped') return;
      const first = run.epoch * run.stepsPerEpoch + 1;
      for (let part = 0; part < 3; part += 1) {
        const from = first + (part * run.stepsPerEpoch) / 3;
        runFeed.emit((seq) => ({
          kind: 'steps',
          seq,
          run: id,
          steps: makeSteps(from, from + run.stepsPerEpoch / 3 - 1, seed),
        }));
        await wait(pace.epochMs / 4);
      }
      runFeed.emit((seq) => ({
        kind: 'epoch',
        seq,
        run: id,
        epochs: makeEpoch(run.epoch + 1, run.stepsPerEpoch, seed),
      }));
      const now = putRun({ ...runs.get(id)!, epoch: run.epoch + 1 });
      if (now.epoch >= now.recipe.training.epochs) {
        putRun(finish(now, 0.94));
        return;
      }
    }
  }

  function putActivity(activity: Activity): void {
    activities.set(activity.id, activity);
    activityFeed.emit((seq) => ({ seq, activity }));
  }

  function work(
    kind: Activity['kind'],
    subject: string,
    done: () => string | null,
    id = nextId('activity'),
  ): string {
    const total = 20;
    const startedMs = Date.now();
    const activity: Activity = {
      id,
      kind,
      subject,
      status: 'running',
      progress: 0,
      done: 0,
      total,
      startedMs,
      secondsLeft: null,
      error: null,
    };
    putActivity(activity);
    void (async () => {
      for (let step = 1; step <= total; step += 1) {
        await wait(pace.scanMs / total);
        if (activities.get(id)!.status === 'cancelled') return;
        putActivity({
          ...activity,
          done: step,
          progress: step / total,
          secondsLeft: ((total - step) * pace.scanMs) / total / 1000,
        });
      }
      results.set(id, done());
      putActivity({ ...activities.get(id)!, status: 'done' });
    })();
    return id;
  }

  function scan(subject: string, make: (edits: PlanEdits) => FakeSet): { scan: string } {
    const id = nextId('scan');
    scans.set(id, { make, set: make({}), complete: false });
    work('scan', subject, () => ((scans.get(id)!.complete = true), null), id);
    return { scan: id };
  }

  function scanOf(id: string): { make: (edits: PlanEdits) => FakeSet; set: FakeSet; complete: boolean } {
    const found = scans.get(id);
    if (found === undefined) throw new UnrollError('SCAN_UNKNOWN', `There is no scan ${id}.`);
    return found;
  }

  const setOf = (id: string): FakeSet =>
    datasets.get(id)!.understanding.plan.modality === 'audio' ? spokenLanguages() : basicMotions();
  const signalOf = (set: FakeSet, example: number, columns: number) =>
    set.understanding.plan.modality === 'audio'
      ? audioSignal(
          set.examples[example]!,
          set.understanding.classes.map((one) => one.label),
          columns,
        )
      : sensorSignal(set.examples[example]!, motionChannels, columns);
  const audioOf = (
    set: FakeSet,
    example: number,
    { start, count }: { readonly start: number; readonly count: number },
  ) => {
    const one = set.examples[example]!;
    const labels = set.understanding.classes.map(({ label }) => label);
    const whole = tone(one, 16_000, one.steps * 0.01, labels);
    return { rateHz: 16_000, length: whole.length, samples: whole.slice(start, start + count) };
  };
  const change = (id: string, with_: Partial<Run>): Run => putRun({ ...runs.get(id)!, ...with_ });

  return createRouterClient(
    rpc.router({
      system: {
        info: rpc.system.info.handler(() => ({
          version: '0.1.0',
          home: '/home/ada/.local/share/unroll',
          platform: 'linux x64',
          cpu: 'AMD EPYC',
          threads: 2,
        })),
        compute: rpc.system.compute.handler(() => ({ backend: 'wasm' as const, kernel: 'native' as const })),
        doctor: rpc.system.doctor.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine has no doctor.');
        }),
        settings: rpc.system.settings.handler(() => settings),
        saveSettings: rpc.system.saveSettings.handler(
          ({ input }) => (settings = { ...settings, ...(input as Partial<Settings>) }),
        ),
        tensorflow: rpc.system.tensorflow.handler(() => ({
          dir: '/home/ada/.local/share/unroll/tensorflow',
          version: null,
          source: null,
          cuda: false,
        })),
        setUpTensorflow: rpc.system.setUpTensorflow.handler(() => ({
          activity: work('setup', 'TensorFlow', () => null),
        })),
        licences: rpc.system.licences.handler(() => []),
        warmUp: rpc.system.warmUp.handler(() => ({ done: true as const })),
      },
      benchmarks: {
        start: rpc.benchmarks.start.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine computes nothing.');
        }),
        get: rpc.benchmarks.get.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine computes nothing.');
        }),
      },
      bin: {
        list: rpc.bin.list.handler(() => []),
        restore: rpc.bin.restore.handler(() => ({ done: true as const })),
        empty: rpc.bin.empty.handler(() => ({ removed: 0 })),
      },
      experiments: {
        list: rpc.experiments.list.handler(() => []),
        latest: rpc.experiments.latest.handler(() => []),
        unreadable: rpc.experiments.unreadable.handler(() => []),
        start: rpc.experiments.start.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine makes no experiments.');
        }),
        watch: rpc.experiments.watch.handler(async function* () {
          throw new UnrollError('INTERNAL', 'The fake engine makes no experiments.');
        }),
      },
      review: {
        propose: rpc.review.propose.handler(notFaked),
        list: rpc.review.list.handler(notFaked),
        get: rpc.review.get.handler(notFaked),
        queue: rpc.review.queue.handler(notFaked),
        decide: rpc.review.decide.handler(notFaked),
        curve: rpc.review.curve.handler(notFaked),
        together: rpc.review.together.handler(notFaked),
        marks: rpc.review.marks.handler(notFaked),
        delete: rpc.review.delete.handler(notFaked),
      },
      alike: {
        examples: rpc.alike.examples.handler(notFaked),
        recordings: rpc.alike.recordings.handler(notFaked),
      },
      samples: {
        list: rpc.samples.list.handler(() => [
          {
            name: 'spoken-digits',
            modality: 'audio' as const,
            examples: 120,
            classes: 4,
            licence: 'CC0',
            bytes: 2_400_000,
          },
          {
            name: 'basic-motions',
            modality: 'sensor' as const,
            examples: 80,
            classes: 4,
            licence: 'BSD-3',
            bytes: 480_000,
          },
        ]),
        open: rpc.samples.open.handler(({ input }) =>
          scan(input.name, input.name === 'basic-motions' ? basicMotions : spokenLanguages),
        ),
      },
      uploads: {
        begin: rpc.uploads.begin.handler(() => ({ upload: nextId('upload') })),
        write: rpc.uploads.write.handler(async () => {
          await wait(30);
          return { done: true as const };
        }),
        finish: rpc.uploads.finish.handler(() => ({ paths: ['/tmp/upload'] })),
      },
      scans: {
        start: rpc.scans.start.handler(({ input }) =>
          scan(input.paths[0]!.split('/').pop()!, spokenLanguages),
        ),
        undecoded: rpc.scans.undecoded.handler(() => ({ files: [] })),
        readUndecoded: rpc.scans.readUndecoded.handler(() => ({ bytes: new Uint8Array() })),
        get: rpc.scans.get.handler(({ input }) => {
          const { set, complete } = scanOf(input.scan);
          return { scan: input.scan, complete, understanding: set.understanding };
        }),
        revise: rpc.scans.revise.handler(async ({ input }) => {
          await wait(150);
          const found = scanOf(input.scan);
          found.set = found.make(input.edits);
          return found.set.understanding;
        }),
        examples: rpc.scans.examples.handler(({ input }) => {
          const { examples } = scanOf(input.scan).set;
          return {
            total: examples.length,
            examples: examples.slice(input.offset, input.offset + input.limit),
          };
        }),
        signal: rpc.scans.signal.handler(({ input }) =>
          signalOf(scanOf(input.scan).set, input.example, input.columns),
        ),
        around: rpc.scans.around.handler(() => ({ stretch: null })),
        audio: rpc.scans.audio.handler(({ input }) => audioOf(scanOf(input.scan).set, input.example, input)),
        plan: rpc.scans.plan.handler(({ input }) =>
          planFileOf(scanOf(input.scan).set.understanding, { places: ['/data/recordings'] }),
        ),
        commit: rpc.scans.commit.handler(({ input }) => {
          const { set } = scanOf(input.scan);
          const activity = work('import', set.understanding.plan.name, () => {
            const id = nextId('ds');
            datasets.set(id, makeDataset(id, set, Date.now()));
            return id;
          });
          return { activity };
        }),
        discard: rpc.scans.discard.handler(({ input }) => {
          scans.delete(input.scan);
          return { done: true as const };
        }),
      },
      datasets: {
        list: rpc.datasets.list.handler(() => [...datasets.values()]),
        get: rpc.datasets.get.handler(({ input }) => datasets.get(input.dataset)!),
        plan: rpc.datasets.plan.handler(({ input }) => {
          const { understanding, source } = datasets.get(input.dataset)!;
          return planFileOf(understanding, { places: [source] });
        }),
        rename: rpc.datasets.rename.handler(({ input }) => {
          const old = datasets.get(input.dataset)!;
          const plan = { ...old.understanding.plan, name: input.name };
          const renamed = { ...old, understanding: { ...old.understanding, plan } };
          datasets.set(old.id, renamed);
          return renamed;
        }),
        unreadable: rpc.datasets.unreadable.handler(() => []),
        delete: rpc.datasets.delete.handler(({ input }) => {
          deleted.set(input.dataset, datasets.get(input.dataset)!);
          datasets.delete(input.dataset);
          return { done: true as const };
        }),
        restore: rpc.datasets.restore.handler(({ input }) => {
          const dataset = deleted.get(input.dataset) as Dataset;
          datasets.set(dataset.id, dataset);
          return dataset;
        }),
        examples: rpc.datasets.examples.handler(({ input }) => {
          const all = setOf(input.dataset).examples.filter(
            (example) => input.split === undefined || example.split === input.split,
          );
          return { total: all.length, examples: all.slice(input.offset, input.offset + input.limit) };
        }),
        signal: rpc.datasets.signal.handler(({ input }) =>
          signalOf(setOf(input.dataset), input.example, input.columns),
        ),
        floors: rpc.datasets.floors.handler(() => ({
          table: { floors: [], refused: [] },
          activity: null,
          waiting: [],
        })),
        audio: rpc.datasets.audio.handler(({ input }) => audioOf(setOf(input.dataset), input.example, input)),
        marks: rpc.datasets.marks.handler(() => ({ recordings: null })),
        recording: rpc.datasets.recording.handler(({ input }) => ({
          channels: 1,
          ...audioOf(setOf(input.dataset), input.example, input),
        })),
        addRecordings: rpc.datasets.addRecordings.handler(({ input }) => {
          const old = datasets.get(input.dataset)!;
          const { plan } = old.understanding;
          const recordings = (old.grown?.recordings ?? 0) + input.recordings.length;
          const grown = { from: old.id, base: old.grown?.base ?? plan.name, recordings };
          const activity = work('import', input.name, () => {
            const id = nextId('ds');
            const understanding = { ...old.understanding, plan: { ...plan, name: input.name } };
            datasets.set(id, { ...old, id, createdMs: Date.now(), understanding, grown });
            return id;
          });
          return { activity };
        }),
      },
      activities: {
        list: rpc.activities.list.handler(() => ({
          seq: activityFeed.seq,
          activities: [...activities.values()],
        })),
        watch: rpc.activities.watch.handler(({ signal }) => activityFeed.watch(signal)),
        cancel: rpc.activities.cancel.handler(({ input }) => {
          putActivity({ ...activities.get(input.activity)!, status: 'cancelled' });
          return { done: true as const };
        }),
        wait: rpc.activities.wait.handler(async ({ input }) => {
          while (activities.get(input.activity)!.status === 'running') await wait(10);
          return { activity: activities.get(input.activity)!, result: results.get(input.activity) ?? null };
        }),
      },
      choices: { start: rpc.choices.start.handler(notFaked), get: rpc.choices.get.handler(notFaked) },
      studies: {
        start: rpc.studies.start.handler(notFaked),
        list: rpc.studies.list.handler(() => []),
        get: rpc.studies.get.handler(notFaked),
        resume: rpc.studies.resume.handler(notFaked),
        delete: rpc.studies.delete.handler(notFaked),
        compare: rpc.studies.compare.handler(notFaked),
      },
      runs: {
        propose: rpc.runs.propose.handler(({ input }) => ({
          recipe: makeRecipe(input.choices),
          reasons: {},
          layers: [{ name: 'gru', inputShape: [null, 40], outputShape: [null, 128], parameters: 40_320 }],
          parameters: 41_285,
          cost: null,
        })),
        start: rpc.runs.start.handler(({ input }) => {
          const id = nextId('run');
          const run = makeRun(id, input.name ?? id, datasets.get(input.dataset)!, input.choices, Date.now());
          putRun({ ...run, status: 'running' });
          void train(id);
          return runs.get(id)!;
        }),
        list: rpc.runs.list.handler(() => [...runs.values()]),
        unreadable: rpc.runs.unreadable.handler(() => []),
        get: rpc.runs.get.handler(({ input }) => runs.get(input.run)!),
        verdict: rpc.runs.verdict.handler(() => null),
        pause: rpc.runs.pause.handler(({ input }) => change(input.run, { status: 'paused' })),
        resume: rpc.runs.resume.handler(({ input }) => {
          void wait(0).then(() => train(input.run));
          return change(input.run, { status: 'running' });
        }),
        stop: rpc.runs.stop.handler(({ input }) =>
          putRun({ ...finish(runs.get(input.run)!, 0.9), status: 'stopped' }),
        ),
        wait: rpc.runs.wait.handler(({ input }) => runs.get(input.run)!),
        edit: rpc.runs.edit.handler(({ input: { run, name, note, kept, tags } }) =>
          change(run, {
            ...(name !== undefined && { name }),
            ...(note !== undefined && { note }),
            ...(kept !== undefined && { kept }),
            ...(tags !== undefined && { tags }),
          }),
        ),
        delete: rpc.runs.delete.handler(({ input }) => {
          deleted.set(input.run, runs.get(input.run)!);
          runs.delete(input.run);
          runFeed.emit((seq) => ({ kind: 'deleted', seq, run: input.run }));
          return { done: true as const };
        }),
        restore: rpc.runs.restore.handler(({ input }) => putRun(deleted.get(input.run) as Run)),
        metrics: rpc.runs.metrics.handler(({ input }) => {
          const { epoch, stepsPerEpoch } = runs.get(input.run)!;
          const epochs = Array.from({ length: epoch }, (_, at) =>
            makeEpoch(at + 1, stepsPerEpoch, input.run.length),
          );
          const join = (key: keyof (typeof epochs)[0]): number[] => epochs.map((one) => one[key][0]!);
          return {
            seq: runFeed.seq,
            steps: makeSteps(1, epoch * stepsPerEpoch, input.run.length),
            epochs: {
              epoch: Int32Array.from(join('epoch')),
              step: Int32Array.from(join('step')),
              trainLoss: Float32Array.from(join('trainLoss')),
              trainMetric: Float32Array.from(join('trainMetric')),
              validationLoss: Float32Array.from(join('validationLoss')),
              validationMetric: Float32Array.from(join('validationMetric')),
              seconds: Float64Array.from(join('seconds')),
            },
          };
        }),
        watch: rpc.runs.watch.handler(({ signal }) => runFeed.watch(signal)),
        predictions: rpc.runs.predictions.handler(({ input }) => {
          const { examples, understanding } = setOf(runs.get(input.run)!.datasetId);
          const classes = understanding.classes.map(({ label }) => label);
          const mine = examples.filter((example) => example.split === input.split);
          const truth = Int32Array.from(mine, (example) => classes.indexOf(example.label ?? ''));
          return {
            split: input.split,
            classes,
            example: Int32Array.from(mine, (example) => example.index),
            truth,
            predicted: truth.map((label, at) => (at % 9 === 0 ? (label + 1) % classes.length : label)),
            confidence: Float32Array.from(mine, (_, at) => 0.5 + ((at * 37) % 50) / 100),
            loss: Float32Array.from(mine, (_, at) => ((at * 53) % 100) / 80),
          };
        }),
      },
      events: {
        detect: rpc.events.detect.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine hears no events.');
        }),
        decide: rpc.events.decide.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine hears no events.');
        }),
        look: rpc.events.look.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine hears no events.');
        }),
      },
      inspection: {
        trace: rpc.inspection.trace.handler(() => {
          throw new UnrollError('RUN_NOT_READY', 'The fake engine makes no traces.');
        }),
        saliency: rpc.inspection.saliency.handler(() => {
          throw new UnrollError('RUN_NOT_READY', 'The fake engine explains no answers.');
        }),
        memory: rpc.inspection.memory.handler(() => {
          throw new UnrollError('RUN_NOT_READY', 'The fake engine measures no memory.');
        }),
        stateSpace: rpc.inspection.stateSpace.handler(() => {
          throw new UnrollError('RUN_NOT_READY', 'The fake engine has no states.');
        }),
        probes: rpc.inspection.probes.handler(() => null),
        probeFrame: rpc.inspection.probeFrame.handler(() => {
          throw new UnrollError('RUN_NOT_READY', 'The fake engine looks at nothing.');
        }),
        generate: rpc.inspection.generate.handler(() => {
          throw new UnrollError('RUN_NOT_READY', 'The fake engine writes no continuations.');
        }),
        save: rpc.inspection.save.handler(({ input }) => ({ file: input.file })),
        download: rpc.inspection.download.handler(() => ({ name: 'trace.npz', bytes: new Uint8Array(8) })),
      },
      exports: {
        create: rpc.exports.create.handler(({ input }) => ({
          format: input.format,
          files: [`${input.outDir}/model.json`],
          card: `${input.outDir}/model-card.json`,
          certificate: `${input.outDir}/parity.json`,
          proof: null,
        })),
        report: rpc.exports.report.handler(() => ({ html: '' })),
        download: rpc.exports.download.handler(() => ({
          name: 'model.zip',
          bytes: new Uint8Array(8),
          proof: null,
        })),
      },
      marks: {
        read: rpc.marks.read.handler(() => ({ format: 'csv', tracks: [] })),
        write: rpc.marks.write.handler(({ input }) => ({
          file: `${input.outDir}/${input.recording}`,
          lost: {},
        })),
      },
      desk: {
        list: rpc.desk.list.handler(() => []),
        openPaths: rpc.desk.openPaths.handler(() => {
          throw new UnrollError('FILE_EMPTY', 'The fake engine opens no label desk.');
        }),
        openDataset: rpc.desk.openDataset.handler(() => {
          throw new UnrollError('FILE_EMPTY', 'The fake engine opens no label desk.');
        }),
        get: rpc.desk.get.handler(() => {
          throw new UnrollError('DESK_UNKNOWN', 'The fake engine has no label desk.');
        }),
        write: rpc.desk.write.handler(({ input }) => ({ revision: input.steps.length })),
        peaks: rpc.desk.peaks.handler(({ input }) => ({
          channels: [''],
          values: new Float32Array(2 * input.columns),
        })),
        spectrogram: rpc.desk.spectrogram.handler(() => ({ levels: null, highHz: 0 })),
        audio: rpc.desk.audio.handler(() => ({ rateHz: 8000, length: 0, samples: new Float32Array(0) })),
        above: rpc.desk.above.handler(() => ({ stretches: [], stepSeconds: 1 })),
        save: rpc.desk.save.handler(() => ({ files: [], lost: {} })),
        delete: rpc.desk.delete.handler(() => ({ done: true as const })),
      },
      models: {
        list: rpc.models.list.handler(() => []),
        unreadable: rpc.models.unreadable.handler(() => []),
        add: rpc.models.add.handler(() => {
          throw new UnrollError('MODEL_UNREADABLE', 'The fake engine keeps no models.');
        }),
        remove: rpc.models.remove.handler(() => ({ done: true as const })),
        restore: rpc.models.restore.handler(() => {
          throw new UnrollError('MODEL_UNKNOWN', 'The fake engine keeps no models.');
        }),
        recognise: rpc.models.recognise.handler(({ input }) => ({ isModel: !input.path.includes('data') })),
        import: rpc.models.import.handler(() => {
          throw new UnrollError('MODEL_UNREADABLE', 'The fake engine takes no models in.');
        }),
      },
      predict: {
        unseen: rpc.predict.unseen.handler(() => {
          throw new UnrollError('INTERNAL', 'The fake engine hears no events.');
        }),
        files: rpc.predict.files.handler(({ input }) => ({
          predictions: input.paths.map((file) => ({
            kind: 'label' as const,
            file,
            label: 'en',
            probabilities: { de: 0.05, en: 0.8, es: 0.05, fr: 0.05, it: 0.05 },
          })),
          refused: [],
        })),
        describe: rpc.predict.describe.handler(() => {
          throw new UnrollError('MODEL_UNREADABLE', 'The fake engine describes no models.');
        }),
        answer: rpc.predict.answer.handler(({ input }) => ({
          answers: input.recordings.map(() => ({ predictions: [], refused: null })),
        })),
        watch: rpc.predict.watch.handler(async function* ({ input }) {
          for (const file of input.paths)
            yield {
              kind: 'prediction' as const,
              prediction: { kind: 'label' as const, file, label: 'en', probabilities: { de: 0.2, en: 0.8 } },
            };
        }),
        recordings: rpc.predict.recordings.handler(({ input }) => [
          { name: input.path, rateHz: 16_000, channels: 1, samples: new Float32Array(32_000).fill(1) },
        ]),
      },
      streams: {
        open: rpc.streams.open.handler(({ input }) => {
          const run = runs.get(input.model)!;
          const { classes, plan } = datasets.get(run.datasetId)!.understanding;
          const labels = classes.map(({ label }) => label);
          return streams.start(run.name, labels, plan.channels, plan.rateHz);
        }),
        push: rpc.streams.push.handler(({ input }) => streams.push(input.stream, input.samples)),
        finish: rpc.streams.finish.handler(({ input }) => streams.finish(input.stream)),
        reset: rpc.streams.reset.handler(({ input }) => {
          streams.reset(input.stream);
          return { done: true as const };
        }),
        close: rpc.streams.close.handler(({ input }) => {
          streams.close(input.stream);
          return { done: true as const };
        }),
      },
    }),
    { context: {} },
  );
}
