import type { PredictionResult } from '../../shared/contract/predict';
import { filesBelow, filesOf, takeEntries } from './dropped-files';
import type { DroppedFile } from './dropped-files';
import type { Engine } from './engine.svelte';
import { decodeForEngine } from './undecoded';
import type { Uploads } from './uploads';
import { mayNeedWindow } from '../../shared/sound/aac-files';

/** Files to predict, where the engine can read them, and what of their paths a person need not see. */
export interface Gathered {
  readonly paths: readonly string[];
  readonly hidden: string;
}

function local(paths: readonly string[]): Gathered {
  const [first = ''] = paths;
  const folder = first.slice(0, Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
  return { paths, hidden: paths.every((path) => path.startsWith(folder)) ? folder : '' };
}

/** Files for a model to answer: gathered in whatever way this face has, and asked about. */
export class PredictFiles {
  readonly #engine: Engine;
  readonly #uploads: Uploads;

  constructor(engine: Engine, uploads: Uploads) {
    this.#engine = engine;
    this.#uploads = uploads;
  }

  /** Files of a drop: their paths in Electron, an upload in a browser. Must be called within the drop event. */
  gatherDrop(transfer: DataTransfer): Promise<Gathered> {
    const { unroll } = window;
    if (unroll !== undefined) {
      const paths = [...transfer.files].map((file) => unroll.pathFor(file)).filter((path) => path !== '');
      return Promise.resolve(local(paths));
    }
    const entries = takeEntries(transfer);
    return filesBelow(entries).then((files) => this.#uploaded(files));
  }

  gatherPicked(picked: FileList): Promise<Gathered> {
    return this.#uploaded(filesOf(picked));
  }

  /** Asks with the system's dialog. Only in Electron. */
  async gatherPaths(): Promise<Gathered> {
    return local((await window.unroll?.pickPaths('files')) ?? []);
  }

  /** What a model says of the files, by their short names. */
  async predict(model: string, { paths, hidden }: Gathered): Promise<PredictionResult | null> {
    if (paths.length === 0) return null;
    const { client } = this.#engine;
    // An upload was decoded on its way.
    const sounds = window.unroll === undefined ? [] : paths.filter(mayNeedWindow);
    const decoded = sounds.length === 0 ? [] : await decodeForEngine(client, this.#uploads, sounds);
    const readable = paths.map((path) => decoded.find((one) => one.path === path)?.decoded ?? path);
    const result = await client.predict.files({ model, paths: readable });
    const short = (file: string): string => {
      const own = decoded.find((one) => one.decoded === file)?.path ?? file;
      return own.startsWith(hidden) ? own.slice(hidden.length) : own;
    };
    return {
      predictions: result.predictions.map((one) => ({ ...one, file: short(one.file) })),
      refused: result.refused.map((one) => ({ ...one, file: short(one.file) })),
    };
  }

  /** The engine names what lies at the top of an upload; the files below it keep their own paths. */
  async #uploaded(files: readonly DroppedFile[]): Promise<Gathered> {
    const [first] = files;
    if (first === undefined) return { paths: [], hidden: '' };
    const [top = ''] = await this.#uploads.upload(first.path, files);
    const hidden = top.slice(0, Math.max(top.lastIndexOf('/'), top.lastIndexOf('\\')) + 1);
    return { paths: files.map(({ path }) => hidden + path), hidden };
  }
}
