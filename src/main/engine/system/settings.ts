import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { Settings } from '../../../shared/contract/system';
import { failure } from '../../../shared/sentences/failure';
import { UnrollError } from '../../../shared/domain/error';
import { writeAtomic } from '../files/atomic';
import { sealed, unsealed } from '../files/sealed';

const defaults: Settings = { theme: 'system', language: 'system', backend: 'auto', kernel: 'auto' };

/** settings.json (`docs/file-formats.md`). A damaged file, or a field that makes no sense, counts as absent. */
export class SettingsFile {
  #writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  async read(): Promise<Settings> {
    const stored = await readJson(this.file);
    const kept = Object.entries(Settings.entries).flatMap(([name, schema]) => {
      const result = v.safeParse(schema, stored[name]);
      return result.success ? [[name, result.output] as const] : [];
    });
    return { ...defaults, ...Object.fromEntries(kept) };
  }

  /** What is to be said of the file; null when it is whole, or not there. */
  async damage(): Promise<UnrollError | null> {
    try {
      unsealed(await readFile(this.file), this.file);
      return null;
    } catch (thrown) {
      return thrown instanceof UnrollError ? thrown : null;
    }
  }

  /** Changes go one after the other, so that none undoes another. @throws UnrollError OUTPUT_UNWRITABLE */
  change(changes: Partial<Settings>): Promise<Settings> {
    const change = this.#writing.then(async () => {
      const settings = { ...(await this.read()), ...changes };
      await this.#write(settings);
      return settings;
    });
    this.#writing = change.catch(() => {});
    return change;
  }

  async #write(settings: Settings): Promise<void> {
    try {
      await writeAtomic(this.file, sealed({ formatVersion: 1, ...settings }, 2));
    } catch (cause) {
      const { file } = this;
      throw failure('OUTPUT_UNWRITABLE.file', { file }, { cause });
    }
  }
}

async function readJson(file: string): Promise<Record<string, unknown>> {
  try {
    const stored = unsealed(await readFile(file), file);
    return typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
