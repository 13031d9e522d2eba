import { freeBytes } from '../files/disk';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Computing, DoctorReport, Settings, SystemInfo } from '../../../shared/contract/system';
import { BackendName, KernelName } from '../../../shared/domain/model';
import type { UnrollError } from '../../../shared/domain/error';
import { errorToShape, toUnrollError } from '../../../shared/domain/error';
import type { ComputeAvailability } from '../kernels/choose/availability';
import type { choiceJobs } from '../kernels/choose/jobs';
import type { ApartCaller, JobCaller } from '../activities/job-caller';
import type { Home } from '../files/home';
import { machine } from './machine';
import type { ActivityRegistry } from '../activities/activity-registry';
import type { SettingsFile } from './settings';
import { TensorflowService } from './tensorflow/service';
import { findTools } from './tools';
import { version } from '../version';

export interface SystemOptions {
  readonly home: Home;
  readonly compute: JobCaller<typeof choiceJobs> &
    ApartCaller<typeof choiceJobs> & { warmUp(): Promise<void> };
  readonly settings: SettingsFile;
  readonly activities: ActivityRegistry;
  /** What a person should know of the start. */
  readonly notices: readonly UnrollError[];
}

/** Drivers compile shaders when they are first used. */
const GPU_PATIENCE_MS = 60_000;

/** What is said when trying broke off. */
function unavailable(thrown: unknown): ComputeAvailability {
  const detail = toUnrollError(thrown).message;
  return {
    backends: BackendName.options.map((name) => ({ name, available: false, detail })),
    kernels: KernelName.options.map((name) => ({ name, available: false, detail })),
  };
}

/** What the lab says of itself and of the machine. */
export class SystemService {
  readonly tensorflow: TensorflowService;
  readonly #options: SystemOptions;
  #computing: Promise<Computing> | null = null;

  constructor(options: SystemOptions) {
    this.#options = options;
    this.tensorflow = new TensorflowService(options.home.tensorflowDir, options.activities);
  }

  info(): SystemInfo {
    const { home, notices } = this.#options;
    return { version, home: home.rootDir, ...machine(), notices: notices.map(errorToShape) };
  }

  /** @throws UnrollError COMPUTE_FAILED when nothing here can compute */
  async computing(): Promise<Computing> {
    this.#computing ??= this.#options.compute.call('warmUp', { backend: 'auto', kernel: 'auto' });
    try {
      return await this.#computing;
    } catch (error) {
      this.#computing = null;
      throw error;
    }
  }

  async doctor(): Promise<DoctorReport> {
    const [home, tools, { broken, ...tensorflow }] = await Promise.all([
      this.#homeFacts(),
      findTools(),
      this.tensorflow.examine(),
    ]);
    const compute = await this.#computeFacts(broken);
    return {
      version,
      node: process.versions.node,
      ...machine(),
      memoryBytes: totalmem(),
      home,
      ...compute,
      tools: [...tools, { name: 'TensorFlow runtime', ...tensorflow }],
    };
  }

  settings(): Promise<Settings> {
    return this.#options.settings.read();
  }

  /** @throws UnrollError OUTPUT_UNWRITABLE */
  saveSettings(changes: Partial<Settings>): Promise<Settings> {
    return this.#options.settings.change(changes);
  }

  async warmUp(): Promise<void> {
    await this.#options.compute.warmUp();
  }

  /** A report must come also where nothing can compute, or where a GPU's driver crashes. */
  async #computeFacts(brokenTensorflow: string | null): Promise<Pick<DoctorReport, 'backends' | 'kernels'>> {
    const { compute } = this.#options;
    const [rest, webgpu] = await Promise.all([
      compute.call('availability', { part: 'rest', brokenTensorflow }).catch(unavailable),
      compute
        .callApart('availability', { part: 'webgpu', brokenTensorflow }, GPU_PATIENCE_MS)
        .catch(unavailable),
    ]);
    const partOf = (name: string): ComputeAvailability => (name === 'webgpu' ? webgpu : rest);
    return {
      backends: BackendName.options.flatMap((name) => partOf(name).backends.filter((b) => b.name === name)),
      kernels: KernelName.options.flatMap((name) => partOf(name).kernels.filter((k) => k.name === name)),
    };
  }

  async #homeFacts(): Promise<DoctorReport['home']> {
    const { rootDir } = this.#options.home;
    return { path: rootDir, writable: await isWritable(rootDir), freeBytes: await freeBytes(rootDir) };
  }
}

/** By writing: permission bits say nothing of a full disk or a read-only mount. */
async function isWritable(dir: string): Promise<boolean> {
  const probe = join(dir, `.${randomUUID()}.part`);
  try {
    await fs.writeFile(probe, 'x');
    return true;
  } catch {
    return false;
  } finally {
    await fs.rm(probe, { force: true }).catch(() => {});
  }
}
