import { execFileSync } from 'node:child_process';

/** The translations are made by the build; tests may come before one. */
export function setup(): void {
  const compiler = 'node_modules/@inlang/paraglide-js/bin/run.js';
  const where = ['--project', './project.inlang', '--outdir', './src/renderer/paraglide'];
  execFileSync(process.execPath, [
    compiler,
    'compile',
    ...where,
    '--strategy',
    'globalVariable',
    'baseLocale',
  ]);
}
