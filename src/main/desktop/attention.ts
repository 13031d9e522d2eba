import { BrowserWindow, ipcMain, Notification } from 'electron';
import * as v from 'valibot';
import { ipc } from '../../shared/ipc';
import { isFromPage } from './hardening';

const Share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(1)));
const News = v.strictObject({
  title: v.pipe(v.string(), v.maxLength(200)),
  body: v.pipe(v.string(), v.maxLength(500)),
});

/** How far long work is, in the task bar or the dock, and word that it has ended: what the page asks of the system. */
export function serveAttention(): void {
  ipcMain.on(ipc.setProgress, (event, share: unknown) => {
    if (!isFromPage(event) || !v.is(Share, share)) return;
    // Below 0 there is no bar.
    BrowserWindow.fromWebContents(event.sender)?.setProgressBar(share ?? -1);
  });
  ipcMain.on(ipc.notify, (event, news: unknown) => {
    if (!isFromPage(event) || !v.is(News, news) || !Notification.isSupported()) return;
    const window = BrowserWindow.fromWebContents(event.sender);
    const notification = new Notification(news);
    notification.on('click', () => {
      window?.show();
      window?.focus();
    });
    notification.show();
  });
}
