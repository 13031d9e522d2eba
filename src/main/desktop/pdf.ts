import { BrowserWindow, session } from 'electron';
import { confine, restrict } from './hardening';

/**
 * A page as a PDF on A4. The page is loaded without scripts, without a session that lasts, and cannot reach anything outside
 * itself.
 */
export async function pdfOf(html: string): Promise<Uint8Array> {
  const own = session.fromPartition('report');
  restrict(own);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
    },
  });
  try {
    confine(window.webContents);
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`);
    return await window.webContents.printToPDF({ printBackground: true, pageSize: 'A4' });
  } finally {
    window.destroy();
  }
}
