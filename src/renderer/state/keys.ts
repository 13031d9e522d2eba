const isMac = /mac/i.test(navigator.platform);

const typing =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]';
/** What has a use of its own for arrows, space and Enter. */
const operating =
  'button, a[href], input, summary, [role=slider], [role=menu], [role=listbox], [role=tablist], [role=radiogroup]';
const ownKeys = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']);

const keyNames: Readonly<Record<string, string>> = {
  space: ' ',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  up: 'ArrowUp',
  down: 'ArrowDown',
  enter: 'Enter',
  esc: 'Escape',
  delete: 'Delete',
  home: 'Home',
  end: 'End',
};

function parts(shortcut: string): { mod: boolean; shift: boolean; alt: boolean; key: string } {
  const pieces = shortcut.split('+').filter((piece) => piece !== '');
  const key = pieces[pieces.length - 1] ?? '';
  return {
    mod: pieces.includes('mod'),
    shift: pieces.includes('shift'),
    alt: pieces.includes('alt'),
    key: keyNames[key] ?? key,
  };
}

/** Whether a key press is `shortcut` and is not meant for a text field or another control under the focus. */
export function keyMatches(shortcut: string, event: KeyboardEvent): boolean {
  const { mod, shift, alt, key } = parts(shortcut);
  if (event.key.toLowerCase() !== key.toLowerCase()) return false;
  if (mod !== (isMac ? event.metaKey : event.ctrlKey) || alt !== event.altKey) return false;
  // A sign such as `?` already implies Shift on some keyboards.
  const isLetterOrNamed = /^[a-z]$/i.test(key) || key.length > 1 || key === ' ';
  if (isLetterOrNamed && shift !== event.shiftKey) return false;
  const target = event.target;
  // A text that is being written has an undo of its own.
  if (mod)
    return !(key.toLowerCase() === 'z' && target instanceof Element && target.closest(typing) !== null);
  if (!(target instanceof Element)) return true;
  if (target.closest(typing) !== null || target.closest('[role=dialog]') !== null) return false;
  return !(ownKeys.has(key) && !shift && target.closest(operating) !== null);
}

const shown: Readonly<Record<string, string>> = {
  space: 'Space',
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
  enter: 'Enter',
  esc: 'Esc',
  delete: 'Del',
  home: 'Home',
  end: 'End',
};

/** The keys of a shortcut as printed on a keyboard: `['Ctrl', 'K']`. */
export function shortcutKeys(shortcut: string): readonly string[] {
  return shortcut
    .split('+')
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (piece === 'mod') return isMac ? '⌘' : 'Ctrl';
      if (piece === 'shift') return isMac ? '⇧' : 'Shift';
      if (piece === 'alt') return isMac ? '⌥' : 'Alt';
      return shown[piece] ?? piece.toUpperCase();
    });
}
