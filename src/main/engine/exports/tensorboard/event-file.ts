import { traitsOf } from '../../../../shared/domain/task';
import { parse } from 'protobufjs';
import type { Type } from 'protobufjs';
import type { MetricsSnapshot, Run } from '../../../../shared/domain/run';
import source from './event.proto?raw';

/** One point of one curve. */
export interface ScalarEvent {
  readonly seconds: number;
  readonly step: number;
  readonly tag: string;
  readonly value: number;
}

let eventType: Type | null = null;

/** An event file of TensorBoard: records of `Event` messages. */
export function eventFile(startSeconds: number, events: readonly ScalarEvent[]): Uint8Array {
  eventType ??= parse(source).root.lookupType('tensorboard.Event');
  const type = eventType;
  const encoded = (event: object): Uint8Array => record(type.encode(type.fromObject(event)).finish());
  return Buffer.concat([
    encoded({ wallTime: startSeconds, fileVersion: 'brain.Event:2' }),
    ...events.map(({ seconds, step, tag, value }) =>
      encoded({ wallTime: seconds, step, summary: { value: [{ tag, simpleValue: value }] } }),
    ),
  ]);
}

/**
 * Length, its checksum, the data, their checksum, all little-endian (TFRecord, tensorflow/core/lib/io/record_writer.cc).
 */
function record(data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 16);
  bytes.writeBigUInt64LE(BigInt(data.length), 0);
  bytes.writeUInt32LE(maskedCrc(bytes.subarray(0, 8)), 8);
  bytes.set(data, 12);
  bytes.writeUInt32LE(maskedCrc(data), 12 + data.length);
  return bytes;
}

/** Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32C of the bytes. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

/** Rotated and shifted, so that a checksum of data that holds checksums is sound (tensorflow/core/lib/hash/crc32c.h). */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** All curves of a run: of batches under `batch/`, of epochs by what was measured. Times are spread over each epoch. */
export function scalarsOf(
  run: Run,
  { steps, epochs }: Pick<MetricsSnapshot, 'steps' | 'epochs'>,
): ScalarEvent[] {
  const events: ScalarEvent[] = [];
  const start = run.createdMs / 1000;
  const metric = traitsOf(run.task).metric;
  const ends: { step: number; seconds: number }[] = [{ step: 0, seconds: start }];
  const add = (seconds: number, step: number, tag: string, value: number): void => {
    if (Number.isFinite(value)) events.push({ seconds, step, tag, value });
  };
  epochs.epoch.forEach((_, k) => {
    const seconds = ends.at(-1)!.seconds + epochs.seconds[k]!;
    const step = epochs.step[k]!;
    ends.push({ step, seconds });
    add(seconds, step, 'loss/train', epochs.trainLoss[k]!);
    add(seconds, step, 'loss/validation', epochs.validationLoss[k]!);
    add(seconds, step, `${metric}/train`, epochs.trainMetric[k]!);
    add(seconds, step, `${metric}/validation`, epochs.validationMetric[k]!);
  });
  let epoch = 1;
  steps.step.forEach((step, k) => {
    while (epoch < ends.length - 1 && ends[epoch]!.step < step) epoch++;
    const [from, to] = [ends[epoch - 1]!, ends[epoch] ?? ends[epoch - 1]!];
    const share = to.step > from.step ? Math.min(1, (step - from.step) / (to.step - from.step)) : 0;
    const seconds = from.seconds + share * (to.seconds - from.seconds);
    add(seconds, step, 'batch/loss', steps.loss[k]!);
    add(seconds, step, `batch/${metric}`, steps.metric[k]!);
    add(seconds, step, 'batch/gradient norm', steps.gradientNorm[k]!);
    add(seconds, step, 'batch/learning rate', steps.learningRate[k]!);
  });
  return events.sort((a, b) => a.step - b.step || a.seconds - b.seconds);
}
