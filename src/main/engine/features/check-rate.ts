import { MOST_SOUND_HZ } from '../../../shared/domain/sound-rates';
import { failure } from '../../../shared/sentences/failure';

const LEAST_HZ = 1;

/** @throws UnrollError ARGUMENT_INVALID */
export function checkRate(rateHz: number): void {
  if (!(rateHz >= LEAST_HZ && rateHz <= MOST_SOUND_HZ))
    throw failure('ARGUMENT_INVALID.soundRates', { rateHz, least: LEAST_HZ, most: MOST_SOUND_HZ });
}
