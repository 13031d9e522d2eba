/** Work for a compute worker. A long job tells `report` of what it has so far. */
type Job = (input: never, report: (partial: never) => void) => Promise<unknown>;

type Called<J extends Job> = Awaited<ReturnType<J>>;
type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Each) => void
  ? Each
  : never;

/**
 * How a room calls the jobs of its `jobs.ts`, wherever they run. Inputs and outputs are structured-cloned; what a job throws
 * arrives as an UnrollError, and COMPUTE_FAILED when the worker broke off.
 */
export interface JobCaller<Jobs extends Readonly<Record<string, Job>>> {
  readonly call: All<
    {
      [Name in keyof Jobs]: (name: Name, input: Parameters<Jobs[Name]>[0]) => Promise<Called<Jobs[Name]>>;
    }[keyof Jobs]
  >;
}

/** {@link JobCaller} in a process that is started for one call and ends with it: for what may crash. */
export interface ApartCaller<Jobs extends Readonly<Record<string, Job>>> {
  /** COMPUTE_FAILED also when it takes longer than `timeoutMs`. */
  readonly callApart: All<
    {
      [Name in keyof Jobs]: (
        name: Name,
        input: Parameters<Jobs[Name]>[0],
        timeoutMs: number,
      ) => Promise<Called<Jobs[Name]>>;
    }[keyof Jobs]
  >;
}
