import { describe, expect, it } from 'vitest';
import type { ImportPlan, Understanding } from '../../../src/shared/domain/dataset';
import { columnRows, rolesFor, withRole } from '../../../src/renderer/views/data/roles';

/** Protects: a role that is given to a column changes the plan as that says, and takes the column out of its old one. */

function seen(plan: Partial<ImportPlan>): Understanding {
  const column = (name: string, type: 'number' | 'text' | 'time') => ({
    name,
    type,
    distinct: 9,
    missing: 0,
  });
  return {
    plan: {
      task: 'classify',
      modality: 'sensor',
      label: { kind: 'column', column: 'state' },
      group: { kind: 'none' },
      timeColumn: 'at',
      channels: ['x', 'y'],
      targets: [],
      forecast: null,
      ...plan,
    },
    columns: [column('at', 'time'), column('x', 'number'), column('y', 'number'), column('state', 'text')],
  } as unknown as Understanding;
}
const forecast = { known: [] } as unknown as NonNullable<ImportPlan['forecast']>;

describe('roles of columns', () => {
  it('are what the plan uses them for', () => {
    const roles = columnRows(seen({ channels: ['x'] })).map(({ column, role }) => [column, role]);
    expect(roles).toEqual([
      ['at', 'time'],
      ['x', 'input'],
      ['y', 'left-out'],
      ['state', 'answer'],
    ]);
  });

  it('are offered where they can be had', () => {
    expect(rolesFor(seen({}), 'state')).toEqual(['answer', 'group', 'left-out']);
    expect(rolesFor(seen({ task: 'forecast', forecast }), 'x')).toContain('known');
  });

  it.each<[string, Partial<ImportPlan>, [string, Parameters<typeof withRole>[2]], object]>([
    ['an input is left out', {}, ['y', 'left-out'], { channels: ['x'] }],
    [
      'an input becomes the group',
      {},
      ['y', 'group'],
      { channels: ['x'], group: { kind: 'column', column: 'y' } },
    ],
    [
      'the answer becomes the group',
      {},
      ['state', 'group'],
      { label: { kind: 'none' }, group: { kind: 'column', column: 'state' } },
    ],
    ['the time goes in', {}, ['at', 'input'], { timeColumn: null, channels: ['at', 'x', 'y'] }],
    [
      'another value is forecast',
      { task: 'forecast', label: { kind: 'none' }, targets: ['y'], forecast },
      ['x', 'answer'],
      { targets: ['x', 'y'] },
    ],
    [
      'an input is known ahead',
      { task: 'forecast', label: { kind: 'none' }, targets: ['y'], forecast },
      ['x', 'known'],
      { forecast: { known: ['x'] } },
    ],
  ])('%s', (_, plan, [column, role], change) => {
    expect(withRole(seen(plan), column, role)).toEqual(change);
  });
});
