import type { SplitName } from '../../../shared/domain/dataset';
import { usualChoice, usualCriteria } from '../../../shared/domain/detection';
import type {
  DecideBy,
  Detection,
  EventCriteria,
  EventDecision,
  EventLook,
} from '../../../shared/domain/detection';
import type { Run } from '../../../shared/domain/run';
import { chosenWeightsOf } from '../models/trained/weights-of';
import { rpc } from '../rpc';
import type { DetectInput, LookAtEventsInput } from './events-job';
import { stepSecondsOf } from './looked-at';
import type { LookedAt } from './looked-at';

interface EventOptions extends LookedAt {
  readonly runs: LookedAt['runs'] & { edit(id: string, changes: Pick<Run, 'detection'>): Run };
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

  async #modelOf(run: Run) {
    const { runs, datasets } = this.options;
    return {
      weightsFile: await chosenWeightsOf(run, runs.runDir(run.id)),
      preparedFile: datasets.preparedFile(run.datasetId),
      stepSeconds: stepSecondsOf(run, this.options),
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
