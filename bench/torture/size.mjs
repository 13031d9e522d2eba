// Many runs in one home, and much work in one engine.
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { copyOf, dataDir, workDir } from './lab.mjs';

const OPEN_MS = 1000;
const CURVES_MS = 500;

export async function manyRuns({ base, looker, runs, points }) {
  const homeDir = join(workDir, 'many');
  const runFile = join(base.wholeDir, 'runs', base.run, 'run.json');
  await looker.ask({ do: 'fill', homeDir, runFile, runs, points });
  const times = [];
  for (let k = 0; k < 3; k++) times.push(await looker.ask({ do: 'timed', homeDir }));
  const least = (name) => Math.round(Math.min(...times.map((time) => time[name])));
  const [openMs, cpuMs, curvesMs] = [least('openMs'), least('openCpuMs'), least('curvesMs')];
  // On a busy machine what counts is what it would take on a free one.
  const isGood = Math.min(openMs, cpuMs) < OPEN_MS && curvesMs < CURVES_MS && times[0].runs === runs;
  return {
    figure: `${runs} runs, ${points.toLocaleString('en')} points: opened and listed in ${openMs} ms (${cpuMs} ms of processor time; load ${loadavg()[0].toFixed(0)} on ${availableParallelism()} processors), 20 curves in ${curvesMs} ms (least of 3)`,
    isGood,
    failures: [],
  };
}

const MOST_GROWTH = 0.05;
/** Between two rounds, as by a person who looks at what came. */
const PAUSE_MS = 500;

export async function mixedWork({ base, looker, minutes }) {
  const homeDir = copyOf(base.homeDir, 'worked');
  const held = [];
  await looker.ask({ do: 'work', homeDir, dataDir, minutes, pauseMs: PAUSE_MS }, (message) =>
    held.push(message),
  );
  // The first sixth warms up.
  const warm = held.filter((each) => each.minutes >= minutes / 6);
  const mean = (list, name) => list.reduce((sum, each) => sum + each[name], 0) / list.length;
  const part = Math.max(1, Math.round(warm.length / 6));
  const [early, late] = [warm.slice(0, part), warm.slice(-part)];
  const growth = mean(late, 'rssBytes') / mean(early, 'rssBytes') - 1;
  const change = (name) => Math.round(mean(late, name) - mean(early, name));
  const figure = `${minutes} min, ${held.length} rounds: RSS ${(100 * growth).toFixed(1)} % (${Math.round(mean(early, 'rssBytes') / 1e6)} MB early), handles ${change('handles')}, threads ${change('threads')}`;
  return {
    figure,
    isGood: growth <= MOST_GROWTH && change('handles') <= 0 && change('threads') <= 0,
    failures: [],
  };
}
