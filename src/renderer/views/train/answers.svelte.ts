import type { SplitName } from '../../../shared/domain/dataset';
import type { SplitPredictions } from '../../../shared/domain/run';
import { attempt } from '../../state/failures';
import { engine } from '../../state/lab';

/** A run's answers on a part of its data, for as long as the calling component is shown; null until they came. */
export function useAnswers(of: () => { readonly run: string; readonly split: SplitName }): {
  readonly value: SplitPredictions | null;
} {
  let value = $state.raw<SplitPredictions | null>(null);
  let shown = '';
  $effect(() => {
    let wanted = true;
    const asked = of();
    // The same asked for again, as when the run was renamed, stays in sight meanwhile.
    if (shown !== `${asked.run} ${asked.split}`) value = null;
    shown = `${asked.run} ${asked.split}`;
    void attempt(() => engine.client.runs.predictions(asked)).then((found) => {
      if (wanted && found !== undefined) value = found;
    });
    return () => (wanted = false);
  });
  return {
    get value() {
      return value;
    },
  };
}
