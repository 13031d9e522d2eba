import type { MessagePortMain } from 'electron';
import { toUnrollError } from '../shared/domain/error';
import { portChannel } from '../shared/transport/channel';
import type { EngineCommand, EngineReport } from './desktop/engine-messages';
import { openEngine } from './engine/engine';
import { startChildrenBy } from './engine/files/child';
import { ChildrenByMain } from './desktop/engine-children';
import { serveChannel } from './transport/serve-channel';

/** The engine in Electron's utilityProcess: one engine, a port for each window. */
const { parentPort } = process;
const report = (message: EngineReport): void => parentPort.postMessage(message);
const children = new ChildrenByMain(report);
startChildrenBy(children.start);
const opening = openEngine();

opening.then(
  () => report({ kind: 'ready' }),
  (thrown: unknown) => {
    report({ kind: 'failed', reason: toUnrollError(thrown).message });
    process.exitCode = 1;
    // The report must be out before the process ends.
    setTimeout(() => process.exit(), 100);
  },
);

async function join(port: MessagePortMain): Promise<void> {
  // Calls wait in the port until it is started.
  const { router } = await opening;
  serveChannel(router, portChannel(port as unknown as Parameters<typeof portChannel>[0]));
}

async function stop(): Promise<void> {
  const engine = await opening;
  await engine.close();
  process.exit(0);
}

parentPort.on('message', ({ data, ports }) => {
  const command = data as EngineCommand;
  const [port] = ports;
  // A failure to open is told above.
  if (command.kind === 'join' && port) void join(port).catch(() => {});
  if (command.kind === 'stop') void stop().catch(() => process.exit(1));
  if (command.kind === 'child.message' || command.kind === 'child.exit') children.hear(command);
});
