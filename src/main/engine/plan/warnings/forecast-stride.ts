import type { Remark } from '../../../../shared/domain/dataset';
import { remark } from '../../../../shared/sentences/say';
import type { WarningFacts } from './rule';

/** Of a long series not every value is forecast when it is judged. */
export function forecastStride({ plan: { forecast }, drafts }: WarningFacts): Remark[] {
  if (forecast === null || forecast.strideSteps <= forecast.horizonSteps) return [];
  const count = (part: string): number => drafts.filter(({ split }) => split === part).length;
  return [
    remark('forecast.stride', {
      stride: forecast.strideSteps,
      validation: count('validation'),
      test: count('test'),
    }),
  ];
}
