import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WebContents } from 'electron';
import { app, BrowserWindow, ipcMain } from 'electron';
import { ipc } from '../../shared/ipc';
import { isFromPage } from './hardening';

/** Files and folders among the arguments of a start: what was double-clicked, dropped on the icon or opened with. */
export function pathsAmong(argv: readonly string[], workingDir: string): string[] {
  // Unpackaged, Electron's first argument is the app itself.
  const given = argv.slice(app.isPackaged ? 1 : 2).filter((argument) => !argument.startsWith('-'));
  return given.map((argument) => resolve(workingDir, argument)).filter((path) => existsSync(path));
}

/** Hands the page what the system opens with the lab: at the start, in a second start, and macOS' `open-file`. */
export class OpenedFiles {
  #waiting: string[];
  #page: WebContents | null = null;

  constructor(paths: readonly string[]) {
    this.#waiting = [...paths];
    ipcMain.on(ipc.filesReady, (event) => {
      if (!isFromPage(event)) return;
      this.#page = event.sender;
      this.#send();
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.take([path]);
    });
    app.on('second-instance', (_event, argv, workingDir) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window?.isMinimized()) window.restore();
      window?.focus();
      this.take(pathsAmong(argv, workingDir));
    });
  }

  take(paths: readonly string[]): void {
    this.#waiting.push(...paths);
    this.#send();
  }

  #send(): void {
    const page = this.#page;
    if (page === null || page.isDestroyed() || this.#waiting.length === 0) return;
    page.send(ipc.openPaths, this.#waiting);
    this.#waiting = [];
  }
}
