// Requests a second of a served model: one-second clips, one after the other and many at once.
//
//   node bench/serve/run.mjs        needs the build
//
// Trains a GRU on the drum sample in a home of its own and writes its part of docs/benchmarks.md.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rootDir = join(dirname(fileURLToPath(import.meta.url)), '../..');
const unroll = join(rootDir, 'bin/unroll');
const RATE_HZ = 16_000;
const WARM_UP = 50;
const REQUESTS = 600;
const ROUNDS = 3;
const AT_ONCE = [1, 4, 16, 64];

/** One second of 16-bit mono sound. */
function clip() {
  const bytes = Buffer.alloc(44 + 2 * RATE_HZ);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE_HZ, 24);
  bytes.writeUInt32LE(2 * RATE_HZ, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * RATE_HZ, 40);
  for (let k = 0; k < RATE_HZ; k++)
    bytes.writeInt16LE(Math.round(8000 * Math.sin(0.05 * k * (1 + k / RATE_HZ))), 44 + 2 * k);
  return bytes;
}

function ask({ port, token }, agent, body) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-length': body.length };
    const asking = request({ agent, port, path: '/predict', method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () =>
        answer.statusCode === 200
          ? resolve(JSON.parse(text).computedTogether)
          : reject(new Error(`${answer.statusCode} ${text}`)),
      );
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

async function measure(service, atOnce, requests) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const body = clip();
  const latencies = [];
  let [left, together] = [requests, 0];
  const startMs = performance.now();
  const client = async () => {
    while (left-- > 0) {
      const askedMs = performance.now();
      const own = await ask(service, agent, body);
      together += own;
      latencies.push(performance.now() - askedMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const seconds = (performance.now() - startMs) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  return {
    rate: requests / seconds,
    together: together / requests,
    medianMs: latencies[latencies.length >> 1],
    p95Ms: latencies[Math.floor(0.95 * latencies.length)],
  };
}

const home = mkdtempSync(join(tmpdir(), 'unroll-bench-serve-'));
const env = { ...process.env, UNROLL_HOME: home };
const sample = join(rootDir, 'resources/samples/drum-sounds');
const trained = spawnSync(unroll, ['train', sample, '--epochs', '3', '--json'], { env, encoding: 'utf8' });
const { run } = JSON.parse(trained.stdout);
const child = spawn(unroll, ['serve-model', run, '--json'], { env });
try {
  const [line] = await new Promise((resolve) => child.stdout.once('data', (data) => resolve([String(data)])));
  const service = JSON.parse(line);
  await measure(service, 4, WARM_UP);
  const best = new Map();
  const loads = [loadavg()[0]];
  for (let round = 0; round < ROUNDS; round++)
    for (const atOnce of AT_ONCE) {
      const measured = await measure(service, atOnce, REQUESTS);
      if (measured.rate > (best.get(atOnce)?.rate ?? 0)) best.set(atOnce, measured);
      console.log(atOnce, measured);
    }
  loads.push(loadavg()[0]);
  const row = (atOnce, { rate, together, medianMs, p95Ms }) =>
    `| ${atOnce} | ${rate.toFixed(0)} | ${together.toFixed(1)} | ${medianMs.toFixed(1)} | ${p95Ms.toFixed(1)} |`;
  const ratio = Math.max(...[...best.values()].map(({ rate }) => rate)) / best.get(1).rate;
  const part = [
    `${cpus()[0].model.trim()}, ${cpus().length} hardware threads, Node ${process.versions.node}; load of the machine ${loads.map((load) => load.toFixed(1)).join(' to ')}, client and service on it. The best of ${ROUNDS} rounds of ${REQUESTS} requests.`,
    '',
    '| requests at once | requests a second | computed together, mean | median, ms | 95th percentile, ms |',
    '|---|---|---|---|---|',
    ...AT_ONCE.map((atOnce) => row(atOnce, best.get(atOnce))),
    '',
    `Many at once: **${ratio.toFixed(1)} ×** as many as one after the other.`,
  ].join('\n');
  writePart(part);
} finally {
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  rmSync(home, { recursive: true, force: true });
}

function writePart(part) {
  const file = join(rootDir, 'docs/benchmarks.md');
  const [begin, end] = ['<!-- serve -->', '<!-- /serve -->'];
  const text = readFileSync(file, 'utf8');
  const found = text.indexOf(begin);
  const whole = `${begin}\n\n${part}\n\n${end}`;
  writeFileSync(
    file,
    found === -1
      ? `${text.trimEnd()}\n\n## A served model\n\n\`bin/unroll serve-model\` asked over loopback for one-second clips (WAV, 16 kHz) through the GRU that the lab proposes for the drum sample: reading, resampling, features, network: \`node bench/serve/run.mjs\`.\n\n${whole}\n`
      : text.slice(0, found) + whole + text.slice(text.indexOf(end) + end.length),
  );
}
