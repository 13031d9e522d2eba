import { posix } from 'node:path';

/** Folders that lists leave out or add, since they only say what lies in them. */
const PLAIN_FOLDER = /^(audios?|wavs?|waves?|clips?|sounds?|recordings?|data|files?|images?)$/i;
const ENDING = /\.[a-z][a-z0-9]{0,7}$/i;

/** Files by the many ways in which lists name them: with or without ending, in any case, from another folder or machine. */
export class FileIndex {
  readonly #byPath = new Map<string, number>();
  /** By the name without its ending, in lower case. */
  readonly #byStem = new Map<string, number[]>();
  readonly #byNumber = new Map<number, number[]>();
  readonly #paths: readonly string[];

  /** @param shownFiles relative to one root, with `/` */
  constructor(shownFiles: readonly string[]) {
    this.#paths = shownFiles.map(plain);
    for (const [index, shown] of shownFiles.entries()) {
      this.#byPath.set(shown.normalize('NFC'), index);
      const stem = stemOf(posix.basename(this.#paths[index]!));
      add(this.#byStem, stem, index);
      if (/^\d+$/.test(stem)) add(this.#byNumber, Number(stem), index);
    }
  }

  /**
   * @param folder of the list
   * @param byNumber whether a whole number may stand for a name of digits
   * @returns `several` where more than one file could be meant
   */
  find(written: string, folder: string, byNumber = false): number | 'several' | null {
    const path = written.trim().replaceAll('\\', '/').normalize('NFC');
    const exact = this.#byPath.get(posix.join(folder, path)) ?? this.#byPath.get(posix.normalize(path));
    if (exact !== undefined) return exact;
    const found = this.#like(path, folder);
    if (found !== null) return found;
    if (path.includes('%')) {
      const decoded = decodedUri(path);
      if (decoded !== path) return this.find(decoded, folder);
    }
    return byNumber && /^\d+$/.test(path) ? onlyOne(this.#byNumber.get(Number(path)) ?? []) : null;
  }

  #like(written: string, folder: string): number | 'several' | null {
    const parts = plain(posix.normalize(written)).split('/');
    const name = parts[parts.length - 1]!;
    // `blues.00001` may have an ending, or be a name with a dot in it.
    const alike = [
      ...(this.#byStem.get(stemOf(name)) ?? []),
      ...(ENDING.test(name) ? (this.#byStem.get(name) ?? []) : []),
    ];
    if (alike.length === 0) return null;
    const same = alike.filter((index) => posix.basename(this.#paths[index]!) === name);
    const candidates = same.length > 0 ? same : alike;
    const isAbsolute = /^(\/|[a-z]:|[a-z]+:\/\/)/i.test(written);
    if (parts.length === 1) {
      const near = candidates.filter((index) => posix.dirname(this.#paths[index]!) === plain(folder));
      if (near.length === 1) return near[0]!;
      const below = candidates.filter((index) => this.#paths[index]!.startsWith(`${plain(folder)}/`));
      return onlyOne(below.length === 1 ? below : candidates);
    }
    const folders = parts.slice(0, -1).filter((part) => part !== '.' && part !== '');
    if (isAbsolute) return this.#nearest(candidates, folders);
    while (folders.length > 0) {
      const inside = candidates.filter((index) =>
        endsWith(posix.dirname(this.#paths[index]!), folders.join('/')),
      );
      if (inside.length > 0) return onlyOne(inside);
      if (!PLAIN_FOLDER.test(folders[0]!)) return null;
      folders.shift();
    }
    return onlyOne(candidates);
  }

  /** Of a path from another machine, the file with the most folders in common, from the name upwards. */
  #nearest(candidates: readonly number[], folders: readonly string[]): number | 'several' | null {
    const common = candidates.map((index) => {
      const own = posix.dirname(this.#paths[index]!).split('/').reverse();
      const wanted = [...folders].reverse();
      let count = 0;
      while (count < wanted.length && own[count] === wanted[count]) count++;
      return count;
    });
    const most = Math.max(...common);
    return onlyOne(candidates.filter((_, k) => common[k] === most));
  }
}

function onlyOne(found: readonly number[]): number | 'several' | null {
  return found.length === 0 ? null : found.length === 1 ? found[0]! : 'several';
}

function add<K>(map: Map<K, number[]>, key: K, index: number): void {
  const own = map.get(key);
  if (own === undefined) map.set(key, [index]);
  else own.push(index);
}

function plain(path: string): string {
  // Blanks around a name are lost where lists are written.
  return path
    .normalize('NFC')
    .toLowerCase()
    .split('/')
    .map((part) => part.trim())
    .join('/');
}

function stemOf(name: string): string {
  return name.replace(ENDING, '');
}

function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`);
}

function decodedUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
