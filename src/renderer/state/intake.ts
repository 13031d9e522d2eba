import { app } from './app.svelte';
import { filesBelow, filesOf, takeEntries } from './dropped-files';
import type { DroppedFile } from './dropped-files';
import { attempt } from './failures';
import { scan } from './scan.svelte';
import { decodeForEngine } from './undecoded';
import { upload } from './upload';
import { UnrollError } from '../../shared/domain/error';

/** What was dropped on the window: as paths in Electron, as an upload in a browser. Call it within the drop event. */
export async function takeDrop(transfer: DataTransfer): Promise<void> {
  const { unroll } = window;
  if (unroll !== undefined) {
    const paths = [...transfer.files].map((file) => unroll.pathFor(file)).filter((path) => path !== '');
    await scanPaths(paths);
    return;
  }
  const drop = takeEntries(transfer);
  const subject = [...drop.entries, ...drop.files].map(({ name }) => name).join(', ');
  await scanFiles(subject, () => filesBelow(drop));
}

/** Files from an `<input type="file">`. */
export async function takePicked(picked: FileList): Promise<void> {
  const files = filesOf(picked);
  const [first] = files;
  if (first === undefined) return;
  const folder = first.path.split('/')[0]!;
  await scanFiles(files.length === 1 || first.path.includes('/') ? folder : `${files.length}`, () =>
    Promise.resolve(files),
  );
}

/** Asks with the system's own dialog. Only in Electron. */
export async function pickPaths(kind: 'files' | 'folders'): Promise<void> {
  const paths = (await window.unroll?.pickPaths(kind)) ?? [];
  await scanPaths(paths);
}

/** Opened with the lab by the system. Only in Electron. */
export function openPaths(paths: string[]): Promise<void> {
  return scanPaths(paths);
}

async function scanPaths(paths: string[]): Promise<void> {
  if (paths.length === 0) return;
  app.go('data', { dataset: null, run: null, example: null });
  await attempt(() =>
    scan.start(async (client) =>
      client.scans.start({ paths, decoded: await decodeForEngine(client, paths) }),
    ),
  );
}

async function scanFiles(subject: string, list: () => Promise<readonly DroppedFile[]>): Promise<void> {
  app.go('data', { dataset: null, run: null, example: null });
  await attempt(() =>
    scan.start(async (client) => {
      const files = await list();
      if (files.length === 0)
        throw new UnrollError('DATASET_EMPTY', 'There were no files in what was dropped.');
      const paths = await upload(subject, files);
      return client.scans.start({ paths });
    }),
  );
}

/** The short way in: a sample set, read, imported with the lab's own plan, and ready to train. */
export async function trySample(name: string): Promise<void> {
  await attempt(async () => {
    await scan.start((client) => client.samples.open({ name }), { straight: true });
    app.goTrain(await scan.commit());
  });
}
