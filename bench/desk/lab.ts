/** Opens a recording on the desk and asks for what a window draws of it, as run.mjs says. A process that begins with nothing in its memory. */
import { performance } from 'node:perf_hooks';
import { openEngine } from '../../src/main/engine/engine';

const [homeDir = '', ...paths] = process.argv.slice(2);
async function measure(): Promise<void> {
  const engine = await openEngine({ homeDir });
  const { client } = engine;

  async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const found = await work();
    console.log(JSON.stringify({ name, ms: performance.now() - start }));
    return found;
  }

  const existing = (await client.desk.list({}))[0];
  const desk = existing?.id ?? (await timed('open', () => client.desk.openPaths({ paths }))).desk;
  const [recording] = (await client.desk.get({ desk })).desk.recordings;
  const seconds = recording!.rows / (recording!.rateHz ?? 1);
  const part = { desk, recording: 0, columns: 1400 };
  console.log(JSON.stringify({ name: 'marks', count: recording!.marks.length }));

  const whole = { ...part, start: 0, end: seconds };
  const first = { ...part, start: 0, end: Math.min(30, seconds) };
  await timed('first stretch', () => client.desk.peaks(first));
  if (recording!.kind === 'sound')
    await timed('its spectrogram', () => client.desk.spectrogram({ ...first, rows: 256 }));
  await timed('whole', () => client.desk.peaks(whole));
  await timed('whole again', () => client.desk.peaks(whole));

  /** Places all over, as somebody who looks for something goes through them; multiples of the golden ratio. */
  for (const width of [3, 30, 300, 3600]) {
    const times: number[] = [];
    const pictures: number[] = [];
    for (let k = 1; k <= 20; k += 1) {
      const length = Math.min(width, seconds);
      const start = ((k * 0.6180339887) % 1) * (seconds - length);
      const at = { ...part, start, end: start + length };
      let begun = performance.now();
      await client.desk.peaks(at);
      times.push(performance.now() - begun);
      if (recording!.kind !== 'sound') continue;
      begun = performance.now();
      const { levels } = await client.desk.spectrogram({ ...at, rows: 256 });
      if (levels !== null) pictures.push(performance.now() - begun);
    }
    console.log(JSON.stringify({ name: `places of ${width} s`, times, pictures }));
  }
  console.log(JSON.stringify({ name: 'memory', mb: process.resourceUsage().maxRSS / 1024 }));
  await engine.close();
  process.exit(0);
}

void measure();
