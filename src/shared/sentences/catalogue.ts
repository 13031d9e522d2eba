import { classicalSentences } from './classical';
import { computeSentences } from './compute';
import { experimentSentences } from './experiments';
import { failureSentences } from './failures';
import { featureSentences } from './features';
import { proposalSentences } from './proposal';
import { recipeSentences } from './recipe';
import { trainingSentences } from './training';
import { warningSentences } from './warnings';

/** Everything that the lab says of its own accord, by code, in every language. */
export const sentences = {
  ...recipeSentences,
  ...classicalSentences,
  ...featureSentences,
  ...computeSentences,
  ...trainingSentences,
  ...experimentSentences,
  ...warningSentences,
  ...proposalSentences,
  ...failureSentences,
} as const;
