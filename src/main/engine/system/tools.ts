import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { DoctorReport } from '../../../shared/contract/system';
import { labDir } from '../files/places';

type Tool = DoctorReport['tools'][number];

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 5000;

/** The first line that a program says of itself; null when it is not there or does not answer. */
async function firstLine(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(program, args, { timeout: PROBE_TIMEOUT_MS });
    return `${stdout}\n${stderr}`.trim().split('\n')[0]?.trim() ?? null;
  } catch {
    return null;
  }
}

/** The first of several programs that answers. */
async function firstThatAnswers(
  candidates: readonly (readonly [program: string, ...args: string[]])[],
): Promise<string | null> {
  for (const [program, ...args] of candidates) {
    const line = await firstLine(program, args);
    if (line !== null) return line;
  }
  return null;
}

const compilerAdvice: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'run xcode-select --install',
  win32: "install Visual Studio's C++ build tools",
};

async function compiler(): Promise<Tool> {
  const names = [process.env['CXX'], 'c++', 'g++', 'clang++'].filter((name) => name !== undefined);
  const found = await firstThatAnswers(names.map((name) => [name, '--version'] as const));
  const advice = compilerAdvice[process.platform] ?? 'install g++ or clang (Debian, Ubuntu: apt install g++)';
  return {
    name: 'C++ compiler',
    available: found !== null,
    detail: found ?? `None found; for the fastest kernel ${advice} and run npm start again.`,
  };
}

function display(): Tool {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const screen = process.platform === 'linux' ? (WAYLAND_DISPLAY ?? DISPLAY) : 'the desktop';
  const available = screen !== undefined && screen !== '';
  return {
    name: 'display',
    available,
    detail: available
      ? `Windows open on ${screen}.`
      : 'None; use the lab in a browser with bin/unroll serve, or set DISPLAY.',
  };
}

/** Where the `electron` package keeps its binary. Source: node_modules/electron/index.js. */
function electronBinary(): string | null {
  if (process.versions['electron'] !== undefined) return process.execPath;
  try {
    const dir = dirname(createRequire(join(labDir(), 'package.json')).resolve('electron/package.json'));
    const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(dir, 'dist');
    const pathFile = join(dir, 'path.txt');
    const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
    const file = join(dist, name);
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

function electron(): Tool {
  const file = electronBinary();
  return {
    name: 'Electron',
    available: file !== null,
    detail:
      file ?? 'No binary; node node_modules/electron/install.js fetches it. The browser face works without.',
  };
}

async function chromium(): Promise<Tool> {
  const named = process.env['UNROLL_CHROMIUM'];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = await firstThatAnswers(
    [...(named === undefined ? [] : [named]), ...names].map((name) => [name, '--version'] as const),
  );
  return {
    name: 'Chromium',
    available: found !== null,
    detail:
      found ??
      'None on the path; only the browser tests need it (apt install chromium, or npx playwright install chromium).',
  };
}

/** What the lab can use beside itself, one line each on what was found or what to do. */
export async function findTools(): Promise<Tool[]> {
  const [compilerFound, chromiumFound] = await Promise.all([compiler(), chromium()]);
  return [compilerFound, display(), electron(), chromiumFound];
}
