import type { Example } from '../../../shared/domain/dataset';
import { m } from '../../i18n';
import type { Engine } from '../../state/engine.svelte';
import { attempt } from '../../state/failures';
import type { LiveModel } from '../../state/live-model';
import type { Microphone } from '../../sound/microphone';
import { microphones, openMicrophone } from '../../sound/microphone';
import { Playback } from './playback';
import type { Playable } from './playback';
import { hasSerial, openSerial } from './serial';
import type { Source } from '../../sound/source';
import { SourceFailure } from '../../sound/source';

export type SourceKind = 'microphone' | 'serial' | 'recording';

/** A recording that can be played: an example of the data set, or a file that was given. */
export interface Choice {
  readonly key: string;
  readonly name: string;
  readonly load: () => Promise<Playable>;
}

const SHOWN_EXAMPLES = 200;
/** Of a signal without time, when it is played. */
const ROWS_PER_SECOND = 20;
export const baudRates = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600] as const;

/** What can be listened to with one model, and what of it was chosen. */
export class LiveSources {
  readonly #engine: Engine;
  readonly #model: LiveModel;
  #kind = $state<SourceKind>('recording');
  #microphones = $state.raw<readonly Microphone[]>([]);
  #microphone = $state<string | null>(null);
  #baudRate = $state(115_200);
  #choices = $state.raw<readonly Choice[]>([]);
  #choice = $state<string | null>(null);

  constructor(engine: Engine, model: LiveModel) {
    this.#engine = engine;
    this.#model = model;
    [this.#kind = 'recording'] = this.kinds;
  }

  /** The likeliest first. */
  get kinds(): readonly SourceKind[] {
    const isSound = this.#model.plan.modality === 'audio';
    if (isSound) return ['microphone', 'recording'];
    return hasSerial() ? ['serial', 'recording'] : ['recording'];
  }

  get kind(): SourceKind {
    return this.#kind;
  }

  get microphones(): readonly Microphone[] {
    return this.#microphones;
  }

  /** Null is the system's own choice. */
  get microphone(): string | null {
    return this.#microphone;
  }

  get baudRate(): number {
    return this.#baudRate;
  }

  get choices(): readonly Choice[] {
    return this.#choices;
  }

  get choice(): Choice | null {
    return this.#choices.find(({ key }) => key === this.#choice) ?? this.#choices[0] ?? null;
  }

  chooseKind(kind: SourceKind): void {
    this.#kind = kind;
  }

  chooseMicrophone(id: string | null): void {
    this.#microphone = id;
  }

  chooseBaudRate(rate: number): void {
    this.#baudRate = rate;
  }

  choose(key: string): void {
    this.#choice = key;
  }

  /** Reads what can be chosen from: microphones that have names by now, examples that the model never learnt from. */
  async look(): Promise<void> {
    this.#microphones = await microphones();
    const { trained } = this.#model;
    if (trained === null) return;
    const { id } = trained.dataset;
    const page = await attempt(() =>
      this.#engine.client.datasets.examples({ dataset: id, split: 'test', offset: 0, limit: SHOWN_EXAMPLES }),
    );
    const given = this.#choices.filter(({ key }) => key.startsWith('file'));
    this.#choices = [...given, ...(page?.examples ?? []).map((example) => this.#exampleChoice(id, example))];
  }

  /** Puts files that were dropped or picked before the examples, and chooses the first. */
  give(choices: readonly Choice[]): void {
    this.#choices = [
      ...choices,
      ...this.#choices.filter(({ key }) => !choices.some((one) => one.key === key)),
    ];
    this.#choice = choices[0]?.key ?? this.#choice;
    this.#kind = 'recording';
  }

  /** @throws SourceFailure, UnrollError */
  async open(): Promise<Source> {
    const { channels } = this.#model.plan;
    if (this.#kind === 'microphone') return openMicrophone(this.#microphone, channels.length);
    if (this.#kind === 'serial') return openSerial(this.#baudRate, channels.length);
    const choice = this.choice;
    if (choice === null) throw new SourceFailure(m.live_recording_none);
    const isSound = this.#model.plan.modality === 'audio';
    return new Playback(await choice.load(), ROWS_PER_SECOND, isSound);
  }

  async #open(dataset: string, example: number): Promise<Playable> {
    const { datasets } = this.#engine.client;
    const first = await datasets.recording({ dataset, example });
    const read = async (start: number, count: number): Promise<Float32Array> =>
      (await datasets.recording({ dataset, example, start, count })).samples;
    return { ...first, read };
  }

  #exampleChoice(dataset: string, { index, file, label }: Example): Choice {
    return {
      key: `example ${index}`,
      name: label === null ? file : `${label} · ${file}`,
      load: () => this.#open(dataset, index),
    };
  }
}
