const labelNames =
  /^(label|labels|class|class_?name|class_?label|category|activity|gesture|exercise|emotion|genre|species|language|word|phase|event|state|status|target_?class|(is_)?(anomaly|fault|fall|failure|outlier|seizure)|라벨|레이블|클래스|분류|종류|동작|활동)$/i;
const groupNames =
  /^(group|subject|subject_?id|speaker|speaker_?id|participant|user|user_?id|person|patient|patient_?id|singer|rider|driver|session|session_?id|series_?id|recording_?id|trial|device|device_?id|그룹|피험자|화자|참가자|사용자|환자)$/i;
const splitNames = /^(split|set|subset|partition|fold_?split|분할)$/i;
const timeNames =
  /^(time|timestamp|time_?stamp|datetime|date_?time|date|t|sec|secs|seconds|ms|millis|milliseconds|epoch|month|day|hour|year|elapsed|t[ _]?[([]?(s|sec|ms|us|ns)[)\]]?|(time|timestamp|elapsed|seconds)[ _([].*|.*[_ ](time|timestamp)|(시간|시각|날짜|일시|연월)([ _([].*)?)$/i;

export function isLabelName(name: string): boolean {
  return labelNames.test(name);
}
export function isGroupName(name: string): boolean {
  return groupNames.test(name);
}
export function isSplitName(name: string): boolean {
  return splitNames.test(name);
}
export function isTimeName(name: string): boolean {
  return timeNames.test(name);
}
