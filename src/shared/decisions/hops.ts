/** A window is gone over again so many times while it passes. */
const HOPS_PER_WINDOW = 10;
/** The same of a model that learnt windows of long recordings, which come by the hour. */
const HOPS_PER_CUT = 4;

/**
 * Steps from one answer to the next of a model that is run over its last window again and again.
 *
 * @param isCut whether it learnt windows of long recordings
 */
export const hopSteps = (windowSteps: number, isCut = true): number =>
  Math.ceil(windowSteps / (isCut ? HOPS_PER_CUT : HOPS_PER_WINDOW));
