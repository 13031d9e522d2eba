import { parentPort } from 'node:worker_threads';

/** Whoever has started this thread or process. */
export interface Parent {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** `process.parentPort` of Electron's utilityProcess. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** @throws Error when nobody has started this as a child */
export function findParent(): Parent {
  if (parentPort !== null) {
    const port = parentPort;
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', listener),
    };
  }
  const { parentPort: utility } = process as unknown as { parentPort?: UtilityPort };
  if (utility !== undefined)
    return {
      post: (message) => utility.postMessage(message),
      onMessage: (listener) => utility.on('message', ({ data }) => listener(data)),
    };
  if (process.send === undefined) throw new Error('This bundle is started by the engine.');
  // Nobody is left to compute for.
  process.once('disconnect', () => process.exit());
  return {
    post: (message) => void process.send!(message),
    onMessage: (listener) => process.on('message', listener),
  };
}
