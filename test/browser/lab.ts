import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base, expect } from '@playwright/test';

export const rootDir = fileURLToPath(new URL('../..', import.meta.url));

/** `unroll serve` with a home of its own. */
export class ServedLab {
  readonly homeDir: string;
  #server: ChildProcess | null = null;
  #url = '';

  constructor(name: string) {
    this.homeDir = mkdtempSync(join(tmpdir(), `unroll-browser-${name}-`));
  }

  async start(): Promise<void> {
    const server = spawn(
      process.execPath,
      [join(rootDir, 'bin/unroll'), 'serve', '--json', '--home', this.homeDir],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#server = server;
    // Each address works once; the next one is told on stderr.
    createInterface({ input: server.stderr }).on('line', (line) => {
      const next = /http:\/\/\S+/.exec(line);
      if (next) [this.#url] = next;
    });
    const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    ({ url: this.#url } = JSON.parse(line) as { url: string });
  }

  /** An address that nobody has used yet. */
  get url(): string {
    return this.#url;
  }

  async stop(): Promise<void> {
    if (this.#server === null) return;
    const ended = once(this.#server, 'exit');
    this.#server.kill('SIGINT');
    await ended;
    this.#server = null;
  }

  remove(): void {
    rmSync(this.homeDir, { recursive: true, force: true });
  }
}

/** A lab for all tests that name the same home, and a page that fails the test when anything is logged as an error. */
export const test = base.extend<{ page: Page }, { home: string; lab: ServedLab }>({
  home: ['', { option: true, scope: 'worker' }],
  lab: [
    async ({ home }, use) => {
      const lab = new ServedLab(home);
      await lab.start();
      await use(lab);
      await lab.stop();
      lab.remove();
    },
    { scope: 'worker' },
  ],
  page: async ({ page, lab }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(lab.url);
    await use(page);
    expect(problems, 'errors in the page').toEqual([]);
  },
});

export { expect };
