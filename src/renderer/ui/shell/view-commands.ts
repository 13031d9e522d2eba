import { m } from '../../i18n';
import { app } from '../../state/app.svelte';
import type { ViewName } from '../../state/app.svelte';
import { commands } from '../../state/commands.svelte';
import type { Command } from '../../state/commands.svelte';
import { enterView } from './view-focus';

type Far = Pick<Command, 'id' | 'label' | 'group' | 'shortcut'> & { readonly view: ViewName };

const look = (id: string, label: () => string, shortcut: string): Far => ({
  id: `look.${id}`,
  label,
  group: m.look_group_play,
  shortcut,
  view: 'look',
});

/** Commands that a view brings when it is shown, and that are to be found from everywhere. */
const farCommands: readonly Far[] = [
  { id: 'files.pick', label: m.data_pick_files, group: m.data_group_sets, view: 'data' },
  { id: 'folder.pick', label: m.data_pick_folder, group: m.data_group_sets, view: 'data' },
  { id: 'dataset.train', label: m.data_train, group: m.data_group_set, shortcut: 't', view: 'data' },
  { id: 'dataset.rename', label: m.data_rename, group: m.data_group_set, shortcut: 'r', view: 'data' },
  { id: 'dataset.delete', label: m.data_delete, group: m.data_group_set, shortcut: 'delete', view: 'data' },
  { id: 'train.start', label: m.train_start, group: m.train_group, shortcut: 'mod+enter', view: 'train' },
  { id: 'train.log', label: m.train_log_axis, group: m.train_group, shortcut: 'l', view: 'train' },
  { id: 'train.axis', label: m.train_axis_toggle, group: m.train_group, shortcut: 'e', view: 'train' },
  look('play', m.look_play, 'space'),
  look('nextExample', m.look_next_example, 'j'),
  look('previousExample', m.look_previous_example, 'k'),
  look('showAll', m.look_show_all, '0'),
  look('save', m.look_save, 'mod+s'),
  { id: 'compare.filter', label: m.compare_filter, group: m.compare_group, shortcut: '/', view: 'compare' },
];

/** Those of views that are not shown, each going to its view first. */
export function commandsElsewhere(): readonly Command[] {
  return farCommands
    .filter(({ id }) => commands.find(id) === undefined)
    .map(({ view, ...command }) => ({
      ...command,
      run: async () => {
        if (app.view !== view) enterView(view);
        await commands.runWhenThere(command.id);
      },
    }));
}
