import type { PredictionResult } from '../../shared/contract/predict';
import { filesBelow, filesOf, takeEntries } from './dropped-files';
import type { DroppedFile } from './dropped-files';
import { engine } from './engine.svelte';
import { decodeForEngine } from './undecoded';
import { upload } from './upload';
import { isAacName } from '../../shared/sound/aac-files';

/** Files to predict, where the engine can read them, and what of their paths a person need not see. */
interface Gathered {
  readonly paths: readonly string[];
  readonly hidden: string;
}

/** The engine names what lies at the top of an upload; the files below it keep their own paths. */
async function uploaded(files: readonly DroppedFile[]): Promise<Gathered> {
  const [first] = files;
  if (first === undefined) return { paths: [], hidden: '' };
  const [top = ''] = await upload(first.path, files);
  const hidden = top.slice(0, Math.max(top.lastIndexOf('/'), top.lastIndexOf('\\')) + 1);
  return { paths: files.map(({ path }) => hidden + path), hidden };
}

function local(paths: readonly string[]): Gathered {
  const [first = ''] = paths;
  const folder = first.slice(0, Math.max(first.lastIndexOf('/'), first.lastIndexOf('\\')) + 1);
  return { paths, hidden: paths.every((path) => path.startsWith(folder)) ? folder : '' };
}

/** Files of a drop: their paths in Electron, an upload in a browser. Must be called within the drop event. */
export function gatherDrop(transfer: DataTransfer): Promise<Gathered> {
  const { unroll } = window;
  if (unroll !== undefined) {
    const paths = [...transfer.files].map((file) => unroll.pathFor(file)).filter((path) => path !== '');
    return Promise.resolve(local(paths));
  }
  const entries = takeEntries(transfer);
  return filesBelow(entries).then(uploaded);
}

export function gatherPicked(picked: FileList): Promise<Gathered> {
  return uploaded(filesOf(picked));
}

/** Asks with the system's dialog. Only in Electron. */
export async function gatherPaths(): Promise<Gathered> {
  return local((await window.unroll?.pickPaths('files')) ?? []);
}

/** What a model says of the files, by their short names. */
export async function predictGathered(
  model: string,
  { paths, hidden }: Gathered,
): Promise<PredictionResult | null> {
  if (paths.length === 0) return null;
  const { client } = engine;
  // An upload was decoded on its way.
  const sounds = window.unroll === undefined ? [] : paths.filter(isAacName);
  const decoded = sounds.length === 0 ? [] : await decodeForEngine(client, sounds);
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
