// Shared by the set-up scripts. Plain Node: nothing here may need an installed package.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootDir = dirname(dirname(fileURLToPath(import.meta.url)));
export const cliFile = join(rootDir, 'out/main/cli.cjs');

/** Progress of the set-up goes to stderr, so that stdout stays the CLI's. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Electron's executable, or null when its binary was not downloaded. */
export function electronFile() {
  const packageDir = join(rootDir, 'node_modules/electron');
  const pathFile = join(packageDir, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const file = join(packageDir, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(file) ? file : null;
}

/** Runs a program with our terminal; resolves with its exit code. Ctrl+C is the program's to handle. */
export function runToEnd(command, args, options = {}) {
  const ignore = () => {};
  process.on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', cwd: process.cwd(), ...options });
    const pass = (signal) => child.kill(signal);
    process.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
