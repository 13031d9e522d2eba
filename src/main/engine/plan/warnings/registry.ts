import type { Remark } from '../../../../shared/domain/dataset';
import { audioCutOff } from './audio-cut-off';
import { audioDecoded } from './audio-decoded';
import { audioClipped, audioInverted, audioOffset, audioUnusable } from './audio-quality';
import { audioSilent } from './audio-silent';
import { channelsConstant } from './channels-constant';
import { classes } from './classes';
import { classesAlike } from './classes-alike';
import { columnsExtra } from './columns-extra';
import { columnsLeftOutWarnings } from './columns-left-out';
import { forecastKnown } from './forecast-known';
import { forecastStride } from './forecast-stride';
import { groupQuantities } from './group-quantities';
import { labelsFilesMissing } from './labels-files-missing';
import { labelsLists } from './labels-lists';
import { labelsSeveral } from './labels-several';

import { leakGroupAcrossParts } from './leak-group-across-parts';
import { leakLabelIsGroup } from './leak-label-is-group';
import { leakSameContent } from './leak-same-content';
import { lengthApart } from './length-apart';
import { rateCuts } from './rate-cuts';
import { rateDiffers } from './rate-differs';
import { rowsLeftOut } from './rows-left-out';
import { timeDoubled } from './time-doubled';
import { timeGaps } from './time-gaps';
import { timeIrregular } from './time-irregular';
import { timeOrder } from './time-order';
import { timeResampled } from './time-resampled';
import { valuesMissing } from './values-missing';
import { valuesNotNumbers } from './values-not-numbers';
import { valuesSentinel } from './values-sentinel';
import type { Rule, WarningFacts } from './rule';

/** Every rule, a line each, in the order in which a person reads them: leaks first. */
const rules: readonly Rule[] = [
  leakSameContent,
  leakGroupAcrossParts,
  leakLabelIsGroup,
  classes,
  classesAlike,
  labelsSeveral,
  groupQuantities,
  columnsLeftOutWarnings,
  columnsExtra,
  forecastKnown,
  forecastStride,
  channelsConstant,
  rowsLeftOut,
  valuesMissing,
  valuesNotNumbers,
  valuesSentinel,
  timeOrder,
  timeDoubled,
  timeResampled,
  timeIrregular,
  timeGaps,
  rateDiffers,
  lengthApart,
  rateCuts,
  labelsFilesMissing,
  labelsLists,
  audioUnusable,
  audioInverted,
  audioCutOff,
  audioDecoded,
  audioSilent,
  audioOffset,
  audioClipped,
];

/** Everything about the data that a person should know before training. */
export function findWarnings(facts: WarningFacts): Remark[] {
  return rules.flatMap((rule) => rule(facts));
}
