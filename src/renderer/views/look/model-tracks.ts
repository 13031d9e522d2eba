import type { ModelView, ModelViewOf } from '../../../shared/domain/model-view';
import { m } from '../../i18n';
import { formatNumber } from '../../ui/format';
import { unitRow } from './units';

/** Lines over the example's own time. */
export interface ModelTrack {
  readonly title: string;
  readonly note?: string;
  readonly series: readonly { readonly name: string; readonly values: Float32Array }[];
}

/** More channels than this are left to the input's own track. */
const MOST_CHANNELS = 3;

function expectedTracks({
  channels,
  actual,
  expected,
}: Pick<ModelViewOf<'ar'>, 'channels' | 'actual' | 'expected'>): ModelTrack[] {
  return channels.slice(0, MOST_CHANNELS).map((name, k) => {
    const there = unitRow(actual, channels.length, k);
    const said = unitRow(expected, channels.length, k);
    return {
      title: name,
      note: m.look_view_expected_note(),
      series: [
        { name: m.look_view_actual(), values: there },
        { name: m.look_view_expected(), values: said },
        { name: m.look_view_residual(), values: there.map((value, t) => value - said[t]!) },
      ],
    };
  });
}

/** One step ahead: what was expected, and beside a net's what the linear state space expected. */
function filteringTracks(view: ModelViewOf<'latent'>): ModelTrack[] {
  const { linear, channels } = view;
  if (linear === null) return expectedTracks(view);
  return channels.slice(0, MOST_CHANNELS).map((name, k) => ({
    title: name,
    note: m.look_view_expected_note(),
    series: [
      { name: m.look_view_actual(), values: unitRow(view.actual, channels.length, k) },
      { name: m.look_view_expected(), values: unitRow(view.expected, channels.length, k) },
      { name: m.look_view_linear(), values: unitRow(linear.expected, channels.length, k) },
    ],
  }));
}

/** Many steps ahead: how the model goes on by itself; there is nothing before it begins. */
function continuedTracks({ channels, actual, continued, from, linear }: ModelViewOf<'latent'>): ModelTrack[] {
  const late = (values: Float32Array, channel: number): Float32Array =>
    Float32Array.from([...new Float32Array(from).fill(NaN), ...unitRow(values, channels.length, channel)]);
  return channels.slice(0, MOST_CHANNELS).map((name, k) => ({
    title: m.look_view_continued({ channel: name }),
    note: m.look_view_continued_note({ step: formatNumber(from) }),
    series: [
      { name: m.look_view_actual(), values: unitRow(actual, channels.length, k) },
      { name: m.look_view_forecast(), values: late(continued, k) },
      ...(linear === null ? [] : [{ name: m.look_view_linear(), values: late(linear.continued, k) }]),
    ],
  }));
}

/** A neighbour's channel on the example's own steps: the mean of what is aligned with each. */
function aligned(
  { values, alignment }: ModelViewOf<'dtw'>['neighbours'][number],
  steps: number,
  channels: number,
  channel: number,
): Float32Array {
  const sums = new Float32Array(steps);
  const counts = new Float32Array(steps);
  for (let k = 0; k < alignment.length; k += 2) {
    sums[alignment[k]!]! += values[alignment[k + 1]! * channels + channel]!;
    counts[alignment[k]!]! += 1;
  }
  return sums.map((sum, t) => sum / Math.max(1, counts[t]!));
}

export function modelTracks(view: ModelView, steps: number): ModelTrack[] {
  switch (view.kind) {
    case 'ar':
      return expectedTracks(view);
    case 'latent':
      return [
        {
          title: m.look_view_states(),
          note:
            view.spectralRadius === null
              ? m.look_view_states_net_note()
              : m.look_view_states_note({ radius: formatNumber(view.spectralRadius) }),
          series: Array.from({ length: view.states }, (_, k) => ({
            name: `${view.spectralRadius === null ? 'h' : 'z'}${k + 1}`,
            values: unitRow(view.path, view.states, k),
          })),
        },
        ...filteringTracks(view),
        ...continuedTracks(view),
        {
          title: m.look_view_likelihood(),
          series: [{ name: 'ln p', values: view.logLikelihoods }],
        },
      ];
    case 'markov':
      return [
        {
          title: m.look_view_path(),
          note: m.look_view_path_note(),
          series: [
            { name: m.look_view_path_here(), values: Float32Array.from(view.path) },
            { name: m.look_view_path_drawn(), values: Float32Array.from(view.sample) },
          ],
        },
      ];
    case 'dtw':
      return view.channels.slice(0, MOST_CHANNELS).map((name, k) => ({
        title: name,
        note: m.look_view_aligned_note(),
        series: [
          { name: m.look_view_actual(), values: unitRow(view.query, view.channels.length, k) },
          ...view.neighbours.slice(0, 1).map((neighbour) => ({
            name: m.look_view_neighbour(),
            values: aligned(neighbour, steps, view.channels.length, k),
          })),
        ],
      }));
    default:
      return [];
  }
}
