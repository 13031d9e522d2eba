import type { EngineClient } from '../../shared/contract';
import type { Channel } from '../../shared/transport/channel';
import type { EngineLink } from '../../shared/transport/client';
import { channelLink, engineClient } from '../../shared/transport/client';
import { engineGone } from '../../shared/transport/failure';

type Listener = () => void;

/** The engine as the window sees it. `client` stays the same object while engines come and go. */
export interface EngineConnection {
  /** Rejects with `ENGINE_GONE` while there is no engine. */
  readonly client: EngineClient;
  readonly face: 'electron' | 'browser';
  readonly connected: boolean;
  /** The engine is gone: pending calls were rejected and streams ended. Returns how to stop listening. */
  onGone(listener: Listener): () => void;
  /** A new engine answers: take new snapshots and watch again. Returns how to stop listening. */
  onReconnect(listener: Listener): () => void;
  /** Resolves once there is an engine; at once when there is one. */
  reconnect(): Promise<void>;
}

/** Holds the current link and passes from one to the next; what opens channels is the face's business. */
export class Connection implements EngineConnection {
  readonly client: EngineClient;
  #link: EngineLink | null = null;
  #everConnected = false;
  #goneListeners = new Set<Listener>();
  #backListeners = new Set<Listener>();
  #waiting: Listener[] = [];

  constructor(
    readonly face: EngineConnection['face'],
    /** Asked for when somebody does not want to wait for the next attempt. */
    private readonly hurry: () => void = () => {},
  ) {
    this.client = engineClient({
      call: (path, input, options) => {
        if (this.#link === null) throw engineGone();
        return this.#link.call(path, input, options);
      },
    });
  }

  get connected(): boolean {
    return this.#link !== null;
  }

  /** Calls go over `channel` from now on, until it closes. */
  adopt(channel: Channel): void {
    const link = channelLink(channel);
    this.#link = link;
    channel.onClose(() => this.#lose(link));
    for (const resolve of this.#waiting.splice(0)) resolve();
    if (this.#everConnected) for (const listener of this.#backListeners) listener();
    this.#everConnected = true;
  }

  onGone(listener: Listener): () => void {
    this.#goneListeners.add(listener);
    return () => this.#goneListeners.delete(listener);
  }

  onReconnect(listener: Listener): () => void {
    this.#backListeners.add(listener);
    return () => this.#backListeners.delete(listener);
  }

  reconnect(): Promise<void> {
    if (this.connected) return Promise.resolve();
    this.hurry();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #lose(link: EngineLink): void {
    if (this.#link !== link) return;
    this.#link = null;
    for (const listener of this.#goneListeners) listener();
  }
}
