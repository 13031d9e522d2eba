import { m } from '../i18n';
import workletUrl from './capture-worklet?worker&url';
import type { Sink, Source } from './source';
import { SourceFailure } from './source';

export interface Microphone {
  readonly id: string;
  readonly name: string;
}

/** Microphones by name; systems tell names only once one was listened to. */
export async function microphones(): Promise<readonly Microphone[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices
    .filter(({ kind, deviceId, label }) => kind === 'audioinput' && deviceId !== '' && label !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

const reasons: Readonly<Record<string, () => string>> = {
  NotAllowedError: m.live_microphone_refused,
  NotFoundError: m.live_microphone_missing,
  OverconstrainedError: m.live_microphone_missing,
  NotReadableError: m.live_microphone_busy,
};

/**
 * Asks for a microphone, as it is: without echo cancellation, noise suppression or gain control, which files of the data
 * set did not go through either.
 *
 * @param id null takes the system's own choice
 * @param channels that the model hears; 1 is the mean of what there is
 * @throws SourceFailure
 */
export async function openMicrophone(id: string | null, channels: number): Promise<Source> {
  // Only `localhost` and pages over TLS have devices.
  if (navigator.mediaDevices === undefined) throw new SourceFailure(m.live_microphone_missing);
  if ((await window.unroll?.allowMicrophone(true)) === false)
    throw new SourceFailure(m.live_microphone_refused);
  const media = await navigator.mediaDevices
    .getUserMedia({
      audio: {
        ...(id !== null && { deviceId: { exact: id } }),
        ...(channels > 1 && { channelCount: { ideal: channels } }),
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
      },
    })
    .catch((thrown: unknown) => {
      void window.unroll?.allowMicrophone(false);
      const { name } = thrown as DOMException;
      throw new SourceFailure(reasons[name] ?? m.live_microphone_busy);
    });
  const [track] = media.getAudioTracks();
  const given = track?.getSettings().channelCount ?? 1;
  const context = new AudioContext();
  if (channels > 1 && given < channels) {
    close(media, context);
    throw new SourceFailure(() => m.live_microphone_channels({ needed: channels, channels: given }));
  }
  try {
    await context.audioWorklet.addModule(workletUrl);
  } catch (thrown) {
    close(media, context);
    throw thrown;
  }
  return new MicrophoneSource(media, context, channels);
}

function close(media: MediaStream, context: AudioContext): void {
  for (const track of media.getTracks()) track.stop();
  void context.close();
  void window.unroll?.allowMicrophone(false);
}

class MicrophoneSource implements Source {
  readonly patient = false;
  readonly rateHz: number;

  constructor(
    readonly media: MediaStream,
    readonly context: AudioContext,
    readonly channels: number,
  ) {
    this.rateHz = context.sampleRate;
  }

  start({ take, ended }: Sink): void {
    const { context, media } = this;
    const node = new AudioWorkletNode(context, 'capture', { processorOptions: { channels: this.channels } });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => take(data);
    context.createMediaStreamSource(media).connect(node);
    // A node that leads nowhere is not run; what it gives is silence.
    node.connect(context.destination);
    for (const track of media.getAudioTracks()) track.onended = ended;
    void context.resume();
  }

  stop(): void {
    for (const track of this.media.getAudioTracks()) track.onended = null;
    close(this.media, this.context);
  }
}
