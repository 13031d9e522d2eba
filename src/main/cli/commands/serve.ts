import { Command } from 'commander';
import { rendererDir } from '../../engine/files/places';
import { startServer } from '../../serve/server';
import type { CommonOptions } from '../command';
import { number, runCommand, withCommonOptions } from '../command';
import { printResult } from '../output';
import { isSupervised, supervise, tellReady } from '../supervisor';
import type { TlsFlags } from '../tls-files';
import { readTls, withTlsOptions } from '../tls-files';
import { untilInterrupted } from '../until-interrupted';
import { help } from '../language';

export function serveCommand(): Command {
  const command = new Command('serve')
    .description(help('serve'))
    .option('--port <n>', help('any.port'), number({ whole: true, min: 0, max: 65_535 }), 0);
  return withCommonOptions(withTlsOptions(command)).action(
    (options: CommonOptions & TlsFlags & { port: number }) => {
      if (!isSupervised()) return supervise((line) => process.stderr.write(`${line}\n`));
      return runCommand(options, async ({ engine, asJson, progress }) => {
        const server = await startServer({
          router: engine.router,
          pagesDir: rendererDir(),
          port: options.port,
          tls: readTls(options),
          onEntered: (nextUrl) => progress.log(`Entered. For another browser: ${nextUrl}`),
        });
        const { url, port } = server;
        const text = `Unroll is at ${url}\nThe address works once. Ctrl+C ends the lab.`;
        await printResult({ json: { url, port }, text }, asJson);
        tellReady({ port });
        await untilInterrupted();
        await server.close();
        return null;
      });
    },
  );
}
