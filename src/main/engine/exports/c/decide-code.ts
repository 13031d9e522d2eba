import type { EventDecision } from '../../../../shared/domain/detection';
import { eachOf } from '../../../../shared/decisions/decider';

/** How a header's answers become events. */
export interface CDecision {
  readonly decision: EventDecision;
  /** From one answer to the next. */
  readonly stepSeconds: number;
}

/** No probability reaches it. */
const NEVER = 2;

/** `Decider` in C, with a run's decision as constants. */
export function decideCode({ decision, stepSeconds }: CDecision, outputs: readonly string[]): string {
  const each = eachOf(decision, outputs);
  const floats = (
    name: string,
    value: (own: NonNullable<(typeof each)[number]>) => number,
    none: number,
  ): string =>
    `static const float ${name}[UNROLL_OUTPUTS] = {${each.map((own) => `${(own === null ? none : value(own)).toExponential(8)}f`).join(', ')}};`;
  const least = each.map((own) =>
    own === null ? 1 : Math.max(1, Math.ceil(own.minSeconds / stepSeconds - 1e-9)),
  );
  return [
    '/* How probabilities become events: smoothed, on from unroll_on and off below unroll_off, what is shorter than',
    '   unroll_least steps left out. Chosen on the validation part; model-card.json says by what, and how well it does. */',
    '/* Share of the smoothed probability that a step keeps. */',
    floats(
      'unroll_keep',
      (own) => (own.smoothSeconds > 0 ? Math.exp(-stepSeconds / own.smoothSeconds) : 0),
      0,
    ),
    floats('unroll_on', (own) => own.on, NEVER),
    floats('unroll_off', (own) => own.off, NEVER),
    `static const long unroll_least[UNROLL_OUTPUTS] = {${least.join(', ')}};`,
    code,
  ].join('\n');
}

const code = `typedef struct {
  float smoothed[UNROLL_OUTPUTS];
  long steps;
  int on;
  int begun;
} unroll_events;

static inline void unroll_events_reset(unroll_events *e) {
  memset(e, 0, sizeof *e);
  e->on = -1;
}

/* Takes the probabilities of the next step. Returns the label that is on and has been for long enough, or -1. */
static inline int unroll_decide(unroll_events *e, const float *probabilities) {
  int best = -1, is_on, k;
  for (k = 0; k < UNROLL_OUTPUTS; k++) {
    const float keep = e->begun ? unroll_keep[k] : 0.0f;
    e->smoothed[k] = keep * e->smoothed[k] + (1.0f - keep) * probabilities[k];
    if (unroll_on[k] <= 1.0f && (best < 0 || e->smoothed[k] > e->smoothed[best])) best = k;
  }
  e->begun = 1;
  is_on = best >= 0 && e->smoothed[best] >= unroll_on[best];
  if (e->on >= 0 && (e->smoothed[e->on] < unroll_off[e->on] || (is_on && best != e->on))) e->on = -1;
  if (e->on < 0 && is_on) {
    e->on = best;
    e->steps = 0;
  }
  if (e->on < 0) return -1;
  e->steps++;
  return e->steps >= unroll_least[e->on] ? e->on : -1;
}`;
