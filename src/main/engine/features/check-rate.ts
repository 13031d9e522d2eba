import { UnrollError } from '../../../shared/domain/error';
import { MOST_SOUND_HZ } from '../../../shared/domain/sound-rates';

const LEAST_HZ = 1;

/** @throws UnrollError ARGUMENT_INVALID */
export function checkRate(rateHz: number): void {
  if (!(rateHz >= LEAST_HZ && rateHz <= MOST_SOUND_HZ))
    throw new UnrollError(
      'ARGUMENT_INVALID',
      `Sound can be resampled between rates of ${LEAST_HZ} and ${MOST_SOUND_HZ} Hz, not ${rateHz} Hz.`,
      { rateHz },
    );
}
