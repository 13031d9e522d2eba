// What a program takes: time, processor time and memory, with all that it starts.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { family } from '../lab/processes.mjs';

const SAMPLE_MS = 40;
const PAGE_BYTES = 4096;

/** bash counts the processor time of whatever it waited for, to the millisecond, and adds little of its own. */
const TIMED = 'TIMEFORMAT="%R %U %S"; exec 4>&2; { time "$@" 2>&4 3>&- 4>&-; } 2>&3';

function residentBytes(pid) {
  try {
    return PAGE_BYTES * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  } catch {
    return 0;
  }
}

/**
 * Runs a program to its end.
 *
 * @returns {Promise<{ seconds: number, cpuSeconds: number, peakBytes: number, stdout: string }>} `peakBytes` is the
 *   greatest sum of the resident memory of its processes at one moment, of which there are 25 a second; what processes
 *   share counts in each of them
 * @throws Error with what it wrote when it fails
 */
export async function measured(command, args, env = process.env) {
  const child = spawn('bash', ['-c', TIMED, 'bash', command, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const texts = ['', '', ''];
  for (const [index, stream] of child.stdio.slice(1).entries())
    stream.setEncoding('utf8').on('data', (text) => (texts[index] += text));
  let peakBytes = 0;
  const sampling = setInterval(() => {
    const [, ...pids] = family(child.pid);
    peakBytes = Math.max(
      peakBytes,
      pids.reduce((sum, pid) => sum + residentBytes(pid), 0),
    );
  }, SAMPLE_MS);
  const status = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearInterval(sampling));
  const [stdout, stderr, times] = texts;
  if (status !== 0) throw new Error(`${command} ended with ${status}.\n${(stdout + stderr).slice(-2000)}`);
  const [seconds, userSeconds, systemSeconds] = times.trim().split(' ').map(Number);
  return { seconds, cpuSeconds: userSeconds + systemSeconds, peakBytes, stdout };
}
