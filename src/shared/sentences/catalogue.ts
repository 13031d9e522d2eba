import { classicalSentences } from './classical';
import { computeSentences } from './compute';
import { experimentSentences } from './experiments';
import { baselinesFailures } from './failures/baselines';
import { filesFailures } from './failures/files';
import { kernelsFailures } from './failures/kernels';
import { modelsFailures } from './failures/models';
import { sharedFailures } from './failures/shared';
import { trainingFailures } from './failures/training';
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
  ...baselinesFailures,
  ...filesFailures,
  ...kernelsFailures,
  ...modelsFailures,
  ...sharedFailures,
  ...trainingFailures,
} as const;
