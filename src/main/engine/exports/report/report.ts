import { classifies, hasClasses, labelsSteps, tags } from '../../../../shared/domain/task';
import type { ReportLanguage } from '../../../../shared/contract/exports';
import type { ModelCard } from '../../../../shared/contract/model-card';
import type { Example, SplitName } from '../../../../shared/domain/dataset';
import type { MetricsSnapshot, Scores } from '../../../../shared/domain/run';
import type { ExampleSignal } from '../../../../shared/domain/trace';
import type { TaggingScores } from '../../../../shared/domain/tasks/tag';
import { confusionTable, curves, waveform } from './drawings';
import { eventTable } from './event-table';
import type { Facts } from './facts';
import { featureFacts, recipeFacts } from './facts';
import { html } from './html';
import type { Html } from './html';
import { curveMetric, headline, scoreTable } from './scores';
import { STYLE } from './style';
import { Words } from './words';

export interface ReportExample {
  readonly example: Example;
  readonly truth: string | null;
  readonly predicted: string | null;
  /** Probability of what was predicted; else the absolute error, or the share of wrongly labelled steps. */
  readonly confidence: number;
  /** Null when the file is gone. */
  readonly signal: ExampleSignal | null;
}

export interface ReportContent {
  readonly card: ModelCard;
  readonly epochs: MetricsSnapshot['epochs'];
  readonly examples: readonly ReportExample[];
  /** Of which part the examples are. */
  readonly part: Extract<SplitName, 'test' | 'validation'>;
  readonly language: ReportLanguage;
}

/** One HTML file that holds everything: no script, nothing from outside, and a policy that says so. */
export function reportHtml({ card, epochs, examples, part, language }: ReportContent): string {
  const words = new Words(language);
  const { training, data, metrics } = card;
  const { train, validation, test } = data.examples;
  const recipe = recipeFacts(training.recipe, words);
  const versions = Object.entries(card.versions).map(([name, value]) => `${name} ${value}`);
  const pages = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width" />
        <title>${card.name}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <h1>${card.name}</h1>
        <p class="soft">
          ${words.say('report_sub', {
            data: data.name,
            train: words.count(train),
            validation: words.count(validation),
            test: words.count(test),
            date: words.date(card.trained),
          })}
        </p>
        ${headline(card, words)} ${card.note === '' ? null : html`<p>${card.note}</p>`}
        <h2>${words.say('report_scores')}</h2>
        ${scoreTable(metrics, words)}
        <h2>${words.say('report_training')}</h2>
        ${trainingCurves(card, epochs, words)} ${classTables(metrics.test ?? metrics.validation, words)}
        ${eventTable(card.detection, words)} ${exampleList(examples, part, card.task, words)}
        <h2>${words.say('report_recipe')}</h2>
        <div class="row">
          ${factTable(words.say('report_model'), recipe.model)}
          ${recipe.training.length === 0 ? null : factTable(words.say('report_training'), recipe.training)}
          ${factTable(words.find('data_features')!, featureFacts(card.input.plan, words))}
        </div>
        <p class="soft run">
          ${words.say('report_run', {
            run: card.run,
            data: data.fingerprint.slice(0, 16),
            versions: versions.join(', '),
          })}
        </p>
      </body>
    </html> `;
  return pages.text;
}

function trainingCurves(
  { task, training, network, fitted }: ModelCard,
  epochs: ReportContent['epochs'],
  words: Words,
): Html {
  const facts = {
    epochs: words.count(training.epochs),
    seconds: words.fixed(training.seconds, 1),
    parameters: words.count((network ?? fitted)?.parameters ?? 0),
  };
  const best = training.bestEpoch;
  const both = (title: string, own: ArrayLike<number>, validation: ArrayLike<number>): Html | null =>
    curves(
      {
        title,
        epoch: words.say('report_epoch'),
        best: words.say('report_best', { epoch: words.count(best ?? 0) }),
        number: (value) => words.number(value),
      },
      [
        { name: words.say('report_curve_training'), kind: 'train', values: own },
        { name: words.say('report_curve_validation'), kind: 'validation', values: validation },
      ],
      best,
    );
  return html`<div class="row">
      ${both(words.say('report_loss'), epochs.trainLoss, epochs.validationLoss)}
      ${both(curveMetric(task, words), epochs.trainMetric, epochs.validationMetric)}
    </div>
    <p>${words.say(training.epochs === 0 ? 'report_took_fit' : 'report_took', facts)}</p>`;
}

function classTables(scores: Scores | null, words: Words): Html | null {
  if (scores !== null && 'perLabel' in scores) return labelTable(scores, words);
  if (scores === null || !('confusion' in scores)) return null;
  const labels = scores.perClass.map(({ label }) => label);
  const columns = ['report_precision', 'report_recall'] as const;
  return html`<h2>${words.say('report_classes')}</h2>
    <div class="row wide">
      <figure>
        <figcaption>${words.say('report_confusion')}</figcaption>
        ${confusionTable(labels, scores.confusion)}
      </figure>
      <table class="classes">
        <tr>
          <th scope="col">${words.say('report_class')}</th>
          ${columns.map((key) => html`<th scope="col" class="count">${words.say(key)}</th>`)}
          <th scope="col" class="count">F1</th>
          <th scope="col" class="count">${words.say('report_support')}</th>
        </tr>
        ${scores.perClass.map(
          ({ label, precision, recall, f1, support }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td class="count">${words.fixed(precision, 3)}</td>
              <td class="count">${words.fixed(recall, 3)}</td>
              <td class="count">${words.fixed(f1, 3)}</td>
              <td class="count">${words.count(support)}</td>
            </tr>`,
        )}
      </table>
    </div>`;
}

/** Of several labels each by itself. */
function labelTable({ perLabel }: TaggingScores, words: Words): Html {
  const share = (value: number | null): string => (value === null ? '–' : words.fixed(value, 3));
  return html`<h2>${words.say('report_labels')}</h2>
    <div class="row wide">
      <table class="classes">
        <tr>
          <th scope="col">${words.say('report_class')}</th>
          ${['report_average_precision', 'report_precision', 'report_recall'].map(
            (key) => html`<th scope="col" class="count">${words.find(key)!}</th>`,
          )}
          <th scope="col" class="count">F1</th>
          <th scope="col" class="count">${words.say('report_threshold')}</th>
          <th scope="col" class="count">${words.say('report_support')}</th>
        </tr>
        ${perLabel.map(
          ({ label, averagePrecision, precision, recall, f1, threshold, support }) =>
            html`<tr>
              <th scope="row">${label}</th>
              ${[averagePrecision?.value ?? null, precision, recall, f1, threshold].map(
                (value) => html`<td class="count">${share(value)}</td>`,
              )}
              <td class="count">${words.count(support)}</td>
            </tr>`,
        )}
      </table>
    </div>`;
}

function exampleList(
  examples: readonly ReportExample[],
  part: ReportContent['part'],
  task: ModelCard['task'],
  words: Words,
): Html | null {
  if (examples.length === 0) return null;
  const isClass = classifies(task);
  const columns = isClass
    ? (['report_true', 'report_answer', 'report_probability'] as const)
    : ([
        tags(task) ? 'report_wrong_labels' : labelsSteps(task) ? 'report_wrong_steps' : 'report_error',
      ] as const);
  return html`<h2>${words.say(part === 'test' ? 'report_examples_test' : 'report_examples_validation')}</h2>
    <p class="soft">${words.say(isClass ? 'report_examples_class' : 'report_examples_value')}</p>
    <table class="examples">
      <tr>
        <th scope="col">${words.say('report_example')}</th>
        <th scope="col">${words.say('report_signal')}</th>
        ${columns.map((key) => html`<th scope="col">${words.say(key)}</th>`)}
      </tr>
      ${examples.map((one) => exampleRow(one, task, words))}
    </table>`;
}

function exampleRow(
  { example, truth, predicted, confidence, signal }: ReportExample,
  task: ModelCard['task'],
  words: Words,
): Html {
  const isShare = hasClasses(task);
  const number = html`<td>${isShare ? words.percent(confidence) : words.number(confidence)}</td>`;
  return html`<tr>
    <th scope="row">${example.file} <small>#${example.index + 1}</small></th>
    <td>${signal === null ? null : waveform(signal.envelope, signal.columns, example.file)}</td>
    ${
      classifies(task)
        ? html`<td>${truth ?? ''}</td>
            <td class="${truth === predicted ? 'right' : 'wrong'}">${predicted ?? ''}</td>`
        : null
    }
    ${number}
  </tr>`;
}

function factTable(title: string, facts: Facts): Html {
  return html`<table class="facts">
    <caption>
      ${title}
    </caption>
    ${facts.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}
