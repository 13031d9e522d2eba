import type { Detection, EventMeasures } from '../../../../shared/domain/detection';
import { html } from './html';
import type { Html } from './html';
import type { Words } from './words';

/** How events are said and how well they are found, of the test part where there is one. */
export function eventTable(detection: Detection | undefined, words: Words): Html | null {
  const measures = detection?.test ?? detection?.validation ?? null;
  if (detection === undefined || measures === null) return null;
  const { background, test } = detection;
  const facts = {
    events: words.count(measures.truth),
    said: words.count(measures.said),
    minutes: words.number(measures.seconds / 60, 3),
  };
  return html`<h2>${words.say('report_events')}</h2>
    <p>
      ${words.say(test === null ? 'report_events_validation' : 'report_events_test', facts)}
      ${background === null ? null : words.say('report_events_background', { label: background })}
    </p>
    ${numbers(measures, words)}
    <table class="classes">
      <tr>
        <th scope="col">${words.say('report_class')}</th>
        ${[
          'report_events_so',
          'report_events_missed',
          'report_events_alarms',
          'report_events_f1',
          'report_events_on',
          'report_events_off',
          'report_events_smooth',
          'report_events_shortest',
        ].map((key) => html`<th scope="col" class="count">${words.find(key)!}</th>`)}
      </tr>
      ${measures.perLabel.map((own) => labelRow(detection, own, words))}
    </table>`;
}

const share = (value: number, words: Words): string => (Number.isNaN(value) ? '–' : words.fixed(value, 3));

function numbers(measures: EventMeasures, words: Words): Html {
  const { missRate, falseAlarmsPerHour, event, segment, intersection, psds } = measures;
  const between = (
    { value, interval: [low, high] }: typeof missRate,
    say: (value: number) => string,
  ): string => (Number.isNaN(value) ? '–' : `${say(value)} (${say(low)}–${say(high)})`);
  const fixed = (value: number): string => share(value, words);
  const rows = [
    [words.say('report_events_missed'), between(missRate, (value) => words.percent(value))],
    [words.say('report_events_alarms'), between(falseAlarmsPerHour, (value) => words.number(value, 3))],
    [words.say('report_events_f1'), between(event.f1, fixed)],
    [words.say('report_events_segment'), between(segment.f1, fixed)],
    [words.say('report_events_intersection'), between(intersection.f1, fixed)],
    ['PSDS', fixed(psds)],
  ] as const;
  return html`<table class="numbers">
    ${rows.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}

function labelRow(
  { decision }: Detection,
  { label, truth, misses, falseAlarmsPerHour, eventF1 }: EventMeasures['perLabel'][number],
  words: Words,
): Html {
  const own = decision.labels.find((one) => one.label === label);
  const seconds = (value: number | undefined): string =>
    value === undefined ? '–' : `${words.number(value, 3)} s`;
  const cells = [
    ...[words.count(truth), words.count(misses), words.number(falseAlarmsPerHour, 3), share(eventF1, words)],
    ...[own === undefined ? '–' : share(own.on, words), own === undefined ? '–' : share(own.off, words)],
    ...[seconds(own?.smoothSeconds), seconds(own?.minSeconds)],
  ];
  return html`<tr>
    <th scope="row">${label}</th>
    ${cells.map((cell) => html`<td class="count">${cell}</td>`)}
  </tr>`;
}
