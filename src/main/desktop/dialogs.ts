import { writeFile } from 'node:fs/promises';
import type { IpcMainInvokeEvent, OpenDialogOptions } from 'electron';
import { BrowserWindow, dialog, ipcMain, shell } from 'electron';
import * as v from 'valibot';
import { ipc } from '../../shared/ipc';
import { isFromPage } from './hardening';
import { pdfOf } from './pdf';

const Kind = v.picklist(['files', 'folders']);
const Title = v.pipe(v.string(), v.maxLength(200));
/** A name, not a path. */
const FileName = v.pipe(v.string(), v.maxLength(200), v.regex(/^[^/\\]+$/));
/** Chromium opens data addresses of up to 2 MB. */
const Report = v.object({ html: v.pipe(v.string(), v.maxLength(1_000_000)), name: FileName });
const Path = v.pipe(v.string(), v.nonEmpty(), v.maxLength(10_000));

async function open(event: IpcMainInvokeEvent, options: OpenDialogOptions): Promise<string[]> {
  const window = BrowserWindow.fromWebContents(event.sender);
  if (window === null) return [];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
  return canceled ? [] : filePaths;
}

/** Answers the page's requests for the system's dialogs; requests from elsewhere are refused. */
export function serveDialogs(): void {
  const handle = (name: string, answer: (event: IpcMainInvokeEvent, argument: unknown) => unknown): void =>
    ipcMain.handle(name, (event, argument: unknown) => {
      if (!isFromPage(event)) throw new Error('refused');
      return answer(event, argument);
    });

  handle(ipc.pickPaths, (event, kind) =>
    open(event, {
      properties: [v.parse(Kind, kind) === 'files' ? 'openFile' : 'openDirectory', 'multiSelections'],
    }),
  );
  handle(ipc.pickFolder, async (event, title) => {
    const [dir] = await open(event, {
      title: v.parse(Title, title),
      properties: ['openDirectory', 'createDirectory'],
    });
    return dir ?? null;
  });
  handle(ipc.saveFile, async (event, name) => {
    const window = BrowserWindow.fromWebContents(event.sender);
    if (window === null) return null;
    const { filePath } = await dialog.showSaveDialog(window, { defaultPath: v.parse(FileName, name) });
    return filePath || null;
  });
  handle(ipc.savePdf, async (event, wanted) => {
    const { html, name } = v.parse(Report, wanted);
    const window = BrowserWindow.fromWebContents(event.sender);
    if (window === null) return null;
    const { filePath } = await dialog.showSaveDialog(window, { defaultPath: name });
    if (!filePath) return null;
    await writeFile(filePath, await pdfOf(html));
    return filePath;
  });
  ipcMain.on(ipc.reveal, (event, path: unknown) => {
    if (isFromPage(event) && v.is(Path, path)) shell.showItemInFolder(path);
  });
}
