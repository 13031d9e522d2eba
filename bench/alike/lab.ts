// Bundled by run.mjs: `make DIR` writes an index, `find DIR QUESTION` looks in it as a compute worker does.
import { findAlikeJob } from '../../src/main/engine/alike/alike-jobs';
import { IndexWriter } from '../../src/main/engine/alike/state-index';

const [what, dir, ...words] = process.argv.slice(2) as [string, string, ...string[]];

/** Marsaglia's xorshift32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Recordings of an hour whose states wander slowly around one of some places, as a recurrent network's do. */
async function make(hours: number, units: number): Promise<void> {
  const next = random(20_261_201);
  const noise = (): number => next() + next() + next() - 1.5;
  const places = Array.from({ length: 40 }, () =>
    Float32Array.from({ length: units }, () => Math.tanh(1.5 * noise())),
  );
  const centre = {
    mean: new Float32Array(units).map(
      (_, k) => places.reduce((sum, own) => sum + own[k]!, 0) / places.length,
    ),
    deviation: new Float32Array(units).fill(0.6),
  };
  const writer = new IndexWriter({ dir, centre, cellSteps: 25, items: [], blocks: [] });
  for (let hour = 0; hour < hours; hour++) {
    const rows = 4 * 3600;
    const cells = new Float32Array(rows * units);
    let place = places[0]!;
    for (let row = 0; row < rows; row++) {
      if (next() < 0.1) place = places[Math.floor(next() * places.length)]!;
      for (let k = 0; k < units; k++) {
        const before = row === 0 ? 0 : cells[(row - 1) * units + k]!;
        cells[row * units + k] = 0.5 * before + 0.5 * Math.tanh(place[k]! + 0.5 * noise());
      }
    }
    await writer.add(cells);
    writer.end({ key: `h${hour}`, file: `h${hour}.wav`, start: 0, perCell: 0.25, end: 3600 });
  }
  await writer.close();
}

if (what === 'make') await make(Number(words[0]), Number(words[1]));
else {
  const question = JSON.parse(words[0]!) as Parameters<typeof findAlikeJob>[0]['question'];
  const times: number[] = [];
  const processor: number[] = [];
  let found: Awaited<ReturnType<typeof findAlikeJob>> = [];
  for (let k = 0; k < 3; k++) {
    const begun = performance.now();
    const before = process.cpuUsage();
    found = await findAlikeJob({ dir, question });
    times.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
  }
  const { rss } = process.memoryUsage();
  process.stdout.write(
    JSON.stringify({
      times,
      processor,
      found,
      peakMb: Math.round(Math.max(rss, process.resourceUsage().maxRSS * 1024) / 2 ** 20),
    }),
  );
}
