import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labDir, resourcesDir } from '../../../src/main/engine/files/places';

/** As scripts/build-kernels.mjs: what dispatches and binds natively has no part in the WebAssembly. */
const wasmSources = [
  'adam.h',
  'cells.h',
  'dense.h',
  'gemm.h',
  'layer.cc',
  'recurrent.h',
  'rounds.h',
  'simd.h',
  'slices.h',
  'wasm.cc',
];

test('recurrent.wasm was built from the sources beside it', () => {
  const dir = join(resourcesDir(), 'kernels');
  const facts = JSON.parse(readFileSync(join(dir, 'recurrent.json'), 'utf8')) as Record<string, string>;
  const sources = createHash('sha256');
  for (const name of wasmSources) {
    const text = readFileSync(join(labDir(), 'src/main/engine/kernels/cpp', name), 'utf8').replaceAll(
      '\r\n',
      '\n',
    );
    sources.update(`${name}\n`).update(text);
  }
  const hint = 'run node scripts/build-kernels.mjs --wasm';
  expect(facts['sourceHash'], hint).toBe(sources.digest('hex'));
  const wasm = createHash('sha256')
    .update(readFileSync(join(dir, 'recurrent.wasm')))
    .digest('hex');
  expect(facts['wasmHash'], hint).toBe(wasm);
});

test.each([
  ['minirocket', 'baselines/minirocket/rocket.cc'],
  ['quant', 'baselines/quant/quant.cc'],
  ['season', 'plan/season.cc'],
  ['near', 'alike/near.cc'],
  ['cells', 'readers/table/cells/cells.cc'],
])('%s.wasm was built from the source beside it', (name, file) => {
  const dir = join(resourcesDir(), 'kernels');
  const facts = JSON.parse(readFileSync(join(dir, `${name}.json`), 'utf8')) as Record<string, string>;
  const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
  const source = readFileSync(join(labDir(), 'src/main/engine', file), 'utf8');
  const hint = 'run node scripts/build-kernels.mjs --wasm';
  expect(facts['sourceHash'], hint).toBe(hash(source.replaceAll('\r\n', '\n')));
  expect(facts['wasmHash'], hint).toBe(hash(readFileSync(join(dir, `${name}.wasm`))));
});
