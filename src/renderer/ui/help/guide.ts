import { lexer } from 'marked';
import type { Token, Tokens } from 'marked';

/** A piece of running text: as it is, as code, strongly, or with stress. */
export interface TextRun {
  readonly kind: 'text' | 'code' | 'strong' | 'stress';
  readonly text: string;
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly id: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly TextRun[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly TextRun[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly TextRun[])[];
      readonly rows: readonly (readonly (readonly TextRun[])[])[];
    };

/** What a heading is called in an address: `Events in recordings` → `events-in-recordings`. */
function headingId(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

const kinds: Readonly<Record<string, TextRun['kind']>> = {
  codespan: 'code',
  strong: 'strong',
  em: 'stress',
};

const plain = (tokens: readonly Token[]): string =>
  runsOf(tokens)
    .map(({ text }) => text)
    .join('');

/** Text with its marks; of a link its words, since what it leads to is not here. */
function runsOf(tokens: readonly Token[]): readonly TextRun[] {
  const runs: TextRun[] = [];
  for (const token of tokens) {
    const kind = kinds[token.type];
    const inner = 'tokens' in token ? (token.tokens ?? []) : [];
    if (kind === undefined && inner.length > 0) runs.push(...runsOf(inner));
    else if (kind === 'strong' || kind === 'stress') runs.push({ kind, text: plain(inner) });
    else if (kind === 'code' || token.type === 'text' || token.type === 'escape')
      runs.push({ kind: kind ?? 'text', text: (token as Tokens.Text).text.replaceAll('\n', ' ') });
  }
  return runs;
}

const cellsOf = (row: readonly Tokens.TableCell[]): readonly (readonly TextRun[])[] =>
  row.map(({ tokens }) => runsOf(tokens));

/** The blocks of the user guide; pictures and HTML are left out. */
export function guideBlocks(markdown: string): readonly Block[] {
  return lexer(markdown).flatMap((token): Block[] => {
    switch (token.type) {
      case 'heading': {
        const { depth, tokens } = token as Tokens.Heading;
        const text = plain(tokens);
        return [{ kind: 'heading', level: depth, text, id: headingId(text) }];
      }
      case 'paragraph': {
        const runs = runsOf((token as Tokens.Paragraph).tokens);
        return runs.length === 0 ? [] : [{ kind: 'paragraph', runs }];
      }
      case 'list':
        return [{ kind: 'list', items: (token as Tokens.List).items.map(({ tokens }) => runsOf(tokens)) }];
      case 'code':
        return [{ kind: 'code', text: (token as Tokens.Code).text }];
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        return [{ kind: 'table', head: cellsOf(header), rows: rows.map(cellsOf) }];
      }
      default:
        return [];
    }
  });
}
