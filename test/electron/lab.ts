import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, test as base } from '@playwright/test';
import { launchElectron } from '../journey/launch';

/** Root is somebody else within, and reads what root reads. */
const AS_USER = 'unshare --user --map-user=1000 --map-group=1000';

export const canBeUser =
  process.platform === 'linux' && spawnSync('sh', ['-c', `${AS_USER} unshare --user true`]).status === 0;

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const harnessDir = join(rootDir, 'test/electron/harness');

/**
 * How to start the harness (harness/main.cjs says what it does). A downloaded Electron takes it as an argument; a
 * packaged one, as CI has, runs `resources/app` alone, which then is a link to it.
 */
export function prepareElectron(): { file: string; args: string[] } {
  const file = process.env['UNROLL_ELECTRON'];
  if (file === undefined || !existsSync(file))
    throw new Error('UNROLL_ELECTRON does not name an Electron executable; `npm test` finds one.');
  const resourcesDir = join(dirname(file), 'resources');
  if (existsSync(join(resourcesDir, 'default_app.asar'))) return { file, args: [harnessDir] };
  const appDir = join(resourcesDir, 'app');
  rmSync(appDir, { recursive: true, force: true });
  symlinkSync(harnessDir, appDir, 'dir');
  return { file, args: [] };
}

/** The lab in a real Electron, with a home of its own that outlives the window. */
export class WindowLab {
  readonly dir = mkdtempSync(join(tmpdir(), 'unroll-electron-'));
  readonly homeDir = join(this.dir, 'home');
  #app: ElectronApplication | null = null;
  #page: Page | null = null;

  /**
   * @param asUser as somebody who is not root, so that Chromium's sandbox works: in a user namespace of its own, where the
   * files stay in reach
   */
  async open(settings: Readonly<Record<string, string>> = {}, asUser = false): Promise<Page> {
    const env = Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const { file, args } = prepareElectron();
    this.#app = await launchElectron({
      executablePath: asUser ? this.#asUser(file) : file,
      // Chromium's sandbox does not run as root, which CI is.
      args: [
        ...args,
        ...(process.getuid?.() === 0 && !asUser ? ['--no-sandbox'] : []),
        '--lang=en-US',
        '--use-fake-device-for-media-stream',
      ],
      env: {
        ...env,
        ...settings,
        LANGUAGE: 'en',
        UNROLL_HOME: this.homeDir,
        // scripts/defences.mjs starts the lab without one of its defences.
        UNROLL_MAIN_FILE: process.env['UNROLL_MAIN_FILE'] ?? join(rootDir, 'out/main/index.cjs'),
      },
    });
    this.#page = await this.#app.firstWindow();
    return this.#page;
  }

  #asUser(file: string): string {
    const script = join(this.dir, 'as-user');
    // Playwright itself asks for no sandbox where it is started by root.
    const kept = 'for a; do shift; [ "$a" = --no-sandbox ] || set -- "$@" "$a"; done';
    writeFileSync(script, `#!/bin/sh\n${kept}\nexec ${AS_USER} '${file}' "$@"\n`, { mode: 0o755 });
    return script;
  }

  get app(): ElectronApplication {
    if (this.#app === null) throw new Error('the window is not open');
    return this.#app;
  }

  /** Pids of the engine processes of this app, as its main process sees them. */
  enginePids(): Promise<number[]> {
    return this.app.evaluate(({ app }) =>
      app
        .getAppMetrics()
        .filter(
          ({ type, serviceName, name }) =>
            type === 'Utility' && /unroll|node\.mojom/i.test(`${serviceName} ${name}`),
        )
        .map(({ pid }) => pid),
    );
  }

  log(): string {
    const file = join(this.homeDir, 'engine.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** A copy of files of this repository under a path that a person would have. */
  copy(path: string, name: string): string {
    const target = join(this.dir, name);
    cpSync(join(rootDir, path), target, { recursive: true });
    return target;
  }

  async close(): Promise<void> {
    await this.#app?.close();
    this.#app = null;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export const test = base.extend<{ lab: WindowLab }>({
  lab: async ({}, use) => {
    const lab = new WindowLab();
    await use(lab);
    await lab.close();
    lab.remove();
  },
});

export { expect };
