// Stock tf.layers, as somebody without this lab would train them: BENCH_BACKEND wasm or tensorflow.
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { CLASSES } from './cases.mjs';

const require = createRequire(import.meta.url);
const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

async function open() {
  if (process.env.BENCH_BACKEND === 'tensorflow') return require('@tensorflow/tfjs-node');
  const core = require('@tensorflow/tfjs-core');
  const layers = require('@tensorflow/tfjs-layers');
  const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(
    dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm')) + sep,
  );
  await core.setBackend('wasm');
  return { ...core, ...layers };
}

const tf = await open();
await tf.ready();

function workOf({ do: kind, cell, batch, time, inputs, units }) {
  // Not the orthogonal start of the default: tf.layers alone cannot make it, and it takes no part in a step.
  const start = { recurrentInitializer: 'glorotNormal' };
  const shared = { ...start, units, inputShape: [time, inputs], recurrentActivation: 'sigmoid' };
  // tf.layers has only the GRU that resets before the product.
  const layer = cell === 'lstm' ? tf.layers.lstm(shared) : tf.layers.gru({ ...shared, resetAfter: false });
  const model = tf.sequential({ layers: [layer, tf.layers.dense({ units: CLASSES })] });
  const x = tf.randomNormal([batch, time, inputs]);
  if (kind === 'sequence') return () => tf.tidy(() => model.predict(x).dataSync());
  const labels = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: batch }, (_, k) => k % CLASSES),
      'int32',
    ),
    CLASSES,
  );
  const optimizer = tf.train.adam(1e-3);
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() =>
        tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true })),
      );
      const names = Object.keys(grads);
      const norm = tf.sqrt(tf.addN(names.map((name) => tf.sum(tf.square(grads[name])))));
      const scale = tf.div(1, tf.maximum(norm, 1));
      optimizer.applyGradients(Object.fromEntries(names.map((name) => [name, tf.mul(grads[name], scale)])));
      value.dataSync();
    });
}

say({ version: `tfjs ${tf.version_core ?? tf.version?.tfjs}, ${tf.getBackend()}`, threads: null });
let work = null;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.do === 'forget') {
    work = null;
    tf.disposeVariables();
    say({ peakRssMb: process.resourceUsage().maxRSS / 1024 });
    continue;
  }
  try {
    if (request.do === 'stream' || request.lengths === 'varied') throw new Error('not measured');
    work ??= workOf(request);
    const ms = [];
    for (let step = 0; step < request.steps; step++) {
      const start = performance.now();
      work();
      ms.push(performance.now() - start);
    }
    say({ ms });
  } catch (error) {
    say({ error: error.message });
  }
}
process.exit(0);
