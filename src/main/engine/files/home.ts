import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';

/** Where the lab keeps everything. A `*Dir` is a folder, a `*File` a file; all absolute. */
export interface Home {
  readonly rootDir: string;
  readonly catalogFile: string;
  readonly settingsFile: string;
  /** datasetsDir/<dataset>/: dataset.json, examples.json, prepared.safetensors (`docs/file-formats.md`). */
  readonly datasetsDir: string;
  /** runsDir/<run>/ holds what `shared/run-files.ts` names. */
  readonly runsDir: string;
  /** modelsDir/<id>.unroll: models that were opened from files. */
  readonly modelsDir: string;
  /** desksDir/<desk>/: desk.json, what a label desk began with, and journal.jsonl, what was done on it. */
  readonly desksDir: string;
  /** experimentsDir/<name>.json: the last finished report of each experiment. */
  readonly experimentsDir: string;
  /** studiesDir/<study>/study.json: trainings that were repeated, and what they came to. */
  readonly studiesDir: string;
  /** reviewsDir/<review>/review.json: what models proposed on recordings, and what was decided of it. */
  readonly reviewsDir: string;
  /** What was deleted and can still be brought back (`bin.ts`). */
  readonly binDir: string;
  readonly uploadsDir: string;
  /** recordingsDir/<data set>/<label>/: what was recorded in the lab; never cleaned, since there is no other copy. */
  readonly recordingsDir: string;
  readonly cacheDir: string;
  /** statesDir/<index>: states of networks over recordings, for search; made anew where it is gone. */
  readonly statesDir: string;
  /** A TensorFlow runtime, once it is set up; `UNROLL_TENSORFLOW` names another place for it. */
  readonly tensorflowDir: string;
  /** Which kernel was the fastest for which network and batch on this machine. */
  readonly choicesFile: string;
  /** How fast this machine runs networks. */
  readonly speedFile: string;
}

function platformDir(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Unroll');
  if (process.platform === 'win32')
    return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Unroll');
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'unroll');
}

/**
 * `--home` before `UNROLL_HOME` before the platform's user-data folder. Makes the folders.
 * @throws UnrollError HOME_UNUSABLE
 */
export function openHome(chosenDir?: string): Home {
  const rootDir = resolve(chosenDir ?? process.env['UNROLL_HOME'] ?? platformDir());
  const home: Home = {
    rootDir,
    catalogFile: join(rootDir, 'catalog.sqlite'),
    settingsFile: join(rootDir, 'settings.json'),
    datasetsDir: join(rootDir, 'datasets'),
    runsDir: join(rootDir, 'runs'),
    modelsDir: join(rootDir, 'models'),
    desksDir: join(rootDir, 'desks'),
    experimentsDir: join(rootDir, 'experiments'),
    studiesDir: join(rootDir, 'studies'),
    reviewsDir: join(rootDir, 'reviews'),
    binDir: join(rootDir, 'bin'),
    uploadsDir: join(rootDir, 'uploads'),
    recordingsDir: join(rootDir, 'recordings'),
    cacheDir: join(rootDir, 'cache'),
    statesDir: join(rootDir, 'cache', 'states'),
    tensorflowDir: resolve(process.env['UNROLL_TENSORFLOW'] ?? join(rootDir, 'tensorflow')),
    choicesFile: join(rootDir, 'cache', 'kernel-choices.json'),
    speedFile: join(rootDir, 'cache', 'machine-speed.json'),
  };
  const { datasetsDir, runsDir, modelsDir, experimentsDir, uploadsDir, cacheDir } = home;
  try {
    for (const dir of [datasetsDir, runsDir, modelsDir, experimentsDir, uploadsDir, cacheDir]) {
      mkdirSync(dir, { recursive: true });
      accessSync(dir, constants.W_OK);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/[:,] .*$/, '') : String(error);
    throw failure('HOME_UNUSABLE.folder', { folder: rootDir, reason: foreign(reason) }, { cause: error });
  }
  return home;
}
