import { mapEventIterator } from '@orpc/client';
import { implement, ORPCError } from '@orpc/server';
import * as v from 'valibot';
import { contract } from '../../shared/contract';
import { isNamedFields } from '../../shared/contract/base';
import type { UnrollError } from '../../shared/domain/error';
import { errorToShape, toUnrollError } from '../../shared/domain/error';
import { failure } from '../../shared/sentences/failure';

/** What the contract found wrong with an input. Each part of a path comes with its key and with what lay there. */
const Refused = v.object({
  issues: v.tupleWithRest(
    [
      v.object({
        message: v.string(),
        path: v.optional(v.array(v.object({ key: v.union([v.string(), v.number()]) })), []),
      }),
    ],
    v.unknown(),
  ),
});

/**
 * Whatever was thrown as an error of the lab. What valibot says of a refused input holds functions (the check that failed) and
 * the input itself, which no transport carries: its sentence and its field are kept.
 */
function asUnrollError(thrown: unknown): UnrollError {
  if (!(thrown instanceof ORPCError) || thrown.code !== 'BAD_REQUEST') return toUnrollError(thrown);
  const refused = v.safeParse(Refused, thrown.data);
  if (!refused.success) return toUnrollError(thrown);
  const [{ message, path }] = refused.output.issues;
  const field = path.map(({ key }) => key).join('.');
  return field === ''
    ? failure('ARGUMENT_INVALID.input', { problem: message })
    : failure('ARGUMENT_INVALID.field', { field, problem: message });
}

/** The contract's one error. */
function asContractError(thrown: unknown): ORPCError<string, unknown> {
  if (thrown instanceof ORPCError && thrown.code === 'UNROLL') return thrown;
  const error = asUnrollError(thrown);
  return new ORPCError('UNROLL', {
    defined: true,
    status: 422,
    message: error.message,
    data: errorToShape(error),
    cause: thrown,
  });
}

const isStream = (output: unknown): output is AsyncIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/**
 * Every procedure takes named fields of plain data. For valibot a list, a date or a block of bytes is an object, too: one
 * without any field, which would pass where every field may be left out.
 */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  return isNamedFields(value) && Object.values(value).every(isPlain);
}

/**
 * The builder of every handler: `rpc.runs.get.handler(({ input }) => …)`. Whatever a handler throws, also in the midst of a
 * stream, leaves the engine as the contract's one error, `UNROLL`, with a stable code and a sentence.
 */
export const rpc = implement(contract).use(async ({ next }, input, output) => {
  try {
    if (!isNamedFields(input) || !isPlain(input)) throw failure('ARGUMENT_INVALID.noFields');
    const result = await next();
    if (!isStream(result.output)) return result;
    const told = mapEventIterator(result.output, {
      value: async (value) => value,
      error: async (thrown) => asContractError(thrown),
    });
    return output(told);
  } catch (thrown) {
    throw asContractError(thrown);
  }
});

/** What only looks, and writes nothing into the home. */
const looks: ReadonlySet<string> = new Set(
  [
    'system.info system.compute system.doctor system.licences system.settings system.warmUp system.tensorflow',
    'samples.list datasets.list datasets.unreadable datasets.get datasets.examples datasets.signal datasets.audio',
    'datasets.recording datasets.plan activities.list activities.watch activities.wait activities.cancel',
    'runs.list runs.unreadable runs.get runs.metrics runs.watch runs.wait runs.propose',
    'desk.list desk.get desk.peaks desk.spectrogram desk.audio desk.above',
    'inspection.trace inspection.generate inspection.download models.list models.unreadable bin.list experiments.list experiments.latest experiments.unreadable',
  ].flatMap((line) => line.split(' ')),
);

/**
 * The engine's builder over a home that a newer lab wrote: what looks is answered, everything else is refused before it
 * begins.
 */
export const frozen = (folder: string) =>
  rpc.use(({ path, next }) => {
    if (!looks.has(path.join('.'))) throw failure('STATE_CORRUPT.newer', { folder });
    return next();
  });
