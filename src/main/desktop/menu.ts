import type { MenuItemConstructorOptions } from 'electron';
import { app, BrowserWindow, ipcMain, Menu } from 'electron';
import type { MenuCommand, RecentDataset } from '../../shared/bridge';
import * as v from 'valibot';
import { ipc } from '../../shared/ipc';
import { isFromPage } from './hardening';
import type { MenuLanguage } from './words';
import { words } from './words';

const Recent = v.pipe(
  v.array(
    v.strictObject({ id: v.pipe(v.string(), v.maxLength(200)), name: v.pipe(v.string(), v.maxLength(500)) }),
  ),
  v.maxLength(20),
);

/** Hears which data sets the page offers in the menu, the newest first. */
export function serveRecent(show: (datasets: readonly RecentDataset[]) => void): void {
  ipcMain.on(ipc.setRecent, (event, datasets: unknown) => {
    if (isFromPage(event) && v.is(Recent, datasets)) show(datasets);
  });
}

/** In the order of the window's rail. */
const viewNames = ['data', 'train', 'look', 'compare', 'experiments', 'models'] as const;

/**
 * The window's commands, found in the menus too. Accelerators are only shown: the page itself listens to keys,
 * so that a shortcut means the same in every face.
 */
export function setMenu(
  language: MenuLanguage,
  recent: readonly RecentDataset[],
  checkForUpdates: (() => void) | null,
): void {
  const word = words[language];
  const command = (label: string, id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    click: () => BrowserWindow.getFocusedWindow()?.webContents.send(ipc.command, id),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin'
      ? [
          {
            label: app.name,
            submenu: [
              { role: 'about' as const },
              { type: 'separator' as const },
              command(word.settings, 'settings.show', 'CmdOrCtrl+,'),
              { type: 'separator' as const },
              { role: 'services' as const },
              { type: 'separator' as const },
              { role: 'hide' as const },
              { role: 'hideOthers' as const },
              { role: 'unhide' as const },
              { type: 'separator' as const },
              { role: 'quit' as const },
            ],
          },
        ]
      : []),
    {
      label: word.file,
      submenu: [
        command(word.open, 'file.open', 'CmdOrCtrl+O'),
        command(word.import, 'data.import'),
        {
          label: word.recent,
          enabled: recent.length > 0,
          submenu: recent.map(({ id, name }) => command(name.replaceAll('&', '&&'), `dataset.${id}`)),
        },
        { type: 'separator' },
        command(word.export, 'models.export'),
        { type: 'separator' },
        // On macOS it stands in the menu of the app, where people look for it.
        ...(process.platform === 'darwin'
          ? [{ role: 'close' as const }]
          : [
              command(word.settings, 'settings.show', 'CmdOrCtrl+,'),
              { type: 'separator' as const },
              { role: 'quit' as const },
            ]),
      ],
    },
    { label: word.edit, role: 'editMenu' },
    {
      label: word.view,
      submenu: [
        command(word.commands, 'palette.open', 'CmdOrCtrl+K'),
        command(word.details, 'details.toggle'),
        command(word.theme, 'theme.toggle'),
        command(word.language, 'language.toggle'),
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: word.go,
      submenu: viewNames.map((view, k) => command(word[`view_${view}`], `view.${view}`, String(k + 1))),
    },
    ...(process.platform === 'darwin' ? [{ role: 'windowMenu' as const }] : []),
    {
      label: word.help,
      role: 'help',
      submenu: [
        command(word.shortcuts, 'shortcuts.show'),
        command(word.licences, 'licences.show'),
        { type: 'separator' },
        ...(checkForUpdates ? [{ label: word.updates, click: checkForUpdates }] : []),
        { label: word.about, click: () => app.showAboutPanel() },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
