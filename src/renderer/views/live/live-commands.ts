import { m } from '../../i18n';
import type { Command } from '../../state/commands.svelte';

interface Actions {
  readonly isListening: () => boolean;
  readonly hasHeard: () => boolean;
  readonly toggle: () => void;
  readonly forget: () => void;
  readonly mark: () => void;
  readonly zoom: (by: 1 | -1) => void;
  readonly leave: () => void;
}

/** Everything that can be done by key while listening. */
export function liveCommands(actions: Actions): Command[] {
  const command = (
    id: string,
    shortcut: string,
    label: () => string,
    run: () => void,
    enabled: () => boolean = () => true,
  ): Command => ({ id: `live.${id}`, shortcut, label, group: m.live_group, enabled, run });
  const { isListening, hasHeard } = actions;
  return [
    command('toggle', 'space', () => (isListening() ? m.live_stop() : m.live_listen()), actions.toggle),
    command('forget', 'r', m.live_forget, actions.forget, isListening),
    command('mark', 'm', m.live_mark, actions.mark, hasHeard),
    command('zoomIn', '=', m.live_zoom_in, () => actions.zoom(-1)),
    command('zoomOut', '-', m.live_zoom_out, () => actions.zoom(1)),
    command('leave', 'esc', m.live_leave, actions.leave),
  ];
}
