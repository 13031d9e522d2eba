// npm run defences: takes away one of the window's defences after the other, in a copy of the built main process, and expects
// test/electron/defences.spec.ts to notice each time. A defence that can go without a red test is not held by anything.
//
//   npm run defences                   all of them, some 15 minutes
//   npm run defences -- redirect csp   those whose names contain one of the words
//   npm run defences -- --check        only whether each can still be taken out of the built bundle: seconds, in npm test
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { electronFile, rootDir, say } from './common.mjs';

const bundle = join(rootDir, 'out/main/index.cjs');
const preload = join(rootDir, 'out/preload/index.cjs');
/** Beside the originals, since they load their neighbours by name. */
const undoneBundle = join(rootDir, 'out/main/index-undone.cjs');
const undonePreload = join(rootDir, 'out/preload/index-undone.cjs');

const window =
  'preload: preloadFile,\n\t\t\tsandbox: true,\n\t\t\tcontextIsolation: true,\n\t\t\tnodeIntegration: false,\n\t\t\twebSecurity: true';
const inWindow = (from, to) => [window, window.replace(from, to)];
const alsoInWindow = (preference) => [window, `${window},\n\t\t\t${preference}`];
/** The policy lies in a chunk that other bundles share: it is loosened where it is sent. */
const headers = 'headers: { ...require_security.securityHeaders }';
const policy = (from, to) => [
  headers,
  `headers: Object.fromEntries(Object.entries(require_security.securityHeaders).map(([name, value]) => [name, value.replace(${JSON.stringify(from)}, ${JSON.stringify(to)})]))`,
];
const without = (text) => [text, ''];

/** Name → what stands in the bundle, and what is put in its place. */
const undone = {
  '1 filter of requests': ['answer({ cancel: !/', 'answer({ cancel: false && !/'],
  '2 nodeIntegration': inWindow('nodeIntegration: false', 'nodeIntegration: true'),
  '3 contextIsolation': inWindow('contextIsolation: true', 'contextIsolation: false'),
  '4 sandbox of the window': inWindow('sandbox: true', 'sandbox: false'),
  '4 enableSandbox': ['electron.app.enableSandbox()', 'void 0'],
  '5 permission requests': ['(contents, permission, answer, details) => {', '$& return answer(true);'],
  '5 permission checks': ['(_contents, permission, origin, { mediaType }) => {', '$& return true;'],
  '5 permissions of our page alone': ['&& isOurPage(contents.getURL())', ''],
  '5 checks of our page alone': ['&& isOurPage(`${origin}/`)', ''],
  '6 webSecurity': inWindow('webSecurity: true', 'webSecurity: false'),
  '7 csp connect-src': policy("connect-src 'self'", 'connect-src *'),
  '7 csp script-src': policy("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
  '7 csp default-src': policy("default-src 'none'", 'default-src *'),
  '8 insecure content': alsoInWindow('allowRunningInsecureContent: true'),
  '9 experimental features': alsoInWindow('experimentalFeatures: true'),
  '10 Blink features': alsoInWindow('enableBlinkFeatures: "CSSVariables"'),
  '11 webview tag': alsoInWindow('webviewTag: true'),
  '12 webviews': without('contents.on("will-attach-webview", (event) => event.preventDefault());'),
  '13 navigation': without('contents.on("will-navigate", (event) => event.preventDefault());'),
  '13 redirect': without('contents.on("will-redirect", (event) => event.preventDefault());'),
  '14 new windows': ['({ action: "deny" })', '({ action: "allow" })'],
  '13, 14 all pages': without(
    'electron.app.on("web-contents-created", (_event, contents) => confine(contents));',
  ),
  '17 sender of messages': ['function isFromPage({ senderFrame }) {', '$& return true;'],
  '18 containment of the page': ['inside.startsWith("..") ||', ''],
  '18 host of the page': ['url.host !== "lab"', 'false'],
  'serial port chosen by the person': [
    'this.#choosePort(ports.slice(0, MOST_PORTS), contents)',
    'Promise.resolve("")',
  ],
  'scripts in reports': ['javascript: false', 'javascript: true'],
  'spelling of the session': without('session.setSpellCheckerEnabled(false);'),
  'way out': ['session.setProxy({', '(() => {})({'],
  WebRTC: without('contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");'),
  names: ['"host-resolver-rules"', '"no-such-switch"'],
};

/** The same in the script that stands between the page and the lab. */
const undoneInPreload = {
  '20 bridge': ['var bridge = {', '$& send: (...all) => electron.ipcRenderer.send(...all),'],
  'WebRTC of the page': ['electron.webFrame.executeJavaScript(', 'void (() => {})('],
};

function write(name) {
  const source = readFileSync(bundle, 'utf8');
  if (name in undone) {
    writeFileSync(undoneBundle, replaced(source, ...undone[name], name));
    return;
  }
  writeFileSync(undonePreload, replaced(readFileSync(preload, 'utf8'), ...undoneInPreload[name], name));
  writeFileSync(
    undoneBundle,
    replaced(source, '"preload", "index.cjs"', '"preload", "index-undone.cjs"', name),
  );
}

function replaced(text, from, to, name) {
  if (text.split(from).length !== 2)
    throw new Error(`"${name}" is to undo what the bundle does not have once: ${from}`);
  return text.replace(from, () => to.replace('$&', from));
}

/** What the tests said, without this defence. */
function run(name) {
  const { status, stdout } = spawnSync(
    'xvfb-run',
    [
      '-a',
      'npx',
      'playwright',
      'test',
      '--project=electron',
      '--reporter=line',
      '--retries=0',
      'defences.spec',
      '-g',
      /sandbox/i.test(name) ? '.' : 'each defence',
      ,
    ],
    {
      cwd: rootDir,
      encoding: 'utf8',
      env: {
        ...process.env,
        UNROLL_ELECTRON: process.env.UNROLL_ELECTRON ?? electronFile(),
        UNROLL_MAIN_FILE: undoneBundle,
      },
    },
  );
  const said = [...stdout.matchAll(/^\s*(?:Error|TimeoutError): (.*)$/gm)].map(([, line]) => line);
  return { isRed: status !== 0, said: said[0] ?? '' };
}

const isCheck = process.argv.includes('--check');
const words = process.argv.slice(2).filter((word) => word !== '--check');
const names = Object.keys({ ...undone, ...undoneInPreload }).filter(
  (name) => words.length === 0 || words.some((word) => name.includes(word)),
);
const missed = [];
try {
  for (const name of names) {
    write(name);
    if (isCheck) continue;
    const { isRed, said } = run(name);
    say(`${isRed ? 'red  ' : 'GREEN'}  ${name.padEnd(36)} ${said}`);
    if (!isRed) missed.push(name);
  }
} finally {
  rmSync(undoneBundle, { force: true });
  rmSync(undonePreload, { force: true });
}
if (isCheck) say(`${names.length} defences can be undone.`);
else say(`${names.length - missed.length} of ${names.length} defences turn a test red when they are gone.`);
if (missed.length > 0) process.exitCode = 1;
