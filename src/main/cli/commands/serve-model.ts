import { Command } from 'commander';
import { version } from '../../engine/version';
import { startModelService } from '../../serve-model/server';
import type { CommonOptions } from '../command';
import type { TlsFlags } from '../tls-files';
import { readTls, withTlsOptions } from '../tls-files';
import { number, runCommand, withCommonOptions } from '../command';
import { fields, printResult } from '../output';
import { findModel } from '../resolve';
import { untilInterrupted } from '../until-interrupted';
import { heading, help } from '../language';

export function serveModelCommand(): Command {
  const command = new Command('serve-model')
    .description(help('serveModel'))
    .argument('<model>', help('any.model'))
    .option('--port <n>', help('any.port'), number({ whole: true, min: 0, max: 65_535 }), 0);
  return withCommonOptions(withTlsOptions(command)).action(
    (word: string, options: CommonOptions & TlsFlags & { port: number }) =>
      runCommand(options, async ({ client, progress, asJson }) => {
        const model = await findModel(client, word);
        const service = await startModelService({
          model,
          description: await client.predict.describe({ model }),
          streams: client.streams,
          version,
          port: options.port,
          tls: readTls(options),
          predict: async (recordings) =>
            (await client.predict.answer({ model, recordings: [...recordings] })).answers,
          onFault: (thrown) => progress.log(thrown instanceof Error ? thrown.message : String(thrown)),
        });
        const { url, token } = service;
        const docs = `${url}/docs#token=${token}`;
        const text = fields([
          [heading('service'), url],
          [heading('token'), token],
          [heading('page'), docs],
          [heading('try'), `curl -H 'Authorization: Bearer ${token}' --data-binary @FILE ${url}/predict`],
        ]);
        await printResult(
          { json: { url, port: service.port, token, docs }, text: `${text}\nCtrl+C ends it.` },
          asJson,
        );
        await untilInterrupted();
        await service.close();
        return null;
      }),
  );
}
