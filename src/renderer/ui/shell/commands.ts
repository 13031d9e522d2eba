import { m } from '../../i18n';
import { app, viewNames } from '../../state/app.svelte';
import type { Command } from '../../state/commands.svelte';
import { attempt } from '../../state/failures';
import { theme } from '../../state/theme.svelte';
import { toasts } from '../../state/toasts.svelte';
import { language } from '../../language.svelte';
import { enterView } from './view-focus';
import { viewLabel, viewShortcut } from './views';
import { intake, preferences, runs } from '../../state/lab';

const running = () => runs.active.find((run) => run.status === 'running');
const paused = () => runs.active.find((run) => run.status === 'paused');

/** What can be done from anywhere. */
export const shellCommands: readonly Command[] = [
  ...viewNames.map((view) => ({
    id: `view.${view}`,
    label: () => m.shell_go_to({ view: viewLabel(view) }),
    group: m.shell_group_go,
    shortcut: viewShortcut(view),
    run: () => enterView(view),
  })),
  {
    id: 'data.import',
    label: m.shell_import,
    group: m.shell_group_go,
    shortcut: 'a',
    run: () => app.goImport(),
  },
  {
    id: 'file.open',
    label: m.shell_open,
    group: m.shell_group_go,
    shortcut: 'mod+o',
    run: async () => {
      await attempt(() => intake.pickAnything());
    },
  },
  {
    id: 'palette.open',
    label: m.shell_palette,
    group: m.shell_group_window,
    shortcut: 'mod+k',
    run: () => app.openDialog('palette'),
  },
  {
    id: 'shortcuts.show',
    label: m.shell_shortcuts,
    group: m.shell_group_window,
    shortcut: '?',
    run: () => app.openDialog('shortcuts'),
  },
  {
    id: 'settings.show',
    label: m.shell_settings,
    group: m.shell_group_window,
    shortcut: 'mod+,',
    run: () => app.openDialog('settings'),
  },
  {
    id: 'models.export',
    label: m.models_export,
    group: m.shell_group_go,
    run: () => enterView('models'),
  },
  {
    id: 'guide.show',
    label: m.help_guide,
    group: m.shell_group_window,
    shortcut: 'f1',
    run: () => app.openGuide(),
  },
  {
    id: 'licences.show',
    label: m.shell_licences,
    group: m.shell_group_window,
    run: () => app.openDialog('licences'),
  },
  {
    id: 'details.toggle',
    label: m.shell_details,
    group: m.shell_group_window,
    shortcut: 'mod+i',
    enabled: () => app.details !== null,
    run: () => app.toggleDetails(),
  },
  {
    id: 'theme.toggle',
    label: m.shell_theme_toggle,
    group: m.shell_group_window,
    shortcut: 'shift+t',
    run: async () => {
      await attempt(() => preferences.chooseTheme(theme.dark ? 'light' : 'dark'));
    },
  },
  {
    id: 'language.toggle',
    label: m.shell_language_toggle,
    group: m.shell_group_window,
    shortcut: 'shift+l',
    run: async () => {
      await attempt(() => preferences.chooseLanguage(language.locale === 'en' ? 'ko' : 'en'));
    },
  },
  {
    id: 'undo',
    label: m.shell_undo,
    group: m.shell_group_window,
    shortcut: 'mod+z',
    enabled: () => toasts.list.some((toast) => toast.action !== null),
    run: () => toasts.undoLatest(),
  },
  {
    id: 'run.pause',
    label: m.shell_run_pause,
    group: m.shell_group_training,
    shortcut: 'shift+p',
    enabled: () => running() !== undefined,
    run: async () => {
      const run = running();
      if (run !== undefined) await attempt(() => runs.pause(run.id));
    },
  },
  {
    id: 'run.resume',
    label: m.shell_run_resume,
    group: m.shell_group_training,
    shortcut: 'shift+r',
    enabled: () => paused() !== undefined,
    run: async () => {
      const run = paused();
      if (run !== undefined) await attempt(() => runs.resume(run.id));
    },
  },
  {
    id: 'run.stop',
    label: m.shell_run_stop,
    group: m.shell_group_training,
    shortcut: 'shift+s',
    enabled: () => runs.active.length > 0,
    run: async () => {
      const run = running() ?? runs.active[0];
      if (run !== undefined) await attempt(() => runs.stop(run.id));
    },
  },
];
