import { m } from '../../i18n';
import type { Command } from '../../state/commands.svelte';
import type { Timeline } from '../../charts/tracks/timeline.svelte';

interface Actions {
  readonly time: Timeline;
  readonly moveExample: (by: number) => void;
  readonly moveUnit: (by: number) => void;
  readonly closeBeside: () => void;
  readonly save: () => void;
  readonly ready: () => boolean;
}

const JUMP_STEPS = 10;
const ZOOM = 0.5;

/** Everything that the Look view can do by key. */
export function lookCommands({ time, moveExample, moveUnit, closeBeside, save, ready }: Actions): Command[] {
  const command = (id: string, shortcut: string, label: () => string, run: () => void): Command => ({
    id: `look.${id}`,
    shortcut,
    label,
    group: () => m.look_group_play(),
    enabled: ready,
    run,
  });
  const { playhead } = time;
  return [
    command(
      'play',
      'space',
      () => (playhead.playing ? m.look_pause() : m.look_play()),
      () => playhead.toggle(),
    ),
    command(
      'stepBack',
      'left',
      () => m.look_step_back(),
      () => playhead.move(-1),
    ),
    command(
      'stepForward',
      'right',
      () => m.look_step_forward(),
      () => playhead.move(1),
    ),
    command(
      'jumpBack',
      'shift+left',
      () => m.look_jump_back(),
      () => playhead.move(-JUMP_STEPS),
    ),
    command(
      'jumpForward',
      'shift+right',
      () => m.look_jump_forward(),
      () => playhead.move(JUMP_STEPS),
    ),
    command(
      'start',
      'home',
      () => m.look_to_start(),
      () => playhead.seek(0),
    ),
    command(
      'end',
      'end',
      () => m.look_to_end(),
      () => playhead.seek(time.steps - 1),
    ),
    command(
      'zoomIn',
      '=',
      () => m.look_zoom_in(),
      () => time.zoom(ZOOM),
    ),
    command(
      'zoomOut',
      '-',
      () => m.look_zoom_out(),
      () => time.zoom(1 / ZOOM),
    ),
    command(
      'showAll',
      '0',
      () => m.look_show_all(),
      () => time.reset(),
    ),
    command(
      'nextExample',
      'j',
      () => m.look_next_example(),
      () => moveExample(1),
    ),
    command(
      'previousExample',
      'k',
      () => m.look_previous_example(),
      () => moveExample(-1),
    ),
    command(
      'nextUnit',
      'down',
      () => m.look_next_unit(),
      () => moveUnit(1),
    ),
    command(
      'previousUnit',
      'up',
      () => m.look_previous_unit(),
      () => moveUnit(-1),
    ),
    command('closeBeside', 'esc', () => m.look_close_beside(), closeBeside),
    command('save', 'mod+s', () => m.look_save(), save),
  ];
}
