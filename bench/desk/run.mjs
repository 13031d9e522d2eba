// What the desk needs to draw a long recording: at first, with nothing kept; and in a process that finds what was kept by the one before.
// The recordings are those of bench/marks/make-large.mjs.
//
//   node bench/desk/run.mjs RECORDING …
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled } from '../torture/bundle.mjs';

const lab = await bundled('../desk/lab.ts', 'bench/desk')();
const homeDir = mkdtempSync(join(tmpdir(), 'unroll-desk-'));
const ms = (value) => `${Math.round(value)} ms`;
try {
  for (const said of ['nothing kept', 'kept']) {
    const text = execFileSync(process.execPath, [lab, homeDir, ...process.argv.slice(2)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    console.log(`\n${said}`);
    for (const line of text
      .trim()
      .split('\n')
      .filter((one) => one.startsWith('{'))) {
      const { name, times, pictures, ...one } = JSON.parse(line);
      if (times === undefined) {
        console.log(`${name}: ${one.ms === undefined ? Math.round(one.mb ?? one.count) : ms(one.ms)}`);
        continue;
      }
      const facts = [times, pictures]
        .filter((own) => own.length > 0)
        .map((own) => {
          const sorted = [...own].sort((a, b) => a - b);
          return `${ms(sorted[sorted.length >> 1])}, at most ${ms(sorted.at(-1))}`;
        });
      console.log(`${name}: ${facts.join('; spectrogram ')}`);
    }
  }
} finally {
  rmSync(homeDir, { recursive: true, force: true });
}
