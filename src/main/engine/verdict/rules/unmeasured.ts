import { mainScore } from '../../../../shared/domain/main-score';
import { isRival } from '../../../../shared/domain/ranked-floors';
import { remark } from '../../../../shared/sentences/say';
import { measureFloors } from '../steps';
import type { Rule } from '../rule';
import { scoreFacts } from '../words';

/** Better than a guess, and held against nothing else yet: no praise for that. */
export const unmeasured: Rule = ({ run, scores, floors, waiting }) => {
  if (waiting.length === 0 || floors.some(isRival)) return null;
  return {
    name: 'unmeasured',
    remark: remark('verdict.unmeasured', scoreFacts(scores)),
    evidence: { score: mainScore(scores), waiting: waiting.length },
    steps: measureFloors(run, waiting),
  };
};
