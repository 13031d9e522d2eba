import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract';
import { errorToShape, toUnrollError } from '../../shared/domain/error';

/**
 * The builder of every handler: `rpc.runs.get.handler(({ input }) => …)`. Whatever a handler throws
 * leaves the engine as the contract's one error, `UNROLL`, with a stable code and a sentence.
 */
export const rpc = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (thrown) {
    if (thrown instanceof ORPCError) throw thrown;
    const error = toUnrollError(thrown);
    throw new ORPCError('UNROLL', {
      defined: true,
      status: 422,
      message: error.message,
      data: errorToShape(error),
      cause: thrown,
    });
  }
});
