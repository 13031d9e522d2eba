import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Command } from 'commander';
import { failure } from '../../shared/sentences/failure';
import type { Tls } from '../serve/bounded-server';
import { help } from './language';

export interface TlsFlags {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

export function withTlsOptions(command: Command): Command {
  return command.option('--tls-cert <file>', help('tls.cert')).option('--tls-key <file>', help('tls.key'));
}

/** @returns null without either @throws UnrollError ARGUMENT_INVALID, FILE_MISSING */
export function readTls({ tlsCert, tlsKey }: TlsFlags): Tls | null {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) throw failure('ARGUMENT_INVALID.tlsHalf');
  const tls = { cert: read(tlsCert), key: read(tlsKey) };
  try {
    createSecureContext(tls);
  } catch (cause) {
    throw failure('ARGUMENT_INVALID.tlsPair', { cert: tlsCert, key: tlsKey }, { cause });
  }
  return tls;
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw failure('FILE_MISSING.notOpened', { file }, { cause });
  }
}
