import { arch, availableParallelism, cpus, release } from 'node:os';
import type { SystemInfo } from '../../../shared/contract/system';

export function machine(): Pick<SystemInfo, 'platform' | 'cpu' | 'threads'> {
  const processors = cpus();
  return {
    platform: `${process.platform} ${release()} ${arch()}`,
    cpu: processors[0]?.model.trim() ?? 'unknown',
    // Node 16 has no availableParallelism.
    threads: typeof availableParallelism === 'function' ? availableParallelism() : processors.length,
  };
}
