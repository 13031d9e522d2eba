import type { EpochMetrics, MetricsSnapshot, RunEvent, StepMetrics } from '../../shared/domain/run';
import { GrowingColumns } from './columns';

/** The curves of one run: a snapshot, then events. `steps` and `epochs` change identity when they grow. */
export class RunSeries {
  #steps = new GrowingColumns<StepMetrics>(emptySteps());
  #epochs = new GrowingColumns<EpochMetrics>(emptyEpochs());
  #stepsView = $state.raw<StepMetrics>(emptySteps());
  #epochsView = $state.raw<EpochMetrics>(emptyEpochs());
  #seq = -1;
  /** Events that came before the snapshot. */
  #early: RunEvent[] = [];

  get steps(): StepMetrics {
    return this.#stepsView;
  }

  get epochs(): EpochMetrics {
    return this.#epochsView;
  }

  replace(snapshot: MetricsSnapshot): void {
    this.#steps = new GrowingColumns(snapshot.steps);
    this.#epochs = new GrowingColumns(snapshot.epochs);
    this.#seq = snapshot.seq;
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.add(event);
    this.#show();
  }

  /** Appends what is new in `event`; rows that a resumed run trains again replace the old ones. */
  add(event: RunEvent): void {
    if (this.#seq < 0) {
      this.#early.push(event);
      return;
    }
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    if (event.kind === 'steps' && event.steps.step.length > 0) {
      this.#steps.truncate('step', event.steps.step[0]!);
      this.#steps.append(event.steps);
      this.#stepsView = this.#steps.view;
    }
    if (event.kind === 'epoch' && event.epochs.epoch.length > 0) {
      this.#epochs.truncate('epoch', event.epochs.epoch[0]!);
      this.#epochs.append(event.epochs);
      this.#epochsView = this.#epochs.view;
    }
  }

  #show(): void {
    this.#stepsView = this.#steps.view;
    this.#epochsView = this.#epochs.view;
  }
}

function emptySteps(): StepMetrics {
  return {
    step: new Int32Array(),
    loss: new Float32Array(),
    metric: new Float32Array(),
    gradientNorm: new Float32Array(),
    learningRate: new Float32Array(),
  };
}

function emptyEpochs(): EpochMetrics {
  return {
    epoch: new Int32Array(),
    step: new Int32Array(),
    trainLoss: new Float32Array(),
    trainMetric: new Float32Array(),
    validationLoss: new Float32Array(),
    validationMetric: new Float32Array(),
    seconds: new Float64Array(),
  };
}
