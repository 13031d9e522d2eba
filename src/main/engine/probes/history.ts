import type { ProbeHistory } from '../../../shared/domain/probes';
import type { Recipe } from '../../../shared/domain/model';
import { healthRules } from './health/rules';
import { columnsOf } from './frame';
import { ProbeFrames } from './probe-file';

/**
 * All that a run's frames say, but the pictures.
 *
 * @throws UnrollError FILE_MISSING, FILE_CORRUPT
 */
export async function probeHistory(
  file: string,
  recipe: Recipe,
  stepSeconds: number | null,
): Promise<ProbeHistory> {
  const frames = await ProbeFrames.read(file);
  const { probes, layers, outputs, moments, spentMs, trainedMs } = frames;
  const steps = probes[0]?.steps ?? 1;
  const { columns } = columnsOf(steps);
  const gradients = layers.map((_, k) => frames.gradients(0, k, columns));
  const last = moments[moments.length - 1];
  const updated = [...moments].reverse().find(({ weights }) => weights.some(({ update }) => update !== null));
  const health =
    last === undefined
      ? []
      : healthRules.flatMap(
          (rule) =>
            rule({
              ...{ moment: last, updated: updated ?? last, layers, steps, recipe },
              gradients: gradients.map((own) => own.subarray((moments.length - 1) * columns)),
            }) ?? [],
        );
  return {
    ...{
      probes,
      layers,
      outputs: [...outputs],
      stepSeconds,
      moments: [...moments],
      gradients,
      columns,
      health,
    },
    costShare: trainedMs > 0 ? spentMs / trainedMs : 0,
  };
}
