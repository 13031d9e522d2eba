import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset, SplitName } from '../../../shared/domain/dataset';
import { usualChoice, usualCriteria } from '../../../shared/domain/detection';
import type {
  DecideBy,
  Detection,
  EventCriteria,
  EventDecision,
  EventLook,
} from '../../../shared/domain/detection';
import type { Run } from '../../../shared/domain/run';
import { runFiles } from '../../../shared/run-files';
import { weightsOf } from '../models/trained/weights-of';
import { rpc } from '../rpc';
import type { DetectInput, LookAtEventsInput } from './events-job';

interface EventOptions {
  readonly runs: {
    get(id: string): Run;
    runDir(id: string): string;
    edit(id: string, changes: Pick<Run, 'detection'>): Run;
  };
  readonly datasets: { get(id: string): Dataset; preparedFile(id: string): string };
  readonly compute: {
    call(name: 'detect', input: DetectInput): Promise<Detection>;
    call(name: 'lookAtEvents', input: LookAtEventsInput): Promise<EventLook>;
  };
}

interface DetectQuestion {
  readonly decision?: EventDecision | undefined;
  readonly by?: DecideBy | undefined;
  readonly mostFalseAlarms?: number | undefined;
  readonly criteria?: { readonly [Name in keyof EventCriteria]?: number | undefined } | undefined;
}

/** How the probabilities of trained models become events, and how well they do. */
export class EventService {
  constructor(private readonly options: EventOptions) {}

  /** @throws UnrollError RUN_UNKNOWN, RUN_NOT_READY, DATASET_UNKNOWN, ARGUMENT_INVALID where recordings have no events in them */
  async detect(
    id: string,
    { decision, by, mostFalseAlarms, criteria = {} }: DetectQuestion,
  ): Promise<Detection> {
    const run = this.options.runs.get(id);
    const own = run.detection?.decision;
    const chosen = { by: by ?? usualChoice, mostFalseAlarms } as const;
    const { compute } = this.options;
    return compute.call('detect', {
      ...(await this.#modelOf(run)),
      how: decision ?? (by === undefined && own !== undefined ? own : chosen),
      criteria: { ...usualCriteria, ...run.detection?.criteria, ...defined(criteria) },
    });
  }

  /** Keeps what `detect` answers. @throws UnrollError as it, RUN_STATE */
  async decide(id: string, question: DetectQuestion): Promise<Run> {
    return this.options.runs.edit(id, { detection: await this.detect(id, question) });
  }

  /** @throws UnrollError as `detect` */
  async look(
    id: string,
    how: { split: SplitName; decision: EventDecision; label: string; curve: boolean },
  ): Promise<EventLook> {
    return this.options.compute.call('lookAtEvents', {
      ...(await this.#modelOf(this.options.runs.get(id))),
      ...how,
    });
  }

  /** What never saw the validation part, where the model that is kept was fitted to it too. */
  async #modelOf(run: Run) {
    const { runs, datasets } = this.options;
    const chosen = join(runs.runDir(run.id), runFiles.trainingWeights);
    return {
      weightsFile: existsSync(chosen) ? chosen : await weightsOf(run, runs.runDir(run.id)),
      preparedFile: datasets.preparedFile(run.datasetId),
      stepSeconds: datasets.get(run.datasetId).understanding.stepSeconds,
    };
  }
}

function defined(criteria: NonNullable<DetectQuestion['criteria']>): Partial<EventCriteria> {
  return Object.fromEntries(Object.entries(criteria).filter(([, value]) => value !== undefined));
}

export function eventHandlers(events: EventService) {
  return {
    events: {
      detect: rpc.events.detect.handler(({ input: { run, ...question } }) => events.detect(run, question)),
      decide: rpc.events.decide.handler(({ input: { run, ...question } }) => events.decide(run, question)),
      look: rpc.events.look.handler(({ input: { run, ...how } }) => events.look(run, how)),
    },
  };
}
