// Stock tf.layers, as somebody without this lab would train them: BENCH_BACKEND wasm, or tensorflow, which is tfjs-node.
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { useBackend } from '../../src/main/engine/kernels/choose/backend';
import type { BackendName } from '../../src/shared/domain/model';

interface Request {
  readonly do: 'train' | 'kernel' | 'sequence' | 'stream' | 'forget';
  readonly cell: 'lstm' | 'gru';
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly units: number;
  readonly lengths: 'full' | 'varied';
  readonly steps: number;
}

const CLASSES = 10;
const say = (answer: object): void => void process.stdout.write(`${JSON.stringify(answer)}\n`);

function workOf({ do: kind, cell, batch, time, inputs, units }: Request): () => void {
  const shared = {
    // Not the orthogonal start of the default: it takes seconds and no part in a step.
    recurrentInitializer: 'glorotNormal',
    recurrentActivation: 'sigmoid',
    inputShape: [time, inputs] as [number, number],
    units,
  } as const;
  // tf.layers has only the GRU that resets before the product.
  const layer = cell === 'lstm' ? layers.lstm(shared) : layers.gru(shared);
  const model = sequential({ layers: [layer, layers.dense({ units: CLASSES })] });
  const x = tf.randomNormal([batch, time, inputs]);
  if (kind === 'sequence') return () => tf.tidy(() => void (model.predict(x) as tf.Tensor).dataSync());
  const classes = Array.from({ length: batch }, (_, k) => k % CLASSES);
  const labels = tf.oneHot(tf.tensor1d(classes, 'int32'), CLASSES);
  const optimizer = tf.train.adam(1e-3);
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() =>
        tf.losses.softmaxCrossEntropy(labels, model.apply(x, { training: true }) as tf.Tensor),
      );
      const gradients = Object.entries(grads);
      const norm = tf.sqrt(tf.addN(gradients.map(([, gradient]) => tf.sum(tf.square(gradient)))));
      const scale = tf.div(1, tf.maximum(norm, 1));
      optimizer.applyGradients(
        Object.fromEntries(
          gradients.map(([name, gradient]) => [name, tf.mul(gradient, scale) as tf.Variable]),
        ),
      );
      value.dataSync();
    });
}

async function main(): Promise<void> {
  try {
    await useBackend(process.env['BENCH_BACKEND'] as BackendName);
  } catch (error) {
    say({ error: (error as Error).message });
    return;
  }
  say({ version: `tfjs ${tf.version_core}, ${tf.getBackend()}`, threads: null });
  let work: (() => void) | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.do === 'forget') {
      work = null;
      tf.disposeVariables();
      say({ peakRssMb: process.resourceUsage().maxRSS / 1024 });
      continue;
    }
    if ((request.do !== 'train' && request.do !== 'sequence') || request.lengths === 'varied') {
      say({ error: 'not measured' });
      continue;
    }
    work ??= workOf(request);
    const ms: number[] = [];
    for (let step = 0; step < request.steps; step++) {
      const start = performance.now();
      work();
      ms.push(performance.now() - start);
    }
    say({ ms });
  }
}

void main().finally(() => process.exit());
