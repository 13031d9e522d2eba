import { setPriority } from 'node:os';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import { findParent } from '../files/parent';
import { train } from '../training/train';
import type { TrainingControl } from '../training/control';
import { createControl } from '../training/control';
import { jobs } from './jobs';
import type { JobName } from './jobs';
import type { WorkerReply, WorkerRequest } from './messages';

/** The compute worker: one training job or one-off jobs, whatever the pool sends. A thread or a process (`worker-link`). */
const parent = findParent();

/** A thread of the window then gets nine times the share of one that trains (Linux' `sched_prio_to_weight`). */
const TRAINING_NICENESS = 10;
/** The least share that there is: what was not asked for holds up nothing. */
const BACKGROUND_NICENESS = 19;

/**
 * Training takes every processor it gets; the window that shows it must still draw each frame in time. On Linux 0 is
 * the calling thread, whose niceness the kernel's own threads inherit; elsewhere it is the engine's process.
 */
function giveWay(niceness: number): void {
  try {
    setPriority(0, niceness);
  } catch {
    // A system that does not allow it computes as well.
  }
}

const reply = (message: WorkerReply): void => parent.post(message);
let control: TrainingControl | null = null;
/** Jobs take turns: one may wait for a GPU in the midst of a scope of tensors, and scopes belong to the thread. */
let jobsBefore: Promise<void> = Promise.resolve();

async function runTraining(request: Extract<WorkerRequest, { kind: 'train' }>): Promise<void> {
  giveWay(request.job.background === true ? BACKGROUND_NICENESS : TRAINING_NICENESS);
  control = createControl();
  try {
    await train(request.job, (event) => reply({ kind: 'event', event }), control);
  } catch (thrown) {
    reply({ kind: 'event', event: { kind: 'failed', error: errorToShape(toUnrollError(thrown)) } });
  }
  control = null;
  reply({ kind: 'trained' });
}

type Job = (input: unknown, report: (partial: unknown) => void) => Promise<unknown>;

async function runJob(request: Extract<WorkerRequest, { kind: 'call' }>): Promise<void> {
  const { id, name, input } = request;
  if (request.background) giveWay(TRAINING_NICENESS);
  try {
    const job = jobs[name as JobName] as Job;
    const output = await job(input, (partial) => reply({ kind: 'partial', id, output: partial }));
    reply({ kind: 'result', id, output });
  } catch (thrown) {
    reply({ kind: 'error', id, error: errorToShape(toUnrollError(thrown)) });
  }
}

function handle(request: WorkerRequest): void {
  if (request.kind === 'train') void runTraining(request);
  else if (request.kind === 'command') control?.command(request.command);
  else jobsBefore = jobsBefore.then(() => runJob(request));
}

parent.onMessage((request) => handle(request as WorkerRequest));
