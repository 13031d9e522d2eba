import type { EngineClient } from '../../shared/contract';
import type { Computing, SystemInfo } from '../../shared/contract/system';
import type { UnrollError } from '../../shared/domain/error';
import { toUnrollError } from '../../shared/domain/error';
import { failure } from '../../shared/sentences/failure';
import type { EngineConnection } from '../client/connect';

/** A supervised engine is back sooner; what answers nothing for so long has ended. */
const LOST_MS = 8_000;
/** How long *Try now* waits for an answer. */
const TRY_MS = 3_000;

export type EngineStatus = 'connecting' | 'ready' | 'gone';

/** The engine as the window sees it: one connection, its state, and who wants to know when it (re)opens. */
export class Engine {
  #connection = $state.raw<EngineConnection | null>(null);
  #status = $state<EngineStatus>('connecting');
  #info = $state.raw<SystemInfo | null>(null);
  #computing = $state.raw<Computing | null>(null);
  #failure = $state.raw<UnrollError | null>(null);
  #isLost = $state(false);
  #triedMs = $state<number | null>(null);
  #isTrying = $state(false);
  #losing: ReturnType<typeof setTimeout> | undefined;
  readonly #readers = new Set<(client: EngineClient) => void>();
  readonly #waiting: (() => void)[] = [];

  get status(): EngineStatus {
    return this.#status;
  }

  get info(): SystemInfo | null {
    return this.#info;
  }

  /** What it computes with; null until it has loaded that. */
  get computing(): Computing | null {
    return this.#computing;
  }

  /** Why the last attempt to reach an engine failed. */
  get failure(): UnrollError | null {
    return this.#failure;
  }

  /** Whether it is gone for so long that nobody starts it again by himself: a server that was ended. */
  get lost(): boolean {
    return this.#isLost;
  }

  /** Whether an attempt that a person asked for is under way. */
  get trying(): boolean {
    return this.#isTrying;
  }

  /** When a person last tried in vain; null: not since it went. */
  get triedMs(): number | null {
    return this.#triedMs;
  }

  get face(): EngineConnection['face'] {
    return this.#connection?.face ?? 'browser';
  }

  /** Its calls reject with ENGINE_GONE while there is no engine. @throws UnrollError ENGINE_GONE before the first */
  get client(): EngineClient {
    if (this.#connection === null) throw failure('ENGINE_GONE.notYet');
    return this.#connection.client;
  }

  /** Calls `read` each time an engine has become ready, and now if one is. Returns how to stop that. */
  onReady(read: (client: EngineClient) => void): () => void {
    this.#readers.add(read);
    if (this.#status === 'ready' && this.#connection !== null) read(this.#connection.client);
    return () => this.#readers.delete(read);
  }

  /** Resolves once it is known whether there is an engine: what is dropped on a window that just opened waits for this. */
  settled(): Promise<void> {
    if (this.#status !== 'connecting') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Connects for the first time. Called once. */
  async open(connect: () => Promise<EngineConnection>): Promise<void> {
    try {
      const connection = await connect();
      this.#connection = connection;
      connection.onGone(() => this.#become('gone'));
      connection.onReconnect(() => void this.#welcome());
      await this.#welcome();
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** Does not wait for the next attempt to reach an engine. */
  async reopen(): Promise<void> {
    const connection = this.#connection;
    if (connection === null) return location.reload();
    this.#isTrying = true;
    const waited = new Promise<void>((resolve) => setTimeout(resolve, TRY_MS));
    await Promise.race([connection.reconnect(), waited]).catch((thrown: unknown) => this.#fail(thrown));
    this.#isTrying = false;
    this.#triedMs = connection.connected ? null : Date.now();
  }

  async #welcome(): Promise<void> {
    const { client } = this;
    try {
      this.#info = await client.system.info({});
    } catch (thrown) {
      this.#fail(thrown);
      return;
    }
    this.#failure = null;
    this.#become('ready');
    for (const read of this.#readers) read(client);
    void this.#askForComputing();
  }

  async #askForComputing(): Promise<void> {
    try {
      this.#computing = await this.client.system.compute({});
    } catch (thrown) {
      // One that went meanwhile is told by the connection, and another asks anew.
      if (toUnrollError(thrown).code !== 'ENGINE_GONE') this.#fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    this.#failure = toUnrollError(thrown);
    this.#become('gone');
  }

  #become(status: EngineStatus): void {
    this.#status = status;
    clearTimeout(this.#losing);
    this.#isLost = false;
    if (status === 'ready') this.#triedMs = null;
    // In the desktop app the main process starts it again, or says why it cannot.
    if (status === 'gone' && this.face === 'browser')
      this.#losing = setTimeout(() => (this.#isLost = true), LOST_MS);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
