import type { IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { pageOrigin } from './protocol';

/** Writing to the clipboard is how figures and numbers are copied; everything else is refused. */
const grantedPermissions = new Set(['clipboard-sanitized-write']);

function isOurPage(address: string): boolean {
  return address.startsWith(`${pageOrigin}/`);
}

/** Keeps a window on our page: no navigation, no further windows, no webviews. */
export function confine(contents: WebContents): void {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * Refuses permissions and every request that would leave the machine.
 *
 * @param mayListen whether the page may have the microphone now
 */
export function restrict(session: Session, mayListen: () => boolean = () => false): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { mediaTypes = [] } = details as { mediaTypes?: readonly string[] };
    // Never with a camera beside it.
    const isSound = permission === 'media' && mediaTypes.join() === 'audio' && mayListen();
    answer((isSound || grantedPermissions.has(permission)) && isOurPage(contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) => {
    const isSound = permission === 'media' && mediaType === 'audio' && mayListen();
    // A port is chosen by the person in a dialog of the system (`devices.ts`).
    const isGranted = isSound || permission === 'serial' || grantedPermissions.has(permission);
    return isGranted && isOurPage(`${origin}/`);
  });
  session.webRequest.onBeforeRequest((details, answer) => {
    const isLocal = /^(app|blob|data|devtools):/.test(details.url);
    answer({ cancel: !isLocal });
  });
}

/** Whether a message comes from our page's own frame. */
export function isFromPage({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurPage(senderFrame.url);
}
