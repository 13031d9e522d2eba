import { WasmCore } from '../../files/wasm-core';
import type { CoreExports } from '../../files/wasm-core';

/** What quant.cc exports; every `*At` is an address. */
interface QuantExports extends CoreExports {
  fourier(zAt: number, size: number, rootsAt: number): void;
  workBytes(steps: number, size: number): number;
  transform(
    seriesAt: number,
    steps: number,
    width: number,
    countsAt: number,
    boundsAt: number,
    divisor: number,
    size: number,
    rootsAt: number,
    chirpAt: number,
    filterAt: number,
    workAt: number,
    outAt: number,
    stride: number,
  ): void;
  growTree(
    xAt: number,
    labelsAt: number,
    rows: number,
    features: number,
    classes: number,
    tried: number,
    seedLow: number,
    seedHigh: number,
    orderAt: number,
    rowsOfAt: number,
    entropiesAt: number,
    countedAt: number,
    stackAt: number,
    featureAt: number,
    thresholdAt: number,
    leftAt: number,
    tallyAt: number,
  ): number;
}

export class QuantCore extends WasmCore<QuantExports> {
  constructor() {
    super('quant');
  }
}
