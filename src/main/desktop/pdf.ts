import { BrowserWindow, session } from 'electron';
import { restrict } from './hardening';

/** In inches; the footer stands in the lower one. */
const MARGINS = { top: 0.6, bottom: 0.7, left: 0.6, right: 0.6 };
const FOOTER =
  '<div style="width:100%;font-size:8px;text-align:center;color:#4a4d53"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

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
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`);
    return await window.webContents.printToPDF({
      printBackground: true,
      pageSize: 'A4',
      margins: MARGINS,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
    });
  } finally {
    window.destroy();
  }
}
