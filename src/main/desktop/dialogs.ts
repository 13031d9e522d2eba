import type { IpcMainInvokeEvent, OpenDialogOptions } from 'electron';
import { BrowserWindow, dialog, ipcMain, shell } from 'electron';
import * as v from 'valibot';
import { ipc } from '../../shared/ipc';
import { isFromPage } from './hardening';

const Kind = v.picklist(['files', 'folders']);
const Title = v.pipe(v.string(), v.maxLength(200));
/** A name, not a path. */
const FileName = v.pipe(v.string(), v.maxLength(200), v.regex(/^[^/\\]+$/));
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
  ipcMain.on(ipc.reveal, (event, path: unknown) => {
    if (isFromPage(event) && v.is(Path, path)) shell.showItemInFolder(path);
  });
}
