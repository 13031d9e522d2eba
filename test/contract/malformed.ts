import * as v from 'valibot';

/** The parts of valibot's schemas that an input is made of, as far as the contract uses them. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly pipe?: readonly Schema[];
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly value?: Schema;
}

/** What each kind of field never is. */
const never: Readonly<Record<string, readonly unknown[]>> = {
  string: [7, null, {}, ['x'], true, new Date(0)],
  number: ['7', null, {}, [7], NaN, true, 7n],
  boolean: ['true', 0, null, {}, []],
  array: ['x', 7, null, { length: 1 }, true],
  strict_object: ['x', 7, null, [], true, new Date(0)],
  object: ['x', 7, null, [], true, new Date(0)],
  record: ['x', 7, null, [], true, new Date(0)],
  picklist: ['none of these', 7, null, {}, []],
  custom: ['x', 7, null, [], true, new Date(0)],
  instance: ['x', 7, null, [], {}],
  variant: ['x', 7, null, [], {}],
};

/** Of numbers that are to be whole. */
const notWhole = [1.5, -1, 2 ** 60, Infinity];

function core(schema: Schema): Schema {
  return /^(optional|nullable|nullish|exact_optional|undefinedable)$/.test(schema.type) && schema.wrapped
    ? core(schema.wrapped)
    : schema;
}

/** Something that the schema takes, or what comes near. */
function sample(schema: Schema): unknown {
  const { type, entries, item, options, literal, pipe } = core(schema);
  if (entries) return sampleFields(entries);
  if (type === 'array' && item) return [sample(item)];
  if (type === 'picklist') return options?.[0];
  if (type === 'literal') return literal;
  if (type === 'variant') return sample(options?.[0] as Schema);
  if (type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type === 'string') return 'x1';
  if (type === 'record') return {};
  if (type === 'custom' && pipe !== undefined && pipe.length > 1) return sample(pipe[1]!);
  return [new Uint8Array(1), new Float32Array(1)].find((one) => v.is(schema as never, one));
}

function sampleFields(entries: Readonly<Record<string, Schema>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).map(([key, schema]) => [key, sample(schema)]));
}

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)]);

/** Inputs that no procedure takes. */
const wholes: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  1.5,
  NaN,
  '',
  '{}',
  [],
  [{}],
  new Date(0),
  new Uint8Array(3),
  new Float32Array(3),
  7n,
  { unknown: 1 },
  deep(60),
  { constructor: 'x', toString: 'y' },
  { '': null },
  { 0: 'a', length: 1 },
  { toJSON: 1 },
];

/**
 * At least 20 inputs that a procedure must refuse: none of them is anything it takes, some are one field away from it.
 */
export function malformedFor(input: unknown): unknown[] {
  const { entries = {} } = input as Schema;
  const good = sampleFields(entries);
  const near = Object.entries(entries).flatMap(([key, schema]) => {
    const { type, pipe = [] } = core(schema);
    const isWhole = pipe.some((step) => /integer/.test(step.type));
    return [...(never[type] ?? []), ...(isWhole ? notWhole : [])]
      .filter((bad) => bad !== null || !v.is(schema as never, null))
      .map((bad) => ({ ...good, [key]: bad }));
  });
  return [...wholes, ...near, { ...good, unknown: 1 }];
}
