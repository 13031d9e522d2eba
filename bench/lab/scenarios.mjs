// What is measured, each in a lab that was just opened.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { frameTimes, mainThreadCpuMs, pumpFrames, recordTrace, stopFrames } from './frames.mjs';
import { anything, click, drawnStep, go, timeUntil } from './probes.mjs';
import { growthPerMinute, summary } from './stats.mjs';

const SMOOTH_MS = 10_000;
const SETTLE_MS = 3_000;
const SAMPLE_MS = 5_000;
const MIB = 2 ** 20;

async function repeat(times, measure) {
  const values = [];
  for (let k = 0; k < times; k++) values.push(await measure(k));
  return values;
}

const CLOCK_TICK_MS = 10;

/** User and system time of all threads of a process (proc_pid_stat(5)). */
function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS;
}

/**
 * `timeUntil`, and how much processor time the window's main thread and the engine took of it: what would remain of
 * the elapsed time with no other program on the machine.
 */
async function timed(lab, target, act, shown) {
  const engine = lab.enginePid();
  const before = processorMs(engine);
  let elapsedMs = 0;
  const events = await recordTrace(lab, async () => {
    elapsedMs = await timeUntil(target, act, shown);
  });
  return { elapsedMs, windowCpuMs: mainThreadCpuMs(events), engineCpuMs: processorMs(engine) - before };
}

const summaries = (measured) => ({
  elapsedMs: summary(measured.map(({ elapsedMs }) => elapsedMs)),
  processorMs: summary(measured.map(({ windowCpuMs, engineCpuMs }) => windowCpuMs + engineCpuMs)),
  windowCpuMs: summary(measured.map(({ windowCpuMs }) => windowCpuMs)),
});

/**
 * From starting the process to a window whose engine answers and whose buttons can be pressed; and the processor time
 * of all processes of the lab until then, those of Electron included, a browser's not.
 */
export async function startup({ open, runs }) {
  const measured = await repeat(runs, async () => {
    const lab = await open();
    const processor = lab.pids().reduce((sum, pid) => sum + processorMs(pid), 0);
    await lab.close();
    return { elapsed: lab.readyMs - lab.startedMs, processor };
  });
  return {
    elapsedMs: summary(measured.map(({ elapsed }) => elapsed)),
    processorMs: summary(measured.map(({ processor }) => processor)),
  };
}

/**
 * From the click on Train to the frame with the first step: in a window just opened, whose compute worker is still
 * loading, and again in the same window.
 */
export async function firstStep({ open, runs, home }) {
  const first = [];
  const later = [];
  await repeat(runs, async () => {
    const lab = await open();
    await go(lab.page, `#/train?dataset=${home.dataset}`);
    const train = lab.page.locator('.panel footer button');
    await lab.page.locator('.panel footer button:enabled').waitFor();
    for (const values of [first, later]) {
      values.push(await timed(lab, train, click, drawnStep));
      await lab.page.keyboard.press('Shift+S');
      await lab.page.locator('header .engine.idle').waitFor();
    }
    await lab.close();
  });
  return { justOpened: summaries(first), again: summaries(later) };
}

async function resumeEndless(lab, home) {
  await go(lab.page, `#/train?dataset=${home.dataset}&run=${home.endless}`);
  await lab.page.getByRole('button', { name: 'Resume' }).first().click();
  await lab.page.locator(drawnStep.selector).waitFor();
}

async function pauseEndless(lab) {
  await lab.page.keyboard.press('Shift+P');
  await lab.page.locator('header .engine.idle').waitFor();
}

/** Frames while a run trains and its curves move, and for comparison in the same window at rest. */
export async function smoothness({ open, runs, home }) {
  const lab = await open();
  const trace = () =>
    recordTrace(lab, async () => {
      await pumpFrames(lab.page);
      await sleep(SMOOTH_MS);
      await stopFrames(lab.page);
    });
  await resumeEndless(lab, home);
  await sleep(SETTLE_MS);
  const training = await repeat(runs, async () => frameTimes(await trace()));
  await pauseEndless(lab);
  await sleep(SETTLE_MS);
  const atRest = frameTimes(await trace());
  await lab.close();
  return { training, atRest };
}

/** A run of a million steps: fetched and drawn, then drawn again with another axis, smoothing and zoom. */
export async function millionPoints({ open, runs, home }) {
  const opened = [];
  const drawn = { logarithmic: [], smoothing: [], zoom: [] };
  await repeat(runs, async () => {
    const lab = await open();
    await go(lab.page, `#/train?dataset=${home.dataset}&run=${home.short}`);
    const row = lab.page.locator('section').getByText('a million steps').first();
    await row.waitFor();
    await sleep(SETTLE_MS);
    opened.push(await timed(lab, row, click, { selector: '.place', text: '1,000,000' }));
    const logarithmic = lab.page.getByRole('checkbox').first();
    drawn.logarithmic.push(await timed(lab, logarithmic, click, anything));
    const smoothing = lab.page.locator('.smoothing input');
    drawn.smoothing.push(await timed(lab, smoothing, { act: 'slide', value: '0.5' }, anything));
    const surface = lab.page.locator('.figure .surface');
    drawn.zoom.push(await timed(lab, surface, { act: 'key', value: '+' }, anything));
    await lab.close();
  });
  const redrawn = Object.entries(drawn).map(([name, values]) => [name, summaries(values)]);
  return { fetchedAndDrawn: summaries(opened), ...Object.fromEntries(redrawn) };
}

/** An example of 2,000 steps through an LSTM of 128 units: click to all gates drawn. */
export async function longTrace({ open, runs, home }) {
  const lab = await open();
  await go(lab.page, `#/look?dataset=${home.long}&run=${home.traced}`);
  const done = { selector: '.stage[aria-busy="false"] .track canvas' };
  await lab.page.locator(done.selector).first().waitFor();
  await lab.page.locator('.list').getByText('Train', { exact: false }).first().click();
  await lab.page.locator(done.selector).first().waitFor();
  await sleep(SETTLE_MS);
  const rows = lab.page.locator('[data-testid=look-examples] button');
  const count = await rows.count();
  const values = await repeat(runs, (k) => timed(lab, rows.nth((k + 1) % count), click, done));
  await lab.close();
  return { computedAndDrawn: summaries(values) };
}

const residentMiB = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** Memory while a run goes on and on: the window's heap after a collection, and the engine's resident memory. */
export async function memory({ open, home, minutes }) {
  const lab = await open();
  await resumeEndless(lab, home);
  await sleep(SETTLE_MS);
  const samples = [];
  const startMs = Date.now();
  while (Date.now() - startMs < minutes * 60_000) {
    await lab.devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await lab.devtools.send('Runtime.getHeapUsage');
    samples.push({
      seconds: (Date.now() - startMs) / 1000,
      heapMiB: usedSize / MIB,
      engineMiB: residentMiB(lab.enginePid()),
    });
    await sleep(SAMPLE_MS);
  }
  const steps = await lab.page.locator('.place').textContent();
  await lab.close();
  const of = (key) => samples.map((sample) => sample[key]);
  return {
    minutes,
    reached: steps.trim(),
    heapMiB: summary(of('heapMiB')),
    engineMiB: summary(of('engineMiB')),
    heapGrowthMiBPerMinute: growthPerMinute(of('heapMiB'), minutes),
    engineGrowthMiBPerMinute: growthPerMinute(of('engineMiB'), minutes),
  };
}
