import type { MenuItemConstructorOptions } from 'electron';
import { BrowserWindow, Menu } from 'electron';
import type { MenuCommand } from '../../shared/bridge';
import { ipc } from '../../shared/ipc';

export type MenuLanguage = 'en' | 'ko';

const words = {
  en: {
    file: 'File',
    import: 'Import…',
    edit: 'Edit',
    view: 'View',
    commands: 'Find a command…',
    details: 'Details',
    theme: 'Light or dark',
    language: '한국어',
    help: 'Help',
    shortcuts: 'Keyboard shortcuts',
  },
  ko: {
    file: '파일',
    import: '가져오기…',
    edit: '편집',
    view: '보기',
    commands: '명령 찾기…',
    details: '세부 정보',
    theme: '밝게 또는 어둡게',
    language: 'English',
    help: '도움말',
    shortcuts: '키보드 단축키',
  },
} as const satisfies Record<MenuLanguage, Record<string, string>>;

/**
 * The window's commands, found in the menus too. Accelerators are only shown: the page itself listens to keys,
 * so that a shortcut means the same in every face.
 */
export function setMenu(language: MenuLanguage): void {
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
      submenu: [command(word.import, 'data.import'), { type: 'separator' }, { role: 'quit' }],
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
    { label: word.help, role: 'help', submenu: [command(word.shortcuts, 'shortcuts.show')] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
