// npm start: sets up what is missing and opens the lab.
//
//   npm start                    the window, or the browser where there is no screen
//   npm start -- --browser       the browser face in any case
//   npm start -- --home DIR      with another home
//   npm start -- train …         the command line
import { cliFile, electronFile, rootDir, runToEnd, say } from './common.mjs';
import { setUp } from './setup.mjs';

/** A window that closes sooner than this with an error never opened. */
const OPENED_MS = 5_000;

/** Why the Electron window cannot open here, or null when it can. */
function noWindowReason() {
  if (process.platform === 'linux') {
    if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display';
    if (process.getuid?.() === 0) return "Electron's sandbox does not run as root";
  }
  return electronFile() === null ? "Electron's binary is not here" : null;
}

const runCli = (args) => runToEnd(process.execPath, [cliFile, ...args]);

function serve(reason, args) {
  say(`${reason}: the lab opens in the browser.`);
  return runCli(['serve', ...args]);
}

async function openLab(args) {
  const forBrowser = args.filter((arg) => arg !== '--browser');
  if (forBrowser.length < args.length) return serve('As asked', forBrowser);
  const reason = noWindowReason();
  if (reason !== null) return serve(reason, args);
  const home = args.indexOf('--home');
  const env = {
    ...process.env,
    // What computes on a GPU runs in this Node (src/main/engine/workers/worker-link.ts).
    UNROLL_NODE: process.execPath,
    ...(home >= 0 && { UNROLL_HOME: args[home + 1] }),
  };
  const startedMs = Date.now();
  const code = await runToEnd(electronFile(), [rootDir], { env });
  if (code !== 0 && Date.now() - startedMs < OPENED_MS)
    return serve('The Electron window did not open', args);
  return code;
}

const args = process.argv.slice(2);
const isCommand =
  args.length > 0 && (!args[0].startsWith('-') || ['-h', '--help', '--version'].includes(args[0]));
try {
  await setUp({ electron: !isCommand && noWindowReason() !== 'There is no display' });
  process.exitCode = isCommand ? await runCli(args) : await openLab(args);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
