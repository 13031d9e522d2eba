import { describe, expect, it } from 'vitest';
import { partsFrom } from '../../../src/main/engine/examples/parts-from';

/** Protects: parts and folds that a person points at are followed, whatever they are called. */
describe('parts of files', () => {
  it('are the words for parts', () => {
    expect(partsFrom(['train', 'Test', null, 'dev'])).toEqual(['train', 'test', null, 'validation']);
  });

  it('are folds by their number: the last is the test, the one before the validation part', () => {
    expect(partsFrom(['10', '2', '9', '10', '1'])).toEqual(['test', 'train', 'validation', 'test', 'train']);
    expect(partsFrom(['fold1', 'fold2'])).toEqual(['train', 'test']);
  });

  it('are none where everything is the same', () => {
    expect(partsFrom(['1', '1'])).toEqual([null, null]);
  });
});
