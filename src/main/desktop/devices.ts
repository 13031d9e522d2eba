import type { SerialPort, Session, WebContents } from 'electron';
import { BrowserWindow, dialog, ipcMain, systemPreferences } from 'electron';
import * as v from 'valibot';
import { ipc } from '../../shared/ipc';
import { isFromPage } from './hardening';
import type { MenuLanguage } from './words';
import { words } from './words';

/** More ports than fit in a dialog are not on one machine. */
const MOST_PORTS = 12;

/** Microphone and serial ports: granted to nobody but our page, and only while a person listens. */
export class Devices {
  #isListening = false;

  /** @param language of the dialog that asks for a port */
  constructor(readonly language: () => MenuLanguage) {}

  /** Between Listen and Stop. */
  get mayListen(): boolean {
    return this.#isListening;
  }

  /** Answers the page's requests, and asks the person which port it may open. */
  serve(session: Session): void {
    ipcMain.handle(ipc.allowMicrophone, async (event, wanted: unknown) => {
      if (!isFromPage(event)) throw new Error('refused');
      this.#isListening = v.parse(v.boolean(), wanted) && (await systemAllows());
      // A page that is loaded anew has to ask again.
      event.sender.once('did-start-loading', () => (this.#isListening = false));
      return this.#isListening;
    });
    session.on('select-serial-port', (event, ports, contents, answer) => {
      event.preventDefault();
      void this.#choosePort(ports.slice(0, MOST_PORTS), contents).then(answer, () => answer(''));
    });
  }

  /** The chosen port's id; empty for none. */
  async #choosePort(ports: readonly SerialPort[], contents: WebContents): Promise<string> {
    const word = words[this.language()];
    const window = BrowserWindow.fromWebContents(contents);
    if (window === null) return '';
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: ports.length === 0 ? word.noSerialPort : word.whichSerialPort,
      buttons: [...ports.map(nameOf), word.cancel],
      cancelId: ports.length,
      defaultId: 0,
    });
    return ports[response]?.portId ?? '';
  }
}

function nameOf({ displayName, portName }: SerialPort): string {
  return displayName ? `${displayName} (${portName})` : portName;
}

/** macOS asks the person itself. */
async function systemAllows(): Promise<boolean> {
  return process.platform !== 'darwin' || systemPreferences.askForMediaAccess('microphone');
}
