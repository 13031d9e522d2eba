import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cHeader, HEADER_FILE } from '../../src/main/engine/exports/c/c-header';
import { encodeOnnx } from '../../src/main/engine/formats/onnx/onnx-file';
import { streamModel } from '../../src/main/engine/exports/onnx/stream-graph';
import { modelOf } from './model';

/** Writes CELL-UNITS/unroll_model.h and model.onnx, one network with random weights each. */
const [dir = ''] = process.argv.slice(2);
for (const cell of ['gru', 'lstm'] as const)
  for (const units of [64, 128, 256]) {
    const model = modelOf(cell, units);
    const own = join(dir, `${cell}-${units}`);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, HEADER_FILE), cHeader(model));
    writeFileSync(join(own, 'model.onnx'), encodeOnnx(streamModel(model, null)));
  }
