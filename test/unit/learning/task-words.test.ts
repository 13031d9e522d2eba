import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rivalNames } from '../../../src/shared/domain/run';
import { snakeName } from '../../../src/shared/domain/snake-name';
import { floorNames, taskNames, traitsOf } from '../../../src/shared/domain/task';

const catalogue = (language: string): Set<string> =>
  new Set(
    readdirSync('messages').flatMap((room) =>
      Object.keys(JSON.parse(readFileSync(`messages/${room}/${language}.json`, 'utf8')) as object),
    ),
  );

/** Words that the window looks up by the name of a task, a metric or a floor, so that no type holds them. */
const wanted = [
  ...taskNames.flatMap((task) => [`data_task_${task}`, `train_data_${task}`]),
  ...taskNames
    .flatMap((task) => [traitsOf(task).metricName, traitsOf(task).mainMetric])
    .map((name) => `train_metric_${name}`),
  ...[...floorNames, ...rivalNames].map((name) => `train_floor_${name}`),
];

describe.each(['en', 'ko'])('the catalogue in %s', (language) => {
  it('has a word for every task, what it is measured by, and every floor', () => {
    const words = catalogue(language);
    expect(wanted.map(snakeName).filter((key) => !words.has(key))).toEqual([]);
  });
});
