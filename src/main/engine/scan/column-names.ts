import {
  answerWords,
  counterWords,
  foldWords,
  groupWords,
  identifierWords,
  labelWords,
  meansOneOf,
  nameTokens,
  plainName,
  remainderWords,
  splitWords,
  stepValueWords,
  targetWords,
} from './vocabulary';

const timeNames =
  /^(time|x_?value|timestamp|time_?stamp|datetime|date_?time|date|ds|t|sec|secs|seconds|ms|millis|milliseconds|epoch|month|day|hour|year|elapsed|t[ _]?[([]?(s|sec|ms|us|ns)[)\]]?|(time|timestamp|elapsed|seconds)[ _([].*|.*[_ ](time|timestamp)|(시간|시각|날짜|일시|연월)([ _([].*)?)$/i;

/** Numbers that a logger gives its rows: `Sample Index`, `packet_counter`. */
const countedRows =
  /^(sample|packet|record|row|frame|line|seq|sequence|entry|reading|scan|message|msg)(index|idx|number|num|no|nr|counter|count|cnt|id)$|^(packet|seq|sequence|counter)$/;

/** The last word of a longer name says what it is: `scene_label`, `sleep stage`. */
const labelEndings = new Set([
  'label',
  'labels',
  'class',
  'category',
  'activity',
  'gesture',
  'stage',
  'anomaly',
]);

export function isLabelName(name: string): boolean {
  if (meansOneOf(name, labelWords)) return true;
  const tokens = nameTokens(name);
  return (
    tokens.length === 2 &&
    labelEndings.has(tokens[1]!) &&
    meansOneOf(tokens[1]!, labelWords) &&
    !isAbout(tokens[0]!)
  );
}

/** `source_label` and `secondary_labels` are labels of something else. */
function isAbout(token: string): boolean {
  return ['secondary', 'source', 'other', 'alt', 'pred', 'predicted', 'device', 'file', 'n', 'num'].includes(
    token,
  );
}

export function isGroupName(name: string): boolean {
  return plainName(name) === 'id' || meansOneOf(name, groupWords);
}
/** Nobody who forecasts or classifies knows these beforehand. */
export function isAnswerName(name: string): boolean {
  return meansOneOf(name, answerWords);
}
export function isStepValueName(name: string): boolean {
  return meansOneOf(withoutUnit(name), stepValueWords);
}
/** What is left of something. */
export function isRemainderName(name: string): boolean {
  return meansOneOf(withoutUnit(name), remainderWords);
}
/** Counts steps: it goes in or orders the rows, and is hardly what anybody wants to know. */
export function isCounterName(name: string): boolean {
  return meansOneOf(withoutUnit(name), counterWords);
}
function withoutUnit(name: string): string {
  return name.replace(/[([].*$/, '');
}
export function isTargetName(name: string): boolean {
  return meansOneOf(withoutUnit(name), targetWords) || targetEnding.test(withoutUnit(name).trim());
}
/** Korean, Chinese and Japanese names run words together: 전력사용량. */
const targetEnding =
  /(사용량|소비량|수요량|판매량|발전량|매출액|방문자수|승객수|消費量|使用量|需要量|销量|用电量|売上高)$/;

export function isSplitName(name: string): boolean {
  return splitWords.has(plainName(name)) || isFoldName(name);
}
export function isFoldName(name: string): boolean {
  return meansOneOf(name, foldWords);
}
export function isIdentifierName(name: string): boolean {
  const tokens = nameTokens(name);
  return (
    identifierWords.has(plainName(name)) ||
    countedRows.test(plainName(name)) ||
    ['id', 'uuid', 'guid', 'nr', 'idx'].includes(tokens[tokens.length - 1] ?? '')
  );
}
export function isTimeName(name: string): boolean {
  return timeNames.test(name) && !isStepValueName(name);
}

/** Names of marks where something changes, beside what it changes to. */
export function isBorderName(name: string): boolean {
  return /^(is)?(changepoint|change|onset|boundary)s?$/.test(plainName(name));
}
