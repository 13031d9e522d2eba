import { encodeWav } from '../../../../shared/sound/encode-wav';
import { openMicrophone } from '../../../sound/microphone';
import type { Source } from '../../../sound/source';
import type { DroppedFile } from '../../../state/dropped-files';

/** What was recorded between two presses. */
export interface Clip {
  readonly id: number;
  readonly label: string;
  readonly seconds: number;
  readonly wav: Blob;
}

/** Longer is taken for forgotten. */
const MOST_SECONDS = 120;
/** Nothing can be learnt of less, and a double press makes it. */
const LEAST_SECONDS = 0.1;

/** A name that every file system takes: what parts paths is none of it. */
export function folderName(label: string): string {
  const name = label
    .trim()
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
    .replace(/^\.+/, '');
  return name === '' ? '-' : name.slice(0, 60);
}

/** Records short sounds under labels, to make a data set of them. */
export class Recorder {
  readonly #open: () => Promise<Source>;
  #source: Source | null = null;
  #parts: Float32Array[] = [];
  #samples = 0;
  #made = 0;
  #clips = $state.raw<readonly Clip[]>([]);
  #state = $state<'idle' | 'opening' | 'recording'>('idle');
  #seconds = $state(0);
  #level = $state(0);
  #label = '';

  constructor(open: () => Promise<Source> = () => openMicrophone(null, 1)) {
    this.#open = open;
  }

  get clips(): readonly Clip[] {
    return this.#clips;
  }
  get state(): 'idle' | 'opening' | 'recording' {
    return this.#state;
  }
  /** Of what is being recorded. */
  get seconds(): number {
    return this.#seconds;
  }
  /** The greatest magnitude of what came last, 0 … 1. */
  get level(): number {
    return this.#level;
  }

  /** @throws SourceFailure when there is no microphone, or it is refused */
  async start(label: string): Promise<void> {
    if (this.#state !== 'idle') return;
    this.#state = 'opening';
    try {
      const source = await this.#open();
      this.#source = source;
      this.#label = label;
      [this.#parts, this.#samples, this.#seconds] = [[], 0, 0];
      this.#state = 'recording';
      source.start({
        // What was under way when it was stopped comes later, and is of no recording.
        take: (samples) => source === this.#source && this.#take(samples),
        room: () => true,
        ended: () => source === this.#source && this.stop(),
      });
    } catch (thrown) {
      this.#state = 'idle';
      throw thrown;
    }
  }

  /** Ends the recording and keeps it. */
  stop(): void {
    const source = this.#source;
    if (source === null) return;
    source.stop();
    this.#source = null;
    this.#state = 'idle';
    this.#level = 0;
    const rateHz = source.rateHz!;
    const seconds = this.#samples / rateHz;
    if (seconds < LEAST_SECONDS) return;
    const all = new Float32Array(this.#samples);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    const wav = new Blob([encodeWav(all, rateHz)], { type: 'audio/wav' });
    this.#clips = [...this.#clips, { id: ++this.#made, label: this.#label, seconds, wav }];
  }

  remove(id: number): void {
    this.#clips = this.#clips.filter((clip) => clip.id !== id);
  }

  /** A folder for each label, as a data set of sounds lies on a disk. */
  files(name: string): readonly DroppedFile[] {
    const counts = new Map<string, number>();
    return this.#clips.map(({ label, wav }) => {
      const folder = folderName(label);
      const count = (counts.get(folder) ?? 0) + 1;
      counts.set(folder, count);
      const file = `${String(count).padStart(3, '0')}.wav`;
      return { path: `${folderName(name)}/${folder}/${file}`, file: new File([wav], file) };
    });
  }

  #take(samples: Float32Array): void {
    this.#parts.push(samples);
    this.#samples += samples.length;
    this.#seconds = this.#samples / this.#source!.rateHz!;
    let level = 0;
    for (const sample of samples) if (Math.abs(sample) > level) level = Math.abs(sample);
    this.#level = level;
    if (this.#seconds >= MOST_SECONDS) this.stop();
  }
}
