import type { MenuItemConstructorOptions } from 'electron';
import { app, BrowserWindow, Menu } from 'electron';
import type { MenuCommand } from '../../shared/bridge';
import { ipc } from '../../shared/ipc';
import type { MenuLanguage } from './words';
import { words } from './words';

/**
 * The window's commands, found in the menus too. Accelerators are only shown: the page itself listens to keys,
 * so that a shortcut means the same in every face.
 */
export function setMenu(language: MenuLanguage, checkForUpdates: (() => void) | null): void {
  const word = words[language];
  const command = (label: string, id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    click: () => BrowserWindow.getFocusedWindow()?.webContents.send(ipc.command, id),
  });
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: word.file,
      submenu: [
        command(word.open, 'file.open', 'CmdOrCtrl+O'),
        command(word.import, 'data.import'),
        { type: 'separator' },
        { role: 'quit' },
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
