import { belowFloor } from './rules/below-floor';
import { chance } from './rules/chance';
import { classDragging } from './rules/class-dragging';
import { leak } from './rules/leak';
import { overfitted } from './rules/overfitted';
import { stillImproving } from './rules/still-improving';
import { tooWide } from './rules/too-wide';
import { unmeasured } from './rules/unmeasured';
import type { Rule } from './rule';

/** In the order of what a person should hear first; `nothing-to-add` stands behind them all. */
export const rules: readonly Rule[] = [
  leak,
  chance,
  belowFloor,
  stillImproving,
  overfitted,
  classDragging,
  tooWide,
  unmeasured,
];
