import type { IpcMainEvent, IpcMainInvokeEvent, Session, WebContents } from 'electron';
import { pageOrigin } from './protocol';

/** Writing to the clipboard is how figures and numbers are copied; everything else is refused. */
const grantedPermissions = new Set(['clipboard-sanitized-write']);

function isOurPage(address: string): boolean {
  return address.startsWith(`${pageOrigin}/`);
}

/** Where nobody listens: whatever gets past the filter of requests ends on this machine. */
const NOWHERE = 'socks5://127.0.0.1:9';

/** Keeps whatever shows a page on that page: no navigation, no further windows, no webviews, no way out by WebRTC. */
export function confine(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/**
 * Refuses permissions and every request that would leave the machine, also Chromium's own: it would fetch a dictionary to check
 * spelling by, and WebRTC asks neither the policy of the page nor the filter of requests.
 *
 * @param mayListen whether the page may have the microphone now
 */
export function restrict(session: Session, mayListen: () => boolean = () => false): void {
  session.setSpellCheckerEnabled(false);
  void session.setProxy({ proxyRules: NOWHERE, proxyBypassRules: '<-loopback>' });
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
