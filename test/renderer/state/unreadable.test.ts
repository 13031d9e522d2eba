import { expect, it } from 'vitest';
import { unreadableSentence } from '../../../src/renderer/sentences';
import { remark } from '../../../src/shared/sentences/say';

/** Protects: a line about what cannot be read says which one it is, once. */

it('names what cannot be read once, whether or not the reason does', () => {
  const id = 'set-1a2b3c4d';
  const reasons = [
    remark('STATE_CORRUPT.dataset', { dataset: id, file: 'dataset.json', problem: 'damaged' }),
    remark('FILE_CORRUPT.archive', { file: 'elsewhere' }),
  ];
  for (const reason of reasons) expect(unreadableSentence({ id, reason }).split(id)).toHaveLength(2);
});
