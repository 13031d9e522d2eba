import type { Remark } from '../../../shared/domain/dataset';
import { remark } from '../../../shared/sentences/say';
import { POWER_EDGES_HZ } from '../readers/sound/sound-facts';
import type { Material } from '../scan/material';

const LEAST_HZ = 8_000;
/** Holds speech and most events. */
const USUAL_HZ = 16_000;
/** Twice the frequencies that the power is measured above. */
const HIGHER_HZ = POWER_EDGES_HZ.map((hz) => 2 * hz).filter((hz) => hz > USUAL_HZ);
/** As much of the power may go as nobody misses. */
export const MOST_LOST_POWER = 0.02;

/**
 * Samples per second that sound goes in with. That of the slowest file, so that a missing top band does not betray where a
 * recording comes from, but no more than 16 kHz, unless there is power above what that holds, as in the calls of bats.
 */
export function chooseSoundRate(material: Material): { readonly rateHz: number; readonly evidence: Remark } {
  const rates = material.files.flatMap(({ content }) => (content.kind === 'audio' ? [content.rateHz] : []));
  const slowestHz = rates.reduce((least, rateHz) => Math.min(least, rateHz), rates[0] ?? USUAL_HZ);
  const usualHz = Math.min(USUAL_HZ, Math.max(LEAST_HZ, slowestHz));
  if (usualHz >= slowestHz)
    return usualHz === slowestHz
      ? {
          rateHz: usualHz,
          evidence: {
            code: 'rate.slowest',
            message: `The slowest file has ${usualHz} Hz.`,
            params: { rateHz: usualHz },
          },
        }
      : { rateHz: usualHz, evidence: limited(usualHz, slowestHz) };
  const lost = lostPower(material, usualHz);
  if (lost <= MOST_LOST_POWER) return { rateHz: usualHz, evidence: limited(usualHz, slowestHz) };
  const enough = HIGHER_HZ.find((hz) => hz >= slowestHz || lostPower(material, hz) <= MOST_LOST_POWER);
  const rateHz = Math.min(slowestHz, enough ?? slowestHz);
  return {
    rateHz,
    evidence: remark('rate.power', { rateHz, percent: percent(lost), aboveHz: usualHz / 2 }),
  };
}

function limited(rateHz: number, slowestHz: number): Remark {
  return {
    code: 'rate.limited',
    message: `The files have ${slowestHz} Hz or more; ${rateHz} Hz holds speech and most sounds.`,
    params: { rateHz, slowestHz },
  };
}

/** Share of the power that a rate cannot hold, the mean over the files. */
export function lostPower({ files }: Material, rateHz: number): number {
  const edge = POWER_EDGES_HZ.findIndex((hz) => hz >= rateHz / 2);
  if (edge === -1) return 0;
  const shares = files.flatMap(({ content }) =>
    content.kind === 'audio' && content.facts?.powerAbove ? [content.facts.powerAbove[edge]!] : [],
  );
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

export function percent(share: number): number {
  return Number((100 * share).toPrecision(2));
}
