import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ModelService } from '../../src/main/serve-model/server';
import { startModelService } from '../../src/main/serve-model/server';
import { StreamEvent } from '../../src/main/serve-model/stream-schemas';
import { TsParser } from '../../src/main/engine/readers/cases/ts-format';
import { allCases } from '../unit/readers/all-cases';
import { decodeBytes } from '../unit/readers/decode-bytes';
import { encodeWav } from '../../src/shared/sound/encode-wav';
import { engineClient, localLink } from '../../src/shared/transport/client';
import type { Engine } from '../../src/main/engine/engine';
import { importFolder, Lab, vowelsDir } from './lab';

/** Protects: that a served model says what the lab says of the same recordings, however they come and however many at once. */

const drumsDir = fileURLToPath(new URL('../../resources/samples/drum-sounds', import.meta.url));
const lab = new Lab();
let engine: Engine;
afterAll(() => lab.remove());

async function serve(model: string): Promise<ModelService> {
  const client = engineClient(localLink(engine.client));
  return startModelService({
    model,
    description: await client.predict.describe({ model }),
    streams: client.streams,
    version: '0.0.0',
    port: 0,
    predict: async (recordings) =>
      (await client.predict.answer({ model, recordings: [...recordings] })).answers,
  });
}

async function train(dir: string, model: { bidirectional?: boolean } = {}): Promise<string> {
  const { id } = await importFolder(engine, dir);
  const { id: run } = await engine.client.runs.start({
    dataset: id,
    choices: { model: { units: 8, ...model }, training: { epochs: 2, seed: 1 } },
  });
  expect((await engine.client.runs.wait({ run })).status).toBe('completed');
  return run;
}

interface Label {
  readonly label: string;
  readonly probabilities: Record<string, number>;
}

interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

const ask = async (
  { url, token }: ModelService,
  path: string,
  body?: BodyInit,
  type?: string,
): Promise<Answer> => {
  const answer = await fetch(url + path, {
    ...(body !== undefined && { method: 'POST', body }),
    headers: { authorization: `Bearer ${token}`, ...(type !== undefined && { 'content-type': type }) },
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
};

const labelOf = ({ json }: Answer): Label => (json['predictions'] as Label[])[0]!;
const asJson = 'application/json';

beforeAll(async () => {
  engine = await lab.open();
});

describe('sound', () => {
  let run: string;
  let service: ModelService;
  const files = ['tabla/tabla_ghe1', 'tabla/tabla_na', 'bass-drum/bd_808', 'electronic/elec_beep'].map(
    (name) => join(drumsDir, `${name}.flac`),
  );
  let expected: Label[];

  beforeAll(async () => {
    run = await train(drumsDir);
    service = await serve(run);
    const { predictions } = await engine.client.predict.files({ model: run, paths: files });
    expected = predictions as unknown as Label[];
  });
  afterAll(() => service.close());

  it('answers files as the command line does, alone and many at once', async () => {
    const requireSame = (answer: Answer, { label, probabilities }: Label): void => {
      expect(labelOf(answer).label).toBe(label);
      for (const [name, probability] of Object.entries(probabilities))
        expect(labelOf(answer).probabilities[name]).toBeCloseTo(probability, 5);
    };
    requireSame(await ask(service, '/predict', readFileSync(files[0]!), 'audio/flac'), expected[0]!);
    const many = Array.from({ length: 20 }, (_, k) => files[k % files.length]!);
    const answers = await Promise.all(many.map((file) => ask(service, '/predict', readFileSync(file))));
    answers.forEach((answer, k) => requireSame(answer, expected[k % files.length]!));
  });

  it('answers samples as it answers the same sound in a file', async () => {
    const samples = Float32Array.from({ length: 6000 }, (_, k) => 0.4 * Math.sin(k * 0.03 + k * k * 1e-6));
    const wav = encodeWav(samples, 8000);
    expect((await decodeBytes(wav, 'wav')).samples).toEqual(samples);
    const file = await ask(service, '/predict', wav as BodyInit);
    const body = JSON.stringify({ samples: [...samples], rateHz: 8000 });
    expect((await ask(service, '/predict', body, asJson)).json).toEqual(file.json);
    const stereo = JSON.stringify({ rows: Array.from(samples, (one) => [one, one]), rateHz: 8000 });
    expect((await ask(service, '/predict', stereo, asJson)).json).toEqual(file.json);
  });

  it('refuses broken sound by itself', async () => {
    const broken = readFileSync(files[0]!).subarray(0, 3000);
    const [bad, good] = await Promise.all([
      ask(service, '/predict', broken),
      ask(service, '/predict', readFileSync(files[1]!)),
    ]);
    expect(bad).toMatchObject({ status: 422, json: { code: 'FILE_CORRUPT' } });
    expect(bad!.json['message']).toMatch(/^The recording is damaged: /);
    expect(good!.status).toBe(200);
    const text = await ask(service, '/predict', Buffer.from('no sound'));
    expect(text).toMatchObject({ status: 415, json: { code: 'FILE_FORMAT_UNKNOWN' } });
    const empty = await ask(service, '/predict', Buffer.alloc(0));
    expect(empty).toMatchObject({ status: 422, json: { code: 'FILE_EMPTY' } });
    const unrated = await ask(service, '/predict', JSON.stringify({ samples: [0, 1] }), asJson);
    expect(unrated).toMatchObject({ status: 400, json: { code: 'ARGUMENT_INVALID' } });
  });

  it('gives answers that its OpenAPI document describes', async () => {
    const { json: document } = await ask(service, '/openapi.json');
    const ajv = new Ajv2020({ strict: false }).addSchema(document, 'api');
    const requireFits = (name: string, value: unknown): void => {
      const validate = ajv.getSchema(`api#/components/schemas/${name}`)!;
      expect([validate(value), validate.errors]).toEqual([true, null]);
    };
    const model = await ask(service, '/model');
    expect(model.json).toMatchObject({
      run,
      task: 'classify',
      outputs: ['bass-drum', 'electronic', 'tabla'],
    });
    requireFits('ModelDescription', model.json);
    requireFits('Health', (await ask(service, '/health')).json);
    requireFits('PredictAnswer', (await ask(service, '/predict', readFileSync(files[0]!))).json);
    requireFits('ErrorBody', (await ask(service, '/predict', Buffer.from('no sound'))).json);
    const fits = ajv.getSchema('api#/components/schemas/JsonRecording')!;
    expect(fits({ samples: [1, 2], rateHz: 8000 })).toBe(true);
    expect(fits({ rows: [[1, null]] })).toBe(true);
    expect(fits({ samples: [1], path: '/etc/passwd' })).toBe(false);
  });
});

describe('sensors', () => {
  it('answers rows and tables as it answers the same sequence in a file, of a run and of an exported model', async () => {
    const run = await train(vowelsDir);
    const path = join(vowelsDir, 'Vowels_TEST.ts');
    const { predictions } = await engine.client.predict.files({ model: run, paths: [path] });
    const [expected] = predictions as unknown as Label[];
    const { cases, channels } = await allCases(path, new TsParser('vowels'));
    const { data, length } = cases[0]!;
    const rows = Array.from({ length }, (_, t) => [...data.subarray(t * channels, (t + 1) * channels)]);
    const outDir = join(lab.homeDir, 'exported');
    await engine.client.exports.create({ run, format: 'safetensors', outDir });
    for (const model of [run, outDir]) {
      const service = await serve(model);
      const said = await ask(service, '/predict', JSON.stringify({ rows }), asJson);
      for (const [name, probability] of Object.entries(expected!.probabilities))
        expect(labelOf(said).probabilities[name]).toBeCloseTo(probability, 5);
      const { json: card } = await ask(service, '/model');
      const names = (card['input'] as { channels: string[] }).channels;
      const table = [names, ...rows].map((row) => row.join(',')).join('\n');
      const csv = labelOf(await ask(service, '/predict', table, 'text/csv'));
      for (const [name, probability] of Object.entries(expected!.probabilities))
        expect(csv.probabilities[name]).toBeCloseTo(probability, 5);
      const narrow = await ask(service, '/predict', JSON.stringify({ rows: [[1, 2]] }), asJson);
      expect(narrow).toMatchObject({ status: 422, json: { code: 'COLUMN_UNKNOWN' } });
      const sound = await ask(service, '/predict', 'RIFF', 'audio/wav');
      expect(sound).toMatchObject({ status: 415, json: { code: 'BODY_UNSUPPORTED' } });
      await service.close();
    }
  });
});

/** A socket, and everything that it was told until it closed, as the OpenAPI document's schema has it. */
async function hear(
  { port, token }: ModelService,
  query: string,
  send: (socket: WebSocket) => void,
  headers: Record<string, string> = { authorization: `Bearer ${token}` },
): Promise<{ events: StreamEvent[]; code: number }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/stream${query}`, { headers });
  const events: StreamEvent[] = [];
  return new Promise((resolve) => {
    socket.on('open', () => send(socket));
    socket.on('message', (text) => {
      const event = v.parse(StreamEvent, JSON.parse(String(text)));
      events.push(event);
      if (event.kind === 'end') socket.close();
    });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve({ events, code: statusCode }));
    socket.on('error', () => {});
    socket.on('close', (code) => resolve({ events, code }));
  });
}

describe('a recording as it comes', () => {
  let run: string;
  let service: ModelService;
  let rows: number[][];
  const finish = JSON.stringify({ kind: 'finish' });

  beforeAll(async () => {
    run = await train(vowelsDir, { bidirectional: false });
    service = await serve(run);
    const { cases, channels } = await allCases(join(vowelsDir, 'Vowels_TEST.ts'), new TsParser('vowels'));
    // Within the window an end is what `predict` says of the whole (streams.test.ts).
    const { data, length } = cases.reduce((least, one) => (one.length < least.length ? one : least));
    rows = Array.from({ length }, (_, t) => [...data.subarray(t * channels, (t + 1) * channels)]);
  });
  afterAll(() => service.close());

  it('ends with what the whole recording is, in whatever pieces it came', async () => {
    const whole = labelOf(await ask(service, '/predict', JSON.stringify({ rows }), asJson));
    const { events } = await hear(
      service,
      '?channels=12&smoothSeconds=0&on=0.1&off=0&minSeconds=0',
      (socket) => {
        for (const row of rows) socket.send(Float32Array.from(row));
        socket.send(finish);
      },
    );
    const [opened, ...said] = events;
    expect(opened).toMatchObject({ kind: 'open', how: 'carried', outputs: Object.keys(whole.probabilities) });
    const steps = said.flatMap((event) => (event.kind === 'steps' ? event.steps : []));
    expect(steps).toHaveLength(rows.length);
    const end = said.at(-1);
    const final = end?.kind === 'end' ? end.final! : [];
    Object.values(whole.probabilities).forEach((probability, k) =>
      expect(final[k]).toBeCloseTo(probability, 4),
    );
    expect(said.some(({ kind }) => kind === 'segment')).toBe(true);
  });

  it('refuses who is not meant and what is no stream', async () => {
    const none = (): void => {};
    expect((await hear(service, '?channels=12', none, {})).code).toBe(401);
    const { token, port } = service;
    const authorization = `Bearer ${token}`;
    expect((await hear(service, '', none, { authorization, origin: 'http://evil.example' })).code).toBe(403);
    expect((await hear(service, '', none, { authorization, host: `evil.example:${port}` })).code).toBe(403);
    expect((await hear(service, '/other', none)).code).toBe(404);
    expect((await hear(service, '?format=mp3', none)).code).toBe(400);
    expect((await hear(service, '?rateHz=abc', none)).code).toBe(400);
    const narrow = await hear(service, '?channels=3', none);
    expect(narrow).toMatchObject({ code: 1008, events: [{ kind: 'error', code: 'COLUMN_UNKNOWN' }] });
  });

  it.each([
    ['a part of a number', (socket: WebSocket) => socket.send(Buffer.alloc(7)), 'REQUEST_INVALID'],
    ['a part of a row', (socket: WebSocket) => socket.send(Float32Array.of(1, 2)), 'ARGUMENT_INVALID'],
    ['no command', (socket: WebSocket) => socket.send('{"kind":"format"}'), 'REQUEST_INVALID'],
    ['no JSON', (socket: WebSocket) => socket.send('finish'), 'REQUEST_INVALID'],
  ])('hangs up on %s, with the reason', async (_what, send, code) => {
    const { events, code: closed } = await hear(service, '?channels=12', send);
    expect([closed, events.at(-1)]).toMatchObject([1008, { kind: 'error', code }]);
  });

  it('hangs up when it ends', async () => {
    const own = await serve(run);
    const heard = hear(own, '?channels=12', (socket) => {
      socket.send(Float32Array.from(rows[0]!));
      void own.close();
    });
    expect([1001, 1006]).toContain((await heard).code);
  });
});
