import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { resourcesDir } from '../engine/files/places';
import { keepBounds, readBounds } from './bounds';
import { pageUrl } from './protocol';

/** The tokens' background colours, shown until the page has painted. */
const background = { light: '#ffffff', dark: '#15181c' };

export interface WindowOptions {
  readonly preloadFile: string;
  readonly boundsFile: string;
}

/** The lab's one window: sandboxed, isolated, without Node. */
export function openWindow({ preloadFile, boundsFile }: WindowOptions): BrowserWindow {
  const saved = readBounds(boundsFile);
  const place = saved
    ? { x: saved.x, y: saved.y, width: saved.width, height: saved.height }
    : { width: 1440, height: 900 };
  const window = new BrowserWindow({
    ...place,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Unroll',
    icon: join(resourcesDir(), 'icons', 'icon.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
  keepBounds(window, boundsFile);
  window.once('ready-to-show', () => {
    if (saved?.maximised) window.maximize();
    window.show();
  });
  void window.loadURL(pageUrl);
  return window;
}
