import { describe, expect, it } from 'vitest';
import { keyMatches, shortcutKeys } from '../../../src/renderer/state/keys';

const press = (key: string, held: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    target: null,
    ...held,
  }) as KeyboardEvent;

/** A focused element that `closest` finds under exactly the given kind of selector. */
const under = (kind: string): Partial<KeyboardEvent> => {
  const element = Object.create(Element.prototype) as Element;
  element.closest = ((selector: string) => (selector.includes(kind) ? element : null)) as Element['closest'];
  return { target: element };
};

describe('a shortcut', () => {
  it('needs exactly its modifiers', () => {
    expect(keyMatches('mod+k', press('k', { ctrlKey: true }))).toBe(true);
    expect(keyMatches('mod+k', press('k'))).toBe(false);
    expect(keyMatches('t', press('t', { ctrlKey: true }))).toBe(false);
    expect(keyMatches('shift+t', press('T', { shiftKey: true }))).toBe(true);
    expect(keyMatches('t', press('T', { shiftKey: true }))).toBe(false);
  });

  it('is a sign on whatever key carries it', () => {
    expect(keyMatches('?', press('?', { shiftKey: true }))).toBe(true);
    expect(keyMatches(']', press(']'))).toBe(true);
  });

  it('leaves typing and other controls alone', () => {
    expect(keyMatches('t', press('t', under('textarea')))).toBe(false);
    expect(keyMatches('mod+k', press('k', { ctrlKey: true, ...under('textarea') }))).toBe(true);
    expect(keyMatches('space', press(' ', under('button,')))).toBe(false);
    expect(keyMatches('t', press('t', under('button,')))).toBe(true);
  });

  it('is printed as on the keyboard', () => {
    expect(shortcutKeys('mod+enter')).toEqual(['Ctrl', 'Enter']);
    expect(shortcutKeys('shift+x')).toEqual(['Shift', 'X']);
  });
});
