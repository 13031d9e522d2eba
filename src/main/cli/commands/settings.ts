import { Command } from 'commander';
import * as v from 'valibot';
import { Settings } from '../../../shared/contract/system';
import { failure } from '../../../shared/sentences/failure';
import { foreign } from '../../../shared/sentences/why';
import type { CommonOptions } from '../command';
import { runCommand, withCommonOptions } from '../command';
import { fields } from '../output';
import { help } from '../language';

const names = Object.keys(Settings.entries) as (keyof Settings)[];

/** @throws UnrollError ARGUMENT_INVALID with what there is to choose from */
function change(name: string, value: string): Partial<Settings> {
  const known = names.find((each) => each === name);
  if (known === undefined) throw failure('ARGUMENT_INVALID.settingOf', { name, names: names.join(', ') });
  const result = v.safeParse(v.partial(Settings), { [known]: value });
  if (result.success) return result.output as Partial<Settings>;
  throw failure('ARGUMENT_INVALID.settingValue', { name, value, problem: foreign(result.issues[0].message) });
}

export function settingsCommand(): Command {
  const command = new Command('settings')
    .description(help('settings'))
    .argument('[name]', names.join(', '))
    .argument('[value]', help('settings.value'));
  return withCommonOptions(command).action(
    (name: string | undefined, value: string | undefined, options: CommonOptions) =>
      runCommand(options, async ({ client }) => {
        const settings =
          name === undefined || value === undefined
            ? await client.system.settings({})
            : await client.system.saveSettings(change(name, value));
        const shown = names.filter((each) => name === undefined || each === name);
        return { json: settings, text: fields(shown.map((each) => [each, settings[each]])) };
      }),
  );
}
