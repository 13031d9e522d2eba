import { hasClasses, scoreNumbers, traitsOf } from '../../../../shared/domain/task';
import type { ModelCard } from '../../../../shared/contract/model-card';
import {
  isHigherBetter,
  macroF1,
  mainInterval,
  mainMetric,
  mainScore,
} from '../../../../shared/domain/main-score';
import type { Floor, Scores } from '../../../../shared/domain/run';
import { snakeName } from '../../../../shared/domain/snake-name';
import { intervalBar } from './drawings';
import { html } from './html';
import type { Html } from './html';
import type { Words } from './words';

/** The number that the run is known by, with its interval and the floor. */
export function headline({ metrics, data }: ModelCard, words: Words): Html | null {
  const { test, validation, floor } = metrics;
  const scores = test ?? validation;
  if (scores === null) return null;
  const [value, interval] = [mainScore(scores), mainInterval(scores)];
  const say = (number: number): string =>
    hasClasses(scores.task) ? words.percent(number) : words.number(number);
  const count = words.count(test === null ? data.examples.validation : data.examples.test);
  const most = isHigherBetter(scores.task) ? 1 : 1.15 * Math.max(interval[1], floor?.value ?? 0);
  return html`<section class="headline">
    <p class="main">
      <strong>${say(value)}</strong> ${metricName(scores, words)}
      <span class="soft"
        >${words.say(test === null ? 'report_on_validation' : 'report_on_test', { count })} ·
        ${words.say('report_interval', { low: say(interval[0]), high: say(interval[1]) })}</span
      >
    </p>
    ${intervalBar(value / most, [interval[0] / most, interval[1] / most], floor && floor.value / most)}
    ${floor === null ? null : html`<p class="soft">${floorLine(scores, floor, say(floor.value), words)}</p>`}
  </section>`;
}

function floorLine(scores: Scores, floor: Floor, value: string, words: Words): string {
  const [low, high] = mainInterval(scores);
  const higher = isHigherBetter(scores.task);
  const beaten = higher ? low > floor.value : high < floor.value;
  const name = words.find(`train_floor_${snakeName(floor.name)}`) ?? floor.name;
  const verdict = beaten ? (higher ? 'report_beaten' : 'report_beaten_error') : 'report_not_beaten';
  return `${words.say('report_floor', { name, value })}. ${words.say(verdict)}`;
}

function metricName(scores: Scores, words: Words): string {
  return words.find(`train_metric_${mainMetric(scores)}`)!;
}

/** What the curves of an epoch's metric are of. */
export function curveMetric(task: Scores['task'], words: Words): string {
  return words.find(`train_metric_${traitsOf(task).metricName}`)!;
}

/** Both parts, with the second numbers. */
export function scoreTable({ test, validation }: ModelCard['metrics'], words: Words): Html {
  const rows = [
    ['report_test', test],
    ['report_validation', validation],
  ] as const;
  return html`<table class="numbers">
    ${rows.map(([part, scores]) =>
      scores === null
        ? html``
        : html`<tr>
            <th scope="row">${words.say(part)}</th>
            ${numbersOf(scores, words).map(
              ([name, value]) => html`<td><span class="soft">${name}</span> ${value}</td>`,
            )}
          </tr>`,
    )}
  </table>`;
}

function numbersOf(scores: Scores, words: Words): readonly (readonly [string, string])[] {
  const say = (value: number): string =>
    hasClasses(scores.task) ? words.percent(value) : words.number(value);
  const [low, high] = mainInterval(scores);
  const f1 = macroF1(scores);
  const main = [metricName(scores, words), say(mainScore(scores))] as const;
  const interval = ['95%', `${say(low)}–${say(high)}`] as const;
  if (f1 !== null) return [main, interval, ['macro F1', words.fixed(f1, 3)]];
  // What has one name in every language stands in the table; the rest is the window's.
  const others = scoreNumbers(scores).filter(
    ({ symbol, format }) => symbol !== undefined && format === 'number',
  );
  return [main, interval, ...others.map(({ symbol, value }) => [symbol!, words.number(value)] as const)];
}
