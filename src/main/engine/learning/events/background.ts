/** What people call what is nothing of what is looked for; as it is compared, in lower case. */
export const backgroundNames: ReadonlySet<string> = new Set([
  ...['background', '_background_', '_background_noise_', 'none', 'none of these', 'nothing', 'other'],
  ...['noise', 'silence', 'negative', 'normal', 'idle', 'ambient', 'no event', 'no_event', 'null'],
  ...['배경', '없음', '잡음', '정상'],
]);
