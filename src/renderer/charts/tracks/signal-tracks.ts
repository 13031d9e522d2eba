import type { ExampleSignal } from '../../../shared/domain/trace';
import { featuresTrack } from './signal/features';
import { levelTrack } from './signal/level';
import { signalTrack } from './signal/signal';
import type { Track } from './track';

/** One way to look at the signal of an example; null where there is nothing of the kind to see. */
export type SignalTrack = (signal: ExampleSignal, source: { readonly hasSound: boolean }) => Track | null;

/** What stands above one another wherever an example of the data is looked at, in this order. */
export const signalTracks: readonly SignalTrack[] = [signalTrack, levelTrack, featuresTrack];
