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
  return meansOneOf(withoutUnit(name), targetWords);
}
export function isSplitName(name: string): boolean {
  return splitWords.has(plainName(name)) || isFoldName(name);
}
function isFoldName(name: string): boolean {
  return meansOneOf(name, foldWords);
}
export function isIdentifierName(name: string): boolean {
  const tokens = nameTokens(name);
  return (
    identifierWords.has(plainName(name)) ||
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
