import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, session } from 'electron';
import * as v from 'valibot';
import { ipc } from '../shared/ipc';
import { serveAttention } from './desktop/attention';
import { Devices } from './desktop/devices';
import { serveDialogs } from './desktop/dialogs';
import { engineLog } from './desktop/engine-log';
import { confine, isFromPage, restrict } from './desktop/hardening';
import { serveRecent, setMenu } from './desktop/menu';
import { OpenedFiles, pathsAmong } from './desktop/opened-files';
import { declareScheme, servePages } from './desktop/protocol';
import { Updates } from './desktop/updates';
import { openWindow } from './desktop/window';
import type { MenuLanguage } from './desktop/words';
import { EngineHost } from './desktop/engine-host';
import { openHome } from './engine/files/home';
import { labDir, rendererDir, resourcesDir } from './engine/files/places';

const Language = v.picklist(['en', 'ko']);

/** Chromium's profile lies in the lab's home too, so that one setting moves all state. */
const { rootDir } = openHome(app.commandLine.getSwitchValue('home') || undefined);
const windowDir = join(rootDir, 'window');
mkdirSync(windowDir, { recursive: true });
app.setPath('userData', windowDir);

const host = new EngineHost({
  file: join(labDir(), 'out', 'main', 'engine-process.cjs'),
  env: { ...process.env, UNROLL_HOME: rootDir },
  log: engineLog(join(rootDir, 'engine.log')),
});

const updates = new Updates(windowDir);

let language: MenuLanguage = 'en';
let recent: Parameters<typeof setMenu>[1] = [];
const devices = new Devices(() => language);

function showMenu(chosen: MenuLanguage): void {
  language = chosen;
  setMenu(language, recent, updates.available ? () => void updates.check(language) : null);
}

function open(): void {
  openWindow({
    preloadFile: join(labDir(), 'out', 'preload', 'index.cjs'),
    boundsFile: join(windowDir, 'bounds.json'),
  });
}

function serveWindow(): void {
  ipcMain.on(ipc.requestEngine, (event) => {
    if (isFromPage(event)) host.connect(event.sender);
  });
  ipcMain.on(ipc.setLanguage, (event, chosen: unknown) => {
    if (isFromPage(event) && v.is(Language, chosen)) showMenu(chosen);
  });
  serveRecent((datasets) => {
    recent = datasets;
    showMenu(language);
  });
  serveAttention();
  serveDialogs();
  devices.serve(session.defaultSession);
}

function main(): void {
  declareScheme();
  // No name is looked up, but where a person may ask for updates.
  if (!updates.available) app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // Only root in a container asks for --no-sandbox; Chromium refuses to run there with one.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  new OpenedFiles(pathsAmong(process.argv, process.cwd()));
  app.setAboutPanelOptions({
    applicationName: 'Unroll',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
    iconPath: join(resourcesDir(), 'icons', 'icon.png'),
  });
  // Whatever shows a page, also what nobody meant to open.
  app.on('web-contents-created', (_event, contents) => confine(contents));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void host.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
  void app.whenReady().then(() => {
    restrict(session.defaultSession, () => devices.mayListen);
    servePages(rendererDir());
    serveWindow();
    showMenu(app.getLocale().startsWith('ko') ? 'ko' : 'en');
    host.start();
    open();
    void updates.checkAtStart(language);
  });
}

if (app.requestSingleInstanceLock()) main();
else app.quit();
