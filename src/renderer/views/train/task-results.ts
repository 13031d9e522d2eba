import type { Component } from 'svelte';
import type { Task } from '../../../shared/domain/task';
import ClassResults from './class-results.svelte';
import ForecastResults from './forecast-results.svelte';
import LabellingResults from './labelling-results.svelte';
import type { ResultProps } from './result-props';
import StepValueResults from './step-value-results.svelte';
import TagResults from './tag-results.svelte';
import ValueResults from './value-results.svelte';

const results: { readonly [T in Task]: Component<ResultProps<T>> | null } = {
  classify: ClassResults,
  tag: TagResults,
  regress: ValueResults,
  'regress-steps': StepValueResults,
  forecast: ForecastResults,
  label: LabellingResults,
  generate: null,
};

/** What a run's page shows of its scores beside the numbers; null: nothing. Scores are of the task of their run. */
export function resultsOf(task: Task): Component<ResultProps> | null {
  return results[task] as Component<ResultProps> | null;
}
