import { remark } from '../../../../shared/sentences/say';
import type { Phrase } from '../../../../shared/sentences/template';
import { lookAtData, splitByGroup } from '../steps';
import type { Rule } from '../rule';
import { scoreFacts } from '../words';

/** What was learnt from is known to stand in the part that judges as well: no number above counts before this. */
export const leak: Rule = ({ run, scores, warnings }) => {
  const found = warnings.find(({ code }) => code.startsWith('leak.'));
  if (found === undefined) return null;
  const isTorn = found.code === 'leak.groupAcrossParts';
  return {
    name: 'leak',
    remark: remark('verdict.leak', {
      ...found.params,
      ...scoreFacts(scores),
      leak: found.code as Phrase,
    }),
    evidence: { count: Number(found.params?.['count'] ?? 0) },
    steps: isTorn ? [splitByGroup(run), lookAtData(run)] : [lookAtData(run)],
  };
};
