import type { ProbeFrame, ProbeHistory } from '../../../shared/domain/probes';
import type { Recipe } from '../../../shared/domain/model';
import { failure } from '../../../shared/sentences/failure';
import { probeHistory } from '../probes/history';
import { ProbeFrames } from '../probes/probe-file';

export interface ProbeHistoryInput {
  readonly file: string;
  readonly recipe: Recipe;
  readonly stepSeconds: number | null;
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT */
export const probeHistoryJob = ({ file, recipe, stepSeconds }: ProbeHistoryInput): Promise<ProbeHistory> =>
  probeHistory(file, recipe, stepSeconds);

export interface ProbeFrameInput {
  readonly file: string;
  readonly step: number;
  readonly probe: number;
}

/** @throws UnrollError FILE_MISSING, FILE_CORRUPT, ARGUMENT_INVALID */
export async function probeFrameJob({ file, step, probe }: ProbeFrameInput): Promise<ProbeFrame> {
  const found = (await ProbeFrames.read(file)).frame(step, probe);
  if (found === null) throw failure('ARGUMENT_INVALID.probeFrame', { step, probe });
  return found;
}
