import { describe, expect, it } from 'vitest';
import type { Sink, Source } from '../../../src/renderer/sound/source';
import { Recorder, folderName } from '../../../src/renderer/views/data/record/recorder.svelte';

/** Protects: what is recorded becomes a folder of WAV files for each label, whole and in its order. */

class FakeMicrophone implements Source {
  readonly rateHz = 1000;
  readonly channels = 1;
  readonly patient = false;
  sink: Sink | null = null;
  stopped = 0;
  start(sink: Sink): void {
    this.sink = sink;
  }
  stop(): void {
    this.stopped += 1;
  }
  say(samples: number, value: number): void {
    this.sink!.take(new Float32Array(samples).fill(value));
  }
}

async function samplesOf(file: Blob): Promise<{ rateHz: number; values: Float32Array }> {
  const bytes = await file.arrayBuffer();
  // 32-bit floats after a head of 58 bytes, the rate at its place: Microsoft's RIFF of 1991.
  return { rateHz: new DataView(bytes).getUint32(24, true), values: new Float32Array(bytes.slice(58)) };
}

describe('the recorder', () => {
  const opened: FakeMicrophone[] = [];
  const recorder = new Recorder(() => {
    const microphone = new FakeMicrophone();
    opened.push(microphone);
    return Promise.resolve(microphone);
  });

  it('keeps what came between two presses, and lets the microphone go', async () => {
    await recorder.start('clap');
    expect(recorder.state).toBe('recording');
    opened[0]!.say(100, 0.5);
    opened[0]!.say(150, -0.75);
    expect([recorder.seconds, recorder.level]).toEqual([0.25, 0.75]);
    recorder.stop();
    recorder.stop();
    opened[0]!.say(40, 1);
    expect([recorder.state, opened[0]!.stopped, recorder.clips.length]).toEqual(['idle', 1, 1]);
    const { rateHz, values } = await samplesOf(recorder.clips[0]!.wav);
    expect(rateHz).toBe(1000);
    expect([...values]).toEqual([...new Float32Array(100).fill(0.5), ...new Float32Array(150).fill(-0.75)]);
  });

  it('keeps no double press, and ends when nobody ends it or the device is gone', async () => {
    await recorder.start('clap');
    opened[1]!.say(50, 1);
    recorder.stop();
    expect(recorder.clips.length).toBe(1);
    await recorder.start('clap');
    opened[2]!.say(120_000, 0);
    expect([recorder.state, recorder.clips.length]).toEqual(['idle', 2]);
    await recorder.start('a/b: c');
    opened[3]!.say(200, 0);
    opened[3]!.sink!.ended();
    expect([recorder.state, recorder.clips.length]).toEqual(['idle', 3]);
  });

  it('hands over a folder for each label', () => {
    expect(recorder.files('recordings').map(({ path }) => path)).toEqual([
      'recordings/clap/001.wav',
      'recordings/clap/002.wav',
      'recordings/a-b- c/001.wav',
    ]);
    recorder.remove(recorder.clips[0]!.id);
    expect(recorder.files('recordings')).toHaveLength(2);
    expect([folderName('..'), folderName('../x'), folderName('  박수 ')]).toEqual(['-', '-x', '박수']);
  });

  it('says why it cannot, and can be asked again', async () => {
    const refused = new Recorder(() => Promise.reject(new Error('refused')));
    await expect(refused.start('x')).rejects.toThrow('refused');
    expect(refused.state).toBe('idle');
  });
});
