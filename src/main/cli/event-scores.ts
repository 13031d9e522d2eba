import type { Detection, EventMeasures, LabelEvents, Reject, Unseen } from '../../shared/domain/detection';
import { significant, table } from './output';
import { heading } from './language';

type WithInterval = EventMeasures['missRate'];

const withInterval = ({ value, interval: [low, high] }: WithInterval): string =>
  `${significant(value)} (${significant(low)} to ${significant(high)})`;

function partText(name: string, measures: EventMeasures | null): string {
  if (measures === null) return `${name}: –`;
  const { segment, event, intersection, psds, missRate, falseAlarmsPerHour } = measures;
  const { seconds, recordings, truth, said, resampled } = measures;
  const numbers = [
    `segment F1 ${withInterval(segment.f1)}, macro ${significant(segment.macroF1.value)}, error rate ${significant(segment.errorRate.value)}`,
    `event F1 ${withInterval(event.f1)}, macro ${significant(event.macroF1.value)}, error rate ${significant(event.errorRate)}`,
    `intersection F1 ${withInterval(intersection.f1)}, macro ${significant(intersection.macroF1.value)}, PSDS ${significant(psds)}`,
    `misses ${withInterval(missRate)} of all, false alarms ${withInterval(falseAlarmsPerHour)} an hour`,
  ];
  const columns = [
    ...[heading('label'), heading('events'), heading('said'), heading('misses'), heading('falseHour')],
    ...[heading('segmentF1'), heading('eventF1'), heading('bestEventF1'), 'PSDS', heading('lateByS')],
  ];
  const rows = measures.perLabel.map((own) => [
    ...[own.label, own.truth, own.said, own.misses, significant(own.falseAlarmsPerHour)],
    ...[significant(own.segmentF1), significant(own.eventF1), bestOf(own), significant(own.psds)],
    own.onset === null ? null : significant(own.onset.median),
  ]);
  return [
    `${name}: ${truth} events, ${said} said, in ${significant(seconds / 3600)} h of ${recordings} recordings (intervals: 95 %, resampling ${resampled})`,
    ...numbers.map((line) => `  ${line}`),
    table(columns, rows),
  ].join('\n');
}

function bestOf({ bestEventF1, bestThreshold }: LabelEvents): string {
  return Number.isFinite(bestThreshold)
    ? `${significant(bestEventF1)} at ${significant(bestThreshold)}`
    : '–';
}

export function eventsText({ decision, background, validation, test }: Detection): string {
  const { by, mostFalseAlarms, labels } = decision;
  const said = by === 'hand' ? 'by hand' : `chosen on validation by ${by}`;
  const most = mostFalseAlarms === undefined ? '' : `=${mostFalseAlarms}`;
  return [
    `events, ${said}${most}${background === null ? '' : `; "${background}" is nothing`}`,
    table(
      [heading('label'), heading('onFrom'), heading('offBelow'), heading('smoothedS'), heading('shortestS')],
      labels.map(({ label, on, off, smoothSeconds, minSeconds }) => [
        label,
        ...[on, off, smoothSeconds, minSeconds].map((value) => significant(value)),
      ]),
    ),
    '',
    partText('validation', validation),
    '',
    partText('test', test),
  ].join('\n');
}

/** Without histograms, which `show --json` has. */
export function eventsJson({ decision, background, validation, test }: Detection): unknown {
  const short = (measures: EventMeasures | null) =>
    measures && {
      ...measures,
      perLabel: measures.perLabel.map(({ onset: _, offset: _off, distance: _away, ...own }) => own),
    };
  return { decision, background, validation: short(validation), test: short(test) };
}

/** From where on answers count, and what that comes to. */
export function rejectText({ none, labels, validation, test }: Reject): string {
  const part = test ?? validation;
  const from = labels.map(({ label, threshold }) => `${label} from ${significant(threshold)}`).join(', ');
  const worth =
    part === null
      ? ''
      : `; of ${test === null ? 'validation' : 'test'} ${significant(100 * part.answered)} % are answered, ${significant(100 * part.right)} % of these rightly, and ${significant(100 * part.refused)} % of "${none}" is told as such`;
  return `answers count ${from}, else "${none}"${worth}`;
}

export function unseenText({
  place,
  recordings,
  seconds,
  falseAlarms,
  falseAlarmsPerHour,
  perLabel,
}: Unseen): string {
  const each = perLabel.map(({ label, falseAlarms: own }) => `${label} ${own}`).join(', ');
  return `${significant(falseAlarmsPerHour)} false alarms an hour on recordings of nothing: ${falseAlarms} in ${significant(seconds / 3600)} h, ${recordings} of them, in ${place} (${each})`;
}
