import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, dialog, net, session, shell } from 'electron';
import * as v from 'valibot';
import { labDir } from '../engine/files/places';
import { isNewer, verifiedRelease } from './release';
import type { Release } from './release';
import { words } from './words';
import type { MenuLanguage } from './words';

/** Written into the package when it was built with a feed (scripts/package.mjs); without it there are no updates. */
const Feed = v.object({
  url: v.pipe(v.string(), v.url(), v.startsWith('https://')),
  /** Ed25519, SPKI, PEM. */
  publicKey: v.string(),
});
type Feed = v.InferOutput<typeof Feed>;

const Allowed = v.object({ formatVersion: v.literal(1), checkAtStart: v.boolean() });

/** Through a session of its own: the page's reaches nothing. */
function fetchBytes(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = net.request({ url, redirect: 'follow', session: session.fromPartition('updates') });
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(Buffer.concat(chunks))
          : reject(new Error(`The server answered ${response.statusCode}.`)),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end();
  });
}

/**
 * Looks for a newer version when a person asks, or at each start once they have allowed it. Nothing but the request for
 * the feed leaves the machine; nothing is installed: a verified installer is put into the downloads and shown.
 */
export class Updates {
  readonly #feed: Feed | null;
  readonly #allowedFile: string;

  constructor(windowDir: string) {
    const file = join(labDir(), 'build', 'package', 'update-feed.json');
    this.#feed = existsSync(file) ? v.parse(Feed, JSON.parse(readFileSync(file, 'utf8'))) : null;
    this.#allowedFile = join(windowDir, 'updates.json');
  }

  get available(): boolean {
    return this.#feed !== null;
  }

  async checkAtStart(language: MenuLanguage): Promise<void> {
    if (this.#feed !== null && this.#allowed()) await this.check(language, { quiet: true });
  }

  async check(language: MenuLanguage, { quiet = false } = {}): Promise<void> {
    const word = words[language];
    try {
      const feed = this.#feed!;
      const release = verifiedRelease((await fetchBytes(feed.url)).toString(), feed.publicKey);
      if (!isNewer(release.version, app.getVersion())) {
        if (!quiet) await this.#tell(language, word.newest, '');
        return;
      }
      const wanted = await this.#tell(language, `Unroll ${release.version}`, release.notes, word.download);
      if (wanted) await this.#download(release, language);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      if (!quiet) dialog.showErrorBox(word.updateFailed, reason);
    }
  }

  async #download(release: Release, language: MenuLanguage): Promise<void> {
    const platform = `${process.platform}-${process.arch}`;
    const file = release.files.find((one) => one.platform === platform);
    if (file === undefined) throw new Error(words[language].noInstaller);
    const bytes = await fetchBytes(file.url);
    if (createHash('sha512').update(bytes).digest('hex') !== file.sha512)
      throw new Error(words[language].wrongChecksum);
    const path = join(app.getPath('downloads'), file.name);
    try {
      await writeFile(path, bytes);
    } catch (thrown) {
      await rm(path, { force: true });
      throw thrown;
    }
    shell.showItemInFolder(path);
  }

  async #tell(language: MenuLanguage, message: string, detail: string, action?: string): Promise<boolean> {
    const word = words[language];
    const { response, checkboxChecked } = await dialog.showMessageBox({
      type: 'info',
      message,
      detail,
      buttons: action === undefined ? [word.close] : [action, word.close],
      cancelId: action === undefined ? 0 : 1,
      checkboxLabel: word.checkAtStart,
      checkboxChecked: this.#allowed(),
    });
    writeFileSync(this.#allowedFile, JSON.stringify({ formatVersion: 1, checkAtStart: checkboxChecked }));
    return action !== undefined && response === 0;
  }

  #allowed(): boolean {
    try {
      return v.parse(Allowed, JSON.parse(readFileSync(this.#allowedFile, 'utf8'))).checkAtStart;
    } catch {
      return false;
    }
  }
}
