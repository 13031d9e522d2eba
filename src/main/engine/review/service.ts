import { randomBytes } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Decisions, PredictionEvent } from '../../../shared/contract/predict';
import type { Dataset, RefusedFile } from '../../../shared/domain/dataset';
import type { MarkTrack } from '../../../shared/domain/marks';
import type { ReviewedRecording, ReviewProposal, ReviewVerdict } from '../../../shared/domain/review';
import type { Run } from '../../../shared/domain/run';
import { toUnrollError } from '../../../shared/domain/error';
import { labelsSteps } from '../../../shared/domain/task';
import { cutFor, fitTruth } from '../../../shared/review/logistic';
import type { Cut, TruthCurve } from '../../../shared/review/logistic';
import { reviewQueue } from '../../../shared/review/review-queue';
import type { ReviewOrder } from '../../../shared/review/review-queue';
import { failure } from '../../../shared/sentences/failure';
import type { ActivityRegistry } from '../activities/activity-registry';
import type { Place } from '../alike/service';
import type { KeptReview, ReviewStore } from './review-store';
import { isUnexamined } from './unexamined';

interface ReviewOptions {
  readonly store: ReviewStore;
  readonly runs: { get(id: string): Run };
  readonly datasets: { get(id: string): Dataset };
  readonly activities: Pick<ActivityRegistry, 'run'>;
  readonly predict: (
    question: {
      readonly model: string;
      readonly paths: readonly string[];
      readonly decisions?: Decisions | undefined;
      readonly listen: boolean;
    },
    signal: AbortSignal,
  ) => AsyncIterable<PredictionEvent>;
  /** Of each place how far its state is from those that are known; null of a model that is no network. */
  readonly novelty: (
    run: string,
    known: readonly Place[],
    places: readonly Place[],
  ) => Promise<ArrayLike<number> | null>;
}

type Question = Pick<KeptReview, 'run' | 'recordings'> & { readonly decisions?: Decisions | undefined };
type Segment = Pick<ReviewProposal, 'label' | 'start' | 'end' | 'confidence'>;

/** What models propose and persons decide. */
export class ReviewService {
  readonly #options: ReviewOptions;
  /** Decisions of one review are kept one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ReviewOptions) {
    this.#options = options;
  }

  /** @returns the id of an activity, whose result is the review's id @throws UnrollError RUN_UNKNOWN */
  propose({ run: id, recordings, decisions }: Question): string {
    const run = this.#options.runs.get(id);
    const given = recordings.map((own) => ({ ...own, path: resolve(own.path) }));
    return this.#options.activities.run('predict', run.name, async (progress, signal) => {
      const found: Omit<ReviewProposal, 'id' | 'novelty'>[] = [];
      const refused: RefusedFile[] = [];
      const question = {
        ...{ model: id, decisions, listen: !labelsSteps(run.task) },
        paths: given.map(({ path }) => path),
      };
      const none = this.#backgroundOf(run);
      for await (const event of this.#options.predict(question, signal)) {
        if (event.kind === 'progress') progress.report(event.done + event.share, event.files);
        if (event.kind === 'refused') {
          const { kind: _, ...refusal } = event;
          refused.push(refusal);
        }
        if (event.kind !== 'prediction') continue;
        const { prediction } = event;
        const recording = given.find(({ path }) => path === prediction.file);
        if (recording === undefined) continue;
        for (const own of segmentsOf(prediction))
          if (own.label !== none && isUnexamined(own, recording.examined))
            found.push({
              recording: recording.path,
              ...own,
              verdict: null,
              decidedMs: null,
              together: false,
            });
      }
      const novelty = await this.#novelty(id, given, found);
      const review: KeptReview = {
        id: `review-${randomBytes(4).toString('hex')}`,
        ...{ run: id, runName: run.name, createdMs: Date.now(), recordings: given, refused },
        proposals: found.map((own, k) => ({ id: k, ...own, novelty: novelty?.[k] ?? null })),
      };
      await this.#options.store.save(review);
      return review.id;
    });
  }

  list(): Promise<KeptReview[]> {
    return this.#options.store.list();
  }

  /** @throws UnrollError ARGUMENT_INVALID where there is none, FILE_CORRUPT */
  get(id: string): Promise<KeptReview> {
    return this.#options.store.get(id);
  }

  async queue(id: string, order: ReviewOrder): Promise<ReviewProposal[]> {
    const review = await this.get(id);
    const open = review.proposals.filter(({ verdict }) => verdict === null);
    const known = open.map((own) => ({ ...own, novelty: own.novelty ?? undefined }));
    return reviewQueue(known, order, curveOf(review)).map((k) => open[k]!);
  }

  /** @throws UnrollError ARGUMENT_INVALID where there is no such review or proposal */
  async decide(
    id: string,
    verdicts: readonly { readonly proposal: number; readonly verdict: ReviewVerdict | null }[],
  ): Promise<TruthCurve> {
    const review = await this.#change(id, (proposals) => {
      for (const { proposal, verdict } of verdicts) {
        const own = proposals[proposal];
        if (own === undefined) throw failure('ARGUMENT_INVALID.proposalUnknown', { proposal });
        proposals[proposal] = {
          ...{ ...own, verdict, together: false },
          decidedMs: verdict === null ? null : Date.now(),
        };
      }
    });
    return curveOf(review);
  }

  async curve(id: string, precision: number): Promise<{ curve: TruthCurve; cut: Cut | null }> {
    const review = await this.get(id);
    const curve = curveOf(review);
    const open = review.proposals.filter(({ verdict }) => verdict === null);
    const confidences = open.map(({ confidence }) => confidence);
    return { curve, cut: cutFor(curve, confidences, precision) };
  }

  /** @returns how many that were */
  async together(id: string, confidence: number, verdict: 'right' | 'wrong'): Promise<number> {
    let decided = 0;
    await this.#change(id, (proposals) => {
      proposals.forEach((own, k) => {
        const isMeant = verdict === 'right' ? own.confidence >= confidence : own.confidence < confidence;
        if (own.verdict !== null || !isMeant) return;
        proposals[k] = { ...own, verdict: { is: verdict }, decidedMs: Date.now(), together: true };
        decided++;
      });
    });
    return decided;
  }

  async marks(id: string): Promise<{ recording: string; track: MarkTrack }[]> {
    const review = await this.get(id);
    return review.recordings.map((recording) => ({
      recording: recording.path,
      track: trackOf(recording, review),
    }));
  }

  delete(id: string): Promise<void> {
    return this.#options.store.delete(id);
  }

  #change(id: string, change: (proposals: ReviewProposal[]) => void): Promise<KeptReview> {
    const changed = this.#last
      .catch(() => {})
      .then(async () => {
        const review = await this.get(id);
        const proposals = [...review.proposals];
        change(proposals);
        const next = { ...review, proposals };
        await this.#options.store.save(next);
        return next;
      });
    this.#last = changed;
    return changed;
  }

  #backgroundOf({ detection, reject, datasetId }: Run): string | null {
    const { plan } = this.#options.datasets.get(datasetId).understanding;
    return detection?.background ?? reject?.none ?? plan.marks?.background ?? null;
  }

  async #novelty(
    run: string,
    recordings: readonly ReviewedRecording[],
    found: readonly (Segment & { readonly recording: string })[],
  ): Promise<ArrayLike<number> | null> {
    const known = recordings.flatMap(({ path, marks }) =>
      marks.map(({ start, end }) => ({ recording: path, from: start, to: end })),
    );
    const places = found.map(({ recording, start, end }) => ({ recording, from: start, to: end }));
    if (known.length === 0 || places.length === 0) return null;
    return this.#options.novelty(run, known, places).catch((thrown: unknown) => {
      // A model without a network has no state to compare by.
      if (toUnrollError(thrown).sentence === 'ARGUMENT_INVALID.insightNetwork') return null;
      throw thrown;
    });
  }
}

/** @throws UnrollError ARGUMENT_INVALID of a model that says nothing of stretches, or whose steps have no time */
function segmentsOf(prediction: Extract<PredictionEvent, { kind: 'prediction' }>['prediction']): Segment[] {
  const { kind } = prediction;
  const said =
    kind === 'labels'
      ? prediction.segments
      : kind === 'label' || kind === 'tags'
        ? prediction.timeline?.segments
        : undefined;
  if (said === undefined) throw failure('ARGUMENT_INVALID.noEvents');
  return said.map(({ label, startSeconds, endSeconds, probability }) => {
    if (startSeconds === null || endSeconds === null)
      throw failure('ARGUMENT_INVALID.reviewNoTime', { file: basename(prediction.file) });
    return { label, start: startSeconds, end: endSeconds, confidence: Math.min(1, Math.max(0, probability)) };
  });
}

/** What somebody looked at and knew: another label is a wrong one, and being unsure says nothing. */
function curveOf({ proposals }: Pick<KeptReview, 'proposals'>): TruthCurve {
  const decided = proposals.filter(
    ({ verdict, together }) => verdict !== null && verdict.is !== 'unsure' && !together,
  );
  return fitTruth(
    decided.map(({ confidence, verdict }) => ({ confidence, isRight: verdict!.is === 'right' })),
  );
}

/** What is known of a recording, then what was found right; what was decided counts as examined. */
function trackOf({ path, marks, examined }: ReviewedRecording, review: KeptReview): MarkTrack {
  const own = review.proposals.filter(({ recording }) => recording === path);
  const right = own.flatMap(({ verdict, label, start, end, confidence, together, decidedMs }) => {
    if (verdict?.is !== 'right' && verdict?.is !== 'other') return [];
    const said = verdict.is === 'other' ? verdict.label : label;
    const lineage = { run: review.run, confidence, decidedMs, ...(together && { together }) };
    return [{ startSeconds: start, endSeconds: end, label: said, confidence, note: JSON.stringify(lineage) }];
  });
  const looked = own
    .filter(({ verdict }) => verdict !== null && verdict.is !== 'unsure')
    .map(({ start, end }): [number, number] => [start, end]);
  return {
    ...{ name: 'review', recording: basename(path), clock: 'start' as const },
    marks: [
      ...marks.map(({ label, start, end }) => ({ startSeconds: start, endSeconds: end, label })),
      ...right,
    ].sort((a, b) => a.startSeconds - b.startSeconds),
    examined: [...examined, ...looked].sort(([a], [b]) => a - b),
  };
}
