import { afterEach, beforeEach, expect, it } from 'vitest';
import { csv, Workshop } from '../datasets/workshop';

/** Protects: every file that a person brings stands somewhere in the proposal, also one that nobody meant to be learnt from. */

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.remove());

it('names files beside the recordings that are no data, in one line and without a warning', async () => {
  for (const label of ['sit', 'walk'])
    for (let k = 0; k < 6; k++) shop.put({ [`${label}/${k}.csv`]: csv(30, { x: (t) => (t * (k + 3)) % 7 }) });
  const before = await shop.understand();
  expect(before.proposal!.leftOut).toEqual([]);
  shop.put({
    'README.txt': 'Recorded in May.',
    'protocol.pdf': '%PDF-1.4',
    'walk/photo 1.jpg': 'x',
    'walk/photo 2.jpg': 'x',
    'Thumbs.db': 'x',
  });
  const { proposal, refused, warnings } = (await shop.import()).dataset.understanding;
  expect(proposal!.leftOut).toMatchObject([
    { what: 'file', name: 'README.txt', count: 4, reason: { code: 'files.notes' } },
  ]);
  expect(proposal!.leftOut[0]!.reason.message).toContain('4 files were not read as data');
  expect(proposal!.leftOut[0]!.reason.message).toContain('protocol.pdf, walk/photo 1.jpg');
  const left = proposal!.files.filter(({ role }) => role === 'left-out');
  expect(left.map(({ file, files }) => [file, files])).toEqual([
    ['README.txt', 1],
    ['protocol.pdf', 1],
    ['walk/*.jpg', 2],
  ]);
  expect(refused).toEqual([]);
  expect(warnings).toEqual(before.warnings);
});
