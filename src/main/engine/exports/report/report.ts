import type { ExampleSignal } from '../../../../shared/domain/trace';
import type { Example } from '../../../../shared/domain/dataset';
import type { MetricsSnapshot, Scores } from '../../../../shared/domain/run';
import type { ModelCard } from '../../../../shared/contract/model-card';
import { confusionTable, curves, waveform } from './drawings';
import { html } from './html';
import type { Html } from './html';
import { STYLE } from './style';

export interface ReportExample {
  readonly example: Example;
  readonly truth: string | null;
  readonly predicted: string | null;
  /** Probability of what was predicted, or the absolute error of a forecast. */
  readonly confidence: number;
  /** Null when the file is gone. */
  readonly signal: ExampleSignal | null;
}

export interface ReportContent {
  readonly card: ModelCard;
  readonly epochs: MetricsSnapshot['epochs'];
  readonly examples: readonly ReportExample[];
  /** Of which part the examples are. */
  readonly part: string;
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** One HTML file that holds everything: no script, nothing from outside, and a policy that says so. */
export function reportHtml({ card, epochs, examples, part }: ReportContent): string {
  const { network, training, data, metrics } = card;
  const model = (network ?? card.fitted)!;
  const metric = card.task === 'classify' || card.task === 'label' ? 'Accuracy' : 'Mean absolute error';
  const pages = html`<!doctype html>
    <html lang="en">
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
        <p class="sub">
          ${data.name} · ${data.examples.train} training, ${data.examples.validation} validation and
          ${data.examples.test} test examples · trained ${card.trained.slice(0, 10)}
        </p>
        ${card.note === '' ? null : html`<p>${card.note}</p>`}
        <h2>Scores</h2>
        ${scoreTable(metrics)}
        <h2>Training</h2>
        <div class="row">
          ${curves('Loss', [
            { name: 'training', kind: 'train', values: epochs.trainLoss },
            { name: 'validation', kind: 'validation', values: epochs.validationLoss },
          ])}
          ${curves(metric, [
            { name: 'training', kind: 'train', values: epochs.trainMetric },
            { name: 'validation', kind: 'validation', values: epochs.validationMetric },
          ])}
        </div>
        <p>
          ${training.epochs} epochs in ${training.seconds.toFixed(1)}
          s${training.bestEpoch === null ? '' : `, the best was epoch ${training.bestEpoch}`};
          ${model.parameters.toLocaleString('en')} parameters.
        </p>
        ${classTables(metrics.test ?? metrics.validation)} ${exampleList(examples, part, card.task)}
        <h2>Recipe</h2>
        <div class="row">
          ${factTable(network === null ? 'Model' : 'Network', model.spec)}
          ${factTable('Training', training.recipe.training)}
          ${factTable('Features', card.input.plan.features)}
        </div>
        <p class="sub">
          Run ${card.run} · data ${data.fingerprint.slice(0, 16)} ·
          ${Object.entries(card.versions)
            .map(([name, value]) => `${name} ${value}`)
            .join(', ')}
        </p>
      </body>
    </html> `;
  return pages.text;
}

function scoreTable({ validation, test, floor }: ModelCard['metrics']): Html {
  const rows = [
    ['Test', test],
    ['Validation', validation],
  ] as const;
  return html`<table>
    ${rows.map(([name, scores]) =>
      scores === null
        ? html``
        : html`<tr>
            <th scope="row">${name}</th>
            ${scoreCells(scores)}
          </tr>`,
    )}
    ${
      floor === null
        ? null
        : html`<tr>
            <th scope="row">Without a network (${floor.name})</th>
            <td>${floor.metric === 'accuracy' ? percent(floor.value) : floor.value.toPrecision(4)}</td>
          </tr>`
    }
  </table>`;
}

function scoreCells(scores: Scores): Html {
  if (scores.task === 'classify' || scores.task === 'label') {
    const [low, high] = scores.accuracyInterval;
    const macroF1 = scores.task === 'classify' ? scores.macroF1 : scores.macroF1.value;
    return html`<td>
        accuracy ${percent(scores.accuracy)} <small>(95 %: ${percent(low)} to ${percent(high)})</small>
      </td>
      <td>macro F1 ${macroF1.toFixed(3)}</td>`;
  }
  const [low, high] = scores.maeInterval;
  return html`<td>
      MAE ${scores.mae.toPrecision(4)} <small>(95 %: ${low.toPrecision(4)} to ${high.toPrecision(4)})</small>
    </td>
    <td>RMSE ${scores.rmse.toPrecision(4)}</td>
    ${'mase' in scores ? html`<td>MASE ${scores.mase.toFixed(3)}</td>` : null}`;
}

function classTables(scores: Scores | null): Html | null {
  if (scores === null || !('confusion' in scores)) return null;
  const labels = scores.perClass.map(({ label }) => label);
  return html`<h2>Classes</h2>
    <div class="row">
      <figure>
        <figcaption>Rows: true class. Columns: predicted class.</figcaption>
        ${confusionTable(labels, scores.confusion)}
      </figure>
      <table>
        <tr>
          <th scope="col">class</th>
          <th scope="col">precision</th>
          <th scope="col">recall</th>
          <th scope="col">F1</th>
          <th scope="col">examples</th>
        </tr>
        ${scores.perClass.map(
          ({ label, precision, recall, f1, support }) =>
            html`<tr>
              <th scope="row">${label}</th>
              <td>${precision.toFixed(3)}</td>
              <td>${recall.toFixed(3)}</td>
              <td>${f1.toFixed(3)}</td>
              <td>${support}</td>
            </tr>`,
        )}
      </table>
    </div>`;
}

function exampleList(examples: readonly ReportExample[], part: string, task: ModelCard['task']): Html | null {
  if (examples.length === 0) return null;
  const isClass = task === 'classify';
  return html`<h2>Examples of the ${part} part</h2>
    <p>
      ${isClass ? 'The mistakes that the network was surest of first, then the answers that it was least sure of.' : 'The largest errors first.'}
    </p>
    <table class="examples">
      <tr>
        <th scope="col">example</th>
        <th scope="col">signal</th>
        ${
          isClass
            ? html`<th scope="col">true</th>
                <th scope="col">predicted</th>
                <th scope="col">probability</th>`
            : html`<th scope="col">absolute error</th>`
        }
      </tr>
      ${examples.map(
        ({ example, truth, predicted, confidence, signal }) =>
          html`<tr>
            <th scope="row">${example.file}</th>
            <td>
              ${signal === null ? null : waveform(signal.envelope.subarray(0, 2 * signal.columns), example.file)}
            </td>
            ${
              isClass
                ? html`<td>${truth ?? ''}</td>
                    <td class="${truth === predicted ? 'right' : 'wrong'}">${predicted ?? ''}</td>
                    <td>${percent(confidence)}</td>`
                : html`<td>${confidence.toPrecision(4)}</td>`
            }
          </tr>`,
      )}
    </table>`;
}

function factTable(title: string, facts: object): Html {
  return html`<table class="facts">
    <caption>
      ${title}
    </caption>
    ${Object.entries(facts).map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)}</td>
        </tr>`,
    )}
  </table>`;
}
