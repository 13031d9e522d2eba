import type { TensorflowStatus } from '../../../../shared/contract/system';
import { probeTensorflow } from '../../kernels/tensorflow/probing';
import { readStamp } from '../../kernels/tensorflow/runtime';
import type { ActivityRegistry } from '../../activities/activity-registry';
import { setUpTensorflow } from './set-up';

/** Whether TensorFlow can be used, and getting it. */
export class TensorflowService {
  #activity: string | null = null;

  constructor(
    private readonly dir: string,
    private readonly activities: Pick<ActivityRegistry, 'run' | 'list'>,
  ) {}

  status(): TensorflowStatus {
    const stamp = readStamp(this.dir);
    const { version = null, source = null, cuda = false } = stamp ?? {};
    return { dir: this.dir, version, source, cuda };
  }

  /**
   * Starts to get what is asked for unless it is there. Answers with the activity, or null when there is nothing to do; while
   * one is at it, with that one's.
   */
  setUp(cuda: boolean, anew: boolean): string | null {
    const stamp = readStamp(this.dir);
    if (!anew && stamp !== null && (stamp.cuda || !cuda)) return null;
    const running = this.activities
      .list()
      .activities.find(({ id, status }) => id === this.#activity && status === 'running');
    this.#activity =
      running?.id ??
      this.activities.run('setup', cuda ? 'TensorFlow (CUDA)' : 'TensorFlow', async (progress, signal) => {
        await setUpTensorflow({ dir: this.dir, cuda }, progress, signal);
        return null;
      });
    return this.#activity;
  }

  /** Lets it compute in a process of its own. `broken`: why nobody should load it; null when it works or is not there. */
  async examine(): Promise<{ available: boolean; detail: string; broken: string | null }> {
    const stamp = readStamp(this.dir);
    if (stamp === null)
      return {
        available: false,
        detail:
          'Not set up, and not needed: without a GPU the native kernel is faster. bin/unroll setup tensorflow gets it.',
        broken: null,
      };
    const probe = await probeTensorflow(this.dir);
    if (!probe.works) {
      const broken = `TensorFlow is set up but does not work here: ${probe.detail} Set it up anew with bin/unroll setup tensorflow --force.`;
      return { available: false, detail: broken, broken };
    }
    const { version, gpu, remarks } = probe.report;
    const where = gpu
      ? 'on a GPU, which the lab’s own tests have never run on;'
      : stamp.cuda
        ? 'on the processor: it found no GPU with a driver for CUDA 12;'
        : 'on the processor;';
    const detail = [
      `TensorFlow ${version} computes`,
      where,
      'it agrees with the reference kernel.',
      ...remarks,
    ];
    return { available: true, detail: detail.join(' '), broken: null };
  }
}
