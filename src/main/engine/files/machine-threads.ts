import { availableParallelism, cpus } from 'node:os';

/** `availableParallelism` came with Node 18.14; Electron 22 has 16. */
export function threads(): number {
  return typeof availableParallelism === 'function' ? availableParallelism() : cpus().length;
}
