import { describe, expect, it } from 'vitest';
import { PanelSizes } from '../../../src/renderer/state/panel-sizes.svelte';
import { TrackLayout, arranged } from '../../../src/renderer/state/track-layout.svelte';
import { storage } from '../sound-globals';

/** Protects: what a person has arranged stays so, also where other models have other tracks. */

storage();

describe('tracks', () => {
  it('come behind the one that they stood behind where nobody has placed them', () => {
    expect(arranged(['input', 'why', 'answer', 'h'], ['h', 'input', 'answer'])).toEqual([
      'h',
      'input',
      'why',
      'answer',
    ]);
    expect(arranged(['new', 'a', 'b'], ['b', 'a'])).toEqual(['new', 'b', 'a']);
  });

  it('stay where they were put, and those of other networks between them', () => {
    const layout = new TrackLayout();
    const lstm = ['input', 'answer', 'h', 'c', 'f'];
    layout.move('c', 'input', lstm);
    expect(layout.arranged(lstm)).toEqual(['c', 'input', 'answer', 'h', 'f']);
    layout.move('h', 'input', ['input', 'answer', 'h', 'z']);
    expect(layout.arranged(['input', 'answer', 'h', 'z'])).toEqual(['h', 'input', 'answer', 'z']);
    // c was above input, and is.
    const again = new TrackLayout();
    expect(again.arranged(lstm).indexOf('c')).toBeLessThan(again.arranged(lstm).indexOf('input'));
    again.move('c', 'f', lstm);
    const shown = again.arranged(lstm);
    expect(shown.indexOf('c')).toBe(shown.indexOf('f') + 1);
    again.reset();
    expect(again.changed).toBe(false);
    expect(new TrackLayout().arranged(lstm)).toEqual(lstm);
  });
});

it('panels keep the size that they were pulled to, within bounds', () => {
  const sizes = new PanelSizes();
  expect([sizes.css('look.examples'), sizes.changed]).toEqual([undefined, false]);
  sizes.resize('look.examples', 300.4);
  sizes.resize('details', 3);
  const again = new PanelSizes();
  expect([again.css('look.examples'), again.css('details')]).toEqual(['300px', '120px']);
  again.reset('details');
  again.reset();
  expect(new PanelSizes().changed).toBe(false);
  localStorage.setItem('unroll.panels', '{"a":"wide","b":null}');
  expect(new PanelSizes().changed).toBe(false);
});
