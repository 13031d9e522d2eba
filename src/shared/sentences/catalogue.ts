import { boundsSentences } from './bounds';
import { choiceSentences } from './choice';
import { classicalSentences } from './classical';
import { computeSentences } from './compute';
import { experimentSentences } from './experiments';
import { arraysFailures } from './failures/arrays';
import { baselinesFailures } from './failures/baselines';
import { dataFailures } from './failures/data';
import { experimentsFailures } from './failures/experiments';
import { exportsFailures } from './failures/exports';
import { facesFailures } from './failures/faces';
import { filesFailures } from './failures/files';
import { formatsFailures } from './failures/formats';
import { importsFailures } from './failures/imports';
import { inferenceFailures } from './failures/inference';
import { inspectionFailures } from './failures/inspection';
import { kernelsFailures } from './failures/kernels';
import { marksFailures } from './failures/marks';
import { modelsFailures } from './failures/models';
import { readersFailures } from './failures/readers';
import { readersWhyFailures } from './failures/readers-why';
import { runsFailures } from './failures/runs';
import { sharedFailures } from './failures/shared';
import { soundFailures } from './failures/sound';
import { studiesFailures } from './failures/studies';
import { systemFailures } from './failures/system';
import { trainingFailures } from './failures/training';
import { featureSentences } from './features';
import { dataHelp } from './help/data';
import { generalHelp } from './help/general';
import { recipeHelp } from './help/recipe';
import { runsHelp } from './help/runs';
import { headSentences } from './heads';
import { healthSentences } from './health';
import { marksSentences } from './marks';
import { proposalSentences } from './proposal';
import { questionSentences } from './questions';
import { recipeSentences } from './recipe';
import { recordingSentences } from './recordings';
import { trainingSentences } from './training';
import { verdictSentences } from './verdict';
import { warningSentences } from './warnings';

/** Everything that the lab says of its own accord, by code, in every language. */
export const sentences = {
  ...recipeSentences,
  ...choiceSentences,
  ...classicalSentences,
  ...featureSentences,
  ...computeSentences,
  ...trainingSentences,
  ...verdictSentences,
  ...healthSentences,
  ...experimentSentences,
  ...warningSentences,
  ...marksSentences,
  ...proposalSentences,
  ...questionSentences,
  ...recordingSentences,
  ...generalHelp,
  ...dataHelp,
  ...runsHelp,
  ...recipeHelp,
  ...boundsSentences,
  ...headSentences,
  ...arraysFailures,
  ...baselinesFailures,
  ...dataFailures,
  ...experimentsFailures,
  ...exportsFailures,
  ...facesFailures,
  ...filesFailures,
  ...formatsFailures,
  ...importsFailures,
  ...inferenceFailures,
  ...inspectionFailures,
  ...kernelsFailures,
  ...marksFailures,
  ...modelsFailures,
  ...readersFailures,
  ...readersWhyFailures,
  ...runsFailures,
  ...sharedFailures,
  ...soundFailures,
  ...studiesFailures,
  ...systemFailures,
  ...trainingFailures,
} as const;
