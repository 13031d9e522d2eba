import { rpc } from '../rpc';
import type { ReviewService } from './service';

export function reviewHandlers(reviews: ReviewService) {
  return {
    review: {
      propose: rpc.review.propose.handler(({ input }) => ({ activity: reviews.propose(input) })),
      list: rpc.review.list.handler(async () =>
        (await reviews.list()).map(({ id, run, runName, createdMs, recordings, proposals }) => ({
          ...{ id, run, runName, createdMs },
          recordings: recordings.length,
          proposals: proposals.length,
          decided: proposals.filter(({ verdict }) => verdict !== null).length,
        })),
      ),
      get: rpc.review.get.handler(({ input }) => reviews.get(input.review)),
      queue: rpc.review.queue.handler(({ input }) => reviews.queue(input.review, input.order)),
      decide: rpc.review.decide.handler(async ({ input }) => {
        const { covariance, ...curve } = await reviews.decide(input.review, input.verdicts);
        return { ...curve, covariance: [...covariance] };
      }),
      curve: rpc.review.curve.handler(async ({ input }) => {
        const { curve, cut } = await reviews.curve(input.review, input.precision);
        return { curve: { ...curve, covariance: [...curve.covariance] }, cut };
      }),
      together: rpc.review.together.handler(async ({ input }) => ({
        decided: await reviews.together(input.review, input.confidence, input.verdict),
      })),
      marks: rpc.review.marks.handler(({ input }) => reviews.marks(input.review)),
      delete: rpc.review.delete.handler(async ({ input }) => {
        await reviews.delete(input.review);
        return { done: true as const };
      }),
    },
  };
}
