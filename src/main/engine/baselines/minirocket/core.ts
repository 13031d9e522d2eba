import { WasmCore } from '../../files/wasm-core';
import type { CoreExports } from '../../files/wasm-core';

/** What rocket.cc exports; every `*At` is an address. */
interface RocketExports extends CoreExports {
  workFloats(steps: number, width: number): number;
  convolution(
    ...seriesStepsWidthDilationTripleChannelsCountWorkOut: [
      seriesAt: number,
      steps: number,
      width: number,
      dilation: number,
      tripleAt: number,
      channelsAt: number,
      count: number,
      workAt: number,
      outAt: number,
    ]
  ): void;
  transform(
    seriesAt: number,
    steps: number,
    width: number,
    dilations: number,
    dilationAt: number,
    biasesEachAt: number,
    triplesAt: number,
    channelStartsAt: number,
    channelsAt: number,
    biasesAt: number,
    workAt: number,
    outAt: number,
  ): void;
  addGram(xAt: number, rows: number, width: number, from: number, to: number, gramAt: number): void;
  decompose(matrixAt: number, rows: number, penalty: number): void;
  invert(matrixAt: number, rows: number, inverseAt: number): void;
}

export class RocketCore extends WasmCore<RocketExports> {
  constructor() {
    super('minirocket');
  }
}
