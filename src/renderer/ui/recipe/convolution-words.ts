import type { Convolution, NetworkSpec } from '../../../shared/domain/model';
import { m } from '../../i18n';
import { formatCount } from '../format';

/** As on the command line: filters x width / stride. */
export const convolutionText = (convolutions: readonly Convolution[]): string =>
  convolutions.length === 0
    ? 'none'
    : convolutions.map(({ filters, width, stride }) => `${filters}x${width}/${stride}`).join(',');

export const convolutionsOf = (text: string): Convolution[] =>
  text === 'none'
    ? []
    : text.split(',').map((part) => {
        const [filters = 1, width = 1, stride = 1] = part.split(/[x/]/).map(Number);
        return { filters, width, stride };
      });

export function convolutionWord(convolutions: readonly Convolution[]): string {
  if (convolutions.length === 0) return m.train_word_no_convolutions();
  const stride = convolutions.reduce((product, one) => product * one.stride, 1);
  return m.train_word_convolutions({ count: formatCount(convolutions.length), stride: formatCount(stride) });
}

const STRIDE = 4;
const WIDTH = 2 * STRIDE + 1;

/** None to three layers as wide as the network, and what is chosen now. */
export function convolutionOptions(spec: NetworkSpec): { value: string; label: string }[] {
  const filters = spec.family === 'recurrent' ? spec.units : spec.width;
  const layers = [0, 1, 2, 3].map((count) =>
    Array.from({ length: count }, () => ({ filters, width: WIDTH, stride: STRIDE })),
  );
  const isAmong = layers.some((one) => convolutionText(one) === convolutionText(spec.convolutions));
  return (isAmong ? layers : [...layers, spec.convolutions]).map((one) => ({
    value: convolutionText(one),
    label: convolutionWord(one),
  }));
}
