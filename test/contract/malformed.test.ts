import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine/engine';
import { openEngine } from '../../src/main/engine/engine';
import { contract } from '../../src/shared/contract';
import { UnrollError } from '../../src/shared/domain/error';
import { engineClient } from '../../src/shared/transport/client';
import { malformedFor } from './malformed';
import { transports } from './transports';

/**
 * Protects: whatever a caller gets wrong, over whichever transport, is refused by name and at once, and changes nothing. Every
 * procedure of the contract, by the real engine.
 */

type Call = (input: unknown) => Promise<unknown>;

interface Procedure {
  readonly name: string;
  readonly path: readonly string[];
  readonly input: unknown;
}

function proceduresIn(room: object, path: readonly string[] = []): Procedure[] {
  return Object.entries(room).flatMap(([key, value]: [string, object]) => {
    const here = [...path, key];
    const definition = (value as { '~orpc'?: { inputSchema?: unknown } })['~orpc'];
    return definition === undefined
      ? proceduresIn(value, here)
      : [{ name: here.join('.'), path: here, input: definition.inputSchema }];
  });
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/(-wal|-shm)$/.test(name))
    .map((name) => {
      const { size, mtimeMs } = statSync(join(dir, name));
      return `${name} ${size} ${mtimeMs}`;
    })
    .sort();
}

const dir = mkdtempSync(join(tmpdir(), 'unroll-malformed-'));
const homeDir = join(dir, 'home');
let engine: Engine;

beforeAll(async () => {
  mkdirSync(homeDir);
  cpSync('test/fixtures/datasets/home-v1', homeDir, { recursive: true });
  engine = await openEngine({ homeDir });
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What became of a call within five seconds: the code of its refusal, or what else. */
async function outcome(call: Call, input: unknown): Promise<string> {
  const patience = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 5000).unref());
  const answer = call(input).then(
    () => 'taken',
    (thrown: unknown) => (thrown instanceof UnrollError ? thrown.code : String(thrown)),
  );
  return Promise.race([answer, patience]);
}

const procedures = proceduresIn(contract);

describe.each(transports)('over $name', (transport) => {
  it('refuses at least 20 malformed inputs of every procedure, and changes nothing', async () => {
    const before = filesIn(homeDir);
    const { link, disconnect } = await transport.open(engine.router as never);
    const client = engineClient(link);
    const wrong: string[] = [];
    for (const { name, path, input } of procedures) {
      const call = path.reduce<unknown>(
        (room, key) => (room as Record<string, unknown>)[key],
        client,
      ) as Call;
      const inputs = malformedFor(input);
      expect(inputs.length).toBeGreaterThanOrEqual(20);
      const outcomes = await Promise.all(inputs.map((one) => outcome(call, one)));
      outcomes.forEach((what, k) => {
        if (what !== 'ARGUMENT_INVALID') wrong.push(`${name} ${show(inputs[k])}: ${what}`);
      });
    }
    expect(wrong).toEqual([]);
    // It still answers, and there is what there was.
    expect((await client.datasets.list({})).length).toBe(1);
    expect((await client.activities.list({})).activities).toEqual([]);
    expect(filesIn(homeDir)).toEqual(before);
    await disconnect();
  });
});

function show(input: unknown): string {
  return (
    JSON.stringify(input, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ??
    'undefined'
  );
}

it('knows every procedure', () => expect(procedures.length).toBeGreaterThan(60));
