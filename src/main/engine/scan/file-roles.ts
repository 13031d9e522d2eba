import type { FileRoleEdit } from '../../../shared/domain/dataset';

type GivenRole = FileRoleEdit['role'];

/** The roles that a person gave to files; where several patterns fit a file, the last one holds. */
export class FileRoles {
  readonly #patterns: readonly { readonly edit: FileRoleEdit; readonly fits: (shown: string) => boolean }[];

  constructor(edits: readonly FileRoleEdit[]) {
    this.#patterns = edits.map((edit) => ({ edit, fits: fitting(edit.pattern) }));
  }

  of(shown: string): GivenRole | null {
    let found: GivenRole | null = null;
    for (const { edit, fits } of this.#patterns) if (fits(shown)) found = edit.role;
    return found;
  }

  /** Patterns that no file fits. */
  idle(shown: readonly string[]): string[] {
    return this.#patterns.filter(({ fits }) => !shown.some(fits)).map(({ edit }) => edit.pattern);
  }
}

/**
 * `*` and `?` stand for what is within a name, `**` for folders too. A pattern without a folder fits the name in any folder; one
 * that ends in `/` everything below.
 */
function fitting(pattern: string): (shown: string) => boolean {
  const whole = pattern.normalize('NFC').replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '/**');
  const source = whole.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (sign) => {
    if (sign.startsWith('**')) return sign.endsWith('/') ? '(?:.*/)?' : '.*';
    return sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : `\\${sign}`;
  });
  const expression = new RegExp(`^${source}$`, 'u');
  const isName = !whole.includes('/');
  return (shown) => {
    const path = shown.normalize('NFC');
    return expression.test(path) || (isName && expression.test(path.slice(path.lastIndexOf('/') + 1)));
  };
}
