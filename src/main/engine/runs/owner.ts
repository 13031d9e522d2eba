import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Which engine a run belongs to while it is queued, running or paused: `pid:processStart:engine`. */
export type Owner = string;

/** Engines that are open in this process; another engine's name with our own pid is a closed one. */
const openHere = new Set<string>();

/**
 * When process `pid` started, in clock ticks since boot, so that a pid that was given out again is not taken
 * for the old process; empty where the system does not tell. Source: proc(5), /proc/pid/stat field 22.
 */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 2 is the command in parentheses and may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A name for an engine of this process; it counts as alive until {@link releaseOwner}. */
export function claimOwner(): Owner {
  const owner = `${process.pid}:${processStart(process.pid)}:${randomUUID()}`;
  openHere.add(owner);
  return owner;
}

export function releaseOwner(owner: Owner): void {
  openHere.delete(owner);
}

/** Whether the engine that called itself `owner` may still be at work. */
export function ownerLives(owner: Owner): boolean {
  const [pid = '', start = ''] = owner.split(':');
  if (Number(pid) === process.pid) return openHere.has(owner);
  return processLives(Number(pid)) && (start === '' || processStart(Number(pid)) === start);
}

export function ownerPid(owner: Owner): number {
  return Number(owner.split(':')[0]);
}
