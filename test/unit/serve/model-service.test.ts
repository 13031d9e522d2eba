import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { EngineClient } from '../../../src/shared/contract';
import type { RecordingAnswer, RecordingInput } from '../../../src/shared/contract/recordings';
import type { ModelDescription } from '../../../src/shared/domain/model-description';
import type { ModelService } from '../../../src/main/serve-model/server';
import { startModelService } from '../../../src/main/serve-model/server';
import { knocksFromOutside } from './loopback';

/**
 * Protects: what a served model lets in, and that hostile, broken and too many requests get an answer that says so. What
 * the model itself says is tested with the engine (test/engine/model-service.test.ts).
 */

const model: ModelDescription = {
  name: 'Drums',
  run: 'run-1',
  trained: '2026-01-01T00:00:00.000Z',
  task: 'classify',
  outputs: ['bass', 'tabla'],
  input: {
    modality: 'audio',
    channels: ['mono'],
    rateHz: 16_000,
    features: { kind: 'raw', standardise: true, differences: false },
    featureNames: ['mono'],
    stepSeconds: 1 / 16_000,
  },
  model: { family: 'recurrent', layers: [], parameters: 10 },
  scores: { validation: null, test: null, floor: null },
  data: { name: 'drums', fingerprint: 'f', examples: { train: 1, validation: 1, test: 1 } },
};

/** Says how many bytes or samples it was given; `hold` keeps it from answering. */
let hold: Promise<void> = Promise.resolve();
const seen: RecordingInput[][] = [];
const answerOf = (recording: RecordingInput): RecordingAnswer => {
  const value = recording.kind === 'file' ? readFileSync(recording.path).length : recording.samples.length;
  return value === 13
    ? {
        predictions: [],
        refused: { code: 'FILE_CORRUPT', message: 'The recording is damaged.', details: {} },
      }
    : { predictions: [{ kind: 'value', file: 'secret/path', value }], refused: null };
};

/** Streams are tested with the engine. */
const noStreams = {} as EngineClient['streams'];

let service: ModelService;
const start = (options = {}): Promise<ModelService> =>
  startModelService({
    model: 'run-1',
    description: model,
    streams: noStreams,
    version: '0.0.0',
    port: 0,
    predict: async (recordings) => {
      seen.push([...recordings]);
      await hold;
      if (recordings.some((one) => one.kind === 'samples' && one.samples.length === 666))
        throw new Error('a fault with /secret/path in it');
      return recordings.map(answerOf);
    },
    ...options,
  });

beforeAll(async () => {
  service = await start();
});
afterAll(() => service.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: Record<string, unknown>;
}

type Body = string | Uint8Array;

async function ask(
  path: string,
  {
    body,
    method = body === undefined ? 'GET' : 'POST',
    headers = {},
    of = service,
  }: {
    body?: Body;
    method?: string;
    headers?: Record<string, string>;
    of?: ModelService;
  } = {},
): Promise<Answer> {
  const asking = request({
    ...{ host: '127.0.0.1', port: of.port, path, method },
    headers: { authorization: `Bearer ${of.token}`, ...headers },
  });
  asking.end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
  return {
    status: answer.statusCode!,
    headers: answer.headers,
    text,
    json: isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

const asJson = { 'content-type': 'application/json' };
const predict = (body: object, of = service): Promise<Answer> =>
  ask('/predict', { body: JSON.stringify(body), headers: asJson, of });

it('answers recordings as files and as numbers', async () => {
  expect(await ask('/predict', { body: Buffer.alloc(5000) })).toMatchObject({
    status: 200,
    json: { predictions: [{ kind: 'value', value: 5000 }], computedTogether: 1 },
  });
  expect((await predict({ samples: [0, 0.5, 1], rateHz: 8000 })).json['predictions']).toEqual([
    { kind: 'value', value: 3 },
  ]);
  expect(seen.at(-1)).toEqual([
    { kind: 'samples', samples: Float32Array.of(0, 0.5, 1), channels: 1, rateHz: 8000 },
  ]);
  await predict({
    rows: [
      [1, null],
      [3, 4],
    ],
  });
  expect(seen.at(-1)).toEqual([
    { kind: 'samples', samples: Float32Array.of(1, NaN, 3, 4), channels: 2, rateHz: null },
  ]);
});

it('keeps no recording and tells no path', async () => {
  const answer = await ask('/predict', { body: 'some bytes' });
  expect(answer.text).not.toContain('path');
  const [recording] = seen.at(-1)!;
  const path = recording?.kind === 'file' ? recording.path : '';
  expect(path.startsWith(tmpdir())).toBe(true);
  expect(existsSync(dirname(path))).toBe(false);
});

it('computes together what comes together, and a fault costs only whoever caused it', async () => {
  let release = (): void => {};
  hold = new Promise((resolve) => (release = resolve));
  const first = predict({ samples: [1], rateHz: 1 });
  while (seen.at(-1)?.[0]?.kind !== 'samples' || seen.at(-1)!.length !== 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
  const others = [2, 3, 666, 4].map((n) => predict({ samples: new Array(n).fill(0), rateHz: 1 }));
  const health = async (): Promise<unknown> => (await ask('/health')).json['inProgress'];
  while ((await health()) !== 5) await new Promise((resolve) => setTimeout(resolve, 1));
  release();
  const answers = await Promise.all([first, ...others]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 500, 200]);
  expect(answers[3]!.json).toEqual({ code: 'INTERNAL', message: 'Something went wrong inside the lab.' });
  expect(seen.some((batch) => batch.length === 4)).toBe(true);
  expect(answers[1]!.json['predictions']).toEqual([{ kind: 'value', value: 2 }]);
});

it('refuses who is not meant', async () => {
  const denied = { code: 'UNAUTHORIZED' };
  for (const authorization of [
    '',
    'Bearer',
    'Bearer x',
    `Basic ${service.token}`,
    `Bearer ${service.token}x`,
  ]) {
    for (const path of ['/model', '/predict', '/openapi.json', '/nowhere']) {
      const answer = await ask(path, { headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, json: denied });
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  }
  for (const headers of [
    { host: 'evil.example' },
    { host: `127.0.0.1:${service.port + 1}` },
    { origin: 'http://evil.example' },
    { origin: 'null' },
  ] as Record<string, string>[])
    for (const path of ['/health', '/docs', '/model'])
      expect(await ask(path, { headers })).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
  const own = await ask('/model', { headers: { origin: `http://127.0.0.1:${service.port}` } });
  expect(own.status).toBe(200);
  expect(Object.keys(own.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

it('says in a stable way what is wrong with a request', async () => {
  const failures: [Promise<Answer>, number, string][] = [
    [ask('/nowhere'), 404, 'NOT_FOUND'],
    [ask('/toString'), 404, 'NOT_FOUND'],
    [ask('//'), 404, 'NOT_FOUND'],
    [ask('/predict'), 405, 'METHOD_NOT_ALLOWED'],
    [ask('/model', { method: 'OPTIONS' }), 405, 'METHOD_NOT_ALLOWED'],
    [ask('/predict', { body: '{', headers: asJson }), 400, 'REQUEST_INVALID'],
    [predict({ samples: [] }), 400, 'REQUEST_INVALID'],
    [predict({ samples: [1, 'x'] }), 400, 'REQUEST_INVALID'],
    [predict({ rows: [[1, 2], [3]] }), 400, 'REQUEST_INVALID'],
    [predict({ samples: [1], path: '/etc/passwd' }), 400, 'REQUEST_INVALID'],
    [
      ask('/predict', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }),
      415,
      'BODY_UNSUPPORTED',
    ],
    [ask('/predict', { body: 'thirteen byte' }), 422, 'FILE_CORRUPT'],
  ];
  for (const [asked, status, code] of failures) {
    const { json, ...answer } = await asked;
    expect({ status: answer.status, code: json['code'] }).toEqual({ status, code });
    expect(Object.keys(json)).toEqual(['code', 'message']);
    expect(json['message']).toMatch(/^[A-Z].*\.$/);
  }
});

it('refuses bodies that are too large, said or found out', async () => {
  const tooLarge = { status: 413, json: { code: 'BODY_TOO_LARGE' } };
  const large = Buffer.alloc(9 * 2 ** 20, ' ');
  expect(await ask('/predict', { body: large, headers: asJson })).toMatchObject(tooLarge);
  expect(
    await ask('/predict', { body: large, headers: { ...asJson, 'transfer-encoding': 'chunked' } }),
  ).toMatchObject(tooLarge);
  expect(await ask('/predict', { body: Buffer.alloc(65 * 2 ** 20) })).toMatchObject(tooLarge);
});

it('says when it is full, and goes on', async () => {
  const small = await start({ mostRequests: 2 });
  let release = (): void => {};
  hold = new Promise((resolve) => (release = resolve));
  const waiting = [predict({ samples: [1] }, small), predict({ samples: [1] }, small)];
  while ((await ask('/health', { of: small })).json['inProgress'] !== 2)
    await new Promise((resolve) => setTimeout(resolve, 1));
  const refused = await predict({ samples: [1] }, small);
  expect(refused).toMatchObject({ status: 503, json: { code: 'BUSY' } });
  expect(refused.headers['retry-after']).toBe('1');
  release();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200]);
  expect((await predict({ samples: [1] }, small)).status).toBe(200);
  await small.close();
});

/** What is sent back on a connection, until it ends. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  let answer = '';
  socket.on('error', () => {});
  socket.on('data', (chunk) => (answer += String(chunk)));
  await once(socket, 'close');
  return answer;
}

it('hangs up on who is too slow, and on what is no HTTP', async () => {
  const hasty = await start({ requestTimeoutMs: 100 });
  const head = `POST /predict HTTP/1.1\r\nHost: 127.0.0.1:${hasty.port}\r\nAuthorization: Bearer ${hasty.token}\r\n`;
  const slow = await raw(hasty.port, `${head}Content-Length: 1000\r\n\r\nonly this`);
  expect(slow).toMatch(/^HTTP\/1.1 408 /);
  expect(slow).toContain('"code":"REQUEST_TIMEOUT"');
  expect(await raw(hasty.port, 'POST /predict HTTP/1.1\r\nHos')).toMatch(/^HTTP\/1.1 408 /);
  expect(await raw(hasty.port, 'nonsense\r\n\r\n')).toContain('"code":"REQUEST_INVALID"');
  // Who hung up is heard of a little later than the connection's end.
  await expect
    .poll(async () => (await ask('/health', { of: hasty })).json)
    .toEqual({ status: 'ok', inProgress: 0 });
  await hasty.close();
});

it('answers what is in progress before it ends', async () => {
  const ending = await start();
  let release = (): void => {};
  hold = new Promise((resolve) => (release = resolve));
  const asked = predict({ samples: [1] }, ending);
  while ((await ask('/health', { of: ending })).json['inProgress'] !== 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
  const closed = ending.close();
  expect((await ask('/health', { of: ending })).json['status']).toBe('ending');
  expect(await predict({ samples: [1] }, ending)).toMatchObject({ status: 503, json: { code: 'BUSY' } });
  release();
  expect((await asked).status).toBe(200);
  await closed;
  await expect(ask('/health', { of: ending })).rejects.toMatchObject({
    code: expect.stringMatching(/^ECONN/) as string,
  });
});

it('describes itself as OpenAPI 3.1 that is valid and agrees with its answers', async () => {
  const { json } = await ask('/openapi.json');
  expect(json['openapi']).toBe('3.1.0');
  const validator = new Validator();
  expect(await validator.validate(json)).toEqual({ valid: true });
  expect(Object.keys(json['paths'] as object)).toEqual(['/health', '/model', '/predict', '/stream']);
});

it('shows the page under the strict policy, with its own files alone', async () => {
  const page = await ask('/docs', { headers: { authorization: '' } });
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  const links = [...page.text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, link]) => link!);
  expect(links).toEqual(['/docs.css', '/docs.js']);
  for (const link of links) expect((await ask(link, { headers: { authorization: '' } })).status).toBe(200);
  expect(page.text).not.toContain(model.name);
});

it('listens on loopback alone', async () => {
  for (const outcome of await knocksFromOutside(service.port)) expect(outcome).toBe('refused');
});

it('leaves nothing behind', async () => {
  const own = await start();
  await ask('/predict', { body: 'x', of: own });
  const [recording] = seen.at(-1)!;
  const dir = recording?.kind === 'file' ? dirname(dirname(recording.path)) : '';
  expect(readdirSync(dir)).toEqual([]);
  await own.close();
  expect(existsSync(dir)).toBe(false);
});
