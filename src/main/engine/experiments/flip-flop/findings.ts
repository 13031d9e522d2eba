import type { Remark } from '../../../../shared/domain/dataset';
import type { FlipFlopResult } from '../../../../shared/domain/experiment-results';
import { finding } from '../experiment';

/** A bit as a stable point says it: its sign, where that is clear. */
const LEAST = 0.5;

/** Words of bits that some stable point stands for. */
function wordsOf({ points }: FlipFlopResult): Set<string> {
  const stable = points.filter(({ kind, unstable }) => kind === 'fixed' && unstable === 0);
  return new Set(
    stable
      .filter(({ answer }) => answer.every((value) => Math.abs(value) > LEAST))
      .map(({ answer }) => answer.map((value) => (value > 0 ? '+' : '−')).join('')),
  );
}

/** @param solved mean squared error below which the bits are held */
export function flipFlopFindings(result: FlipFlopResult, solved: number): Remark[] {
  const { bits, errors, points } = result;
  const error = errors.at(-1) ?? NaN;
  const facts = { bits, error: error.toPrecision(2), words: 2 ** bits };
  if (!(error < solved)) return [finding('flipFlop.notLearnt', facts)];
  const stable = points.filter(({ kind, unstable }) => kind === 'fixed' && unstable === 0).length;
  const saddles = points.filter(({ kind, unstable }) => kind === 'fixed' && unstable > 0).length;
  const one = points.filter(({ kind, unstable }) => kind === 'fixed' && unstable === 1).length;
  const words = wordsOf(result).size;
  return [
    finding('flipFlop.learnt', facts),
    words === 2 ** bits
      ? finding('flipFlop.cube', { stable, words })
      : finding('flipFlop.partial', { stable, found: words, words: 2 ** bits }),
    finding('flipFlop.saddles', { saddles, one, edges: bits * 2 ** (bits - 1) }),
  ];
}
