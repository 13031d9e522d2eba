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

const inline = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\([^)]*\)/g;

/** Text with its marks; of a link its words, since what it leads to is not here. */
export function runsOf(text: string): readonly TextRun[] {
  const runs: TextRun[] = [];
  let at = 0;
  for (const match of text.matchAll(inline)) {
    if (match.index > at) runs.push({ kind: 'text', text: text.slice(at, match.index) });
    const [all, code, strong, stress, link] = match;
    if (code !== undefined) runs.push({ kind: 'code', text: code });
    else if (strong !== undefined) runs.push({ kind: 'strong', text: strong.replaceAll('`', '') });
    else if (stress !== undefined) runs.push({ kind: 'stress', text: stress.replaceAll('`', '') });
    else runs.push(...runsOf(link!));
    at = match.index + all.length;
  }
  if (at < text.length) runs.push({ kind: 'text', text: text.slice(at) });
  return runs;
}

/** The cells of a line of a table; a bar in code or behind a backslash parts none. */
function cellsOf(line: string): readonly (readonly TextRun[])[] {
  const cells: string[] = [''];
  let code = false;
  for (const [k, sign] of [...line.trim().replace(/^\||\|$/g, '')].entries()) {
    if (sign === '`') code = !code;
    if (sign === '|' && !code && line[k] !== '\\') cells.push('');
    else cells[cells.length - 1] += sign;
  }
  return cells.map((cell) => runsOf(cell.trim().replaceAll('\\|', '|')));
}

const item = /^(?:[-*]|\d+\.)\s+/;
/** What ends a paragraph besides an empty line. */
const begins = (line: string): boolean => /^(#|```|\||<)/.test(line) || item.test(line) || line.trim() === '';

/**
 * The blocks of the user guide. It knows what the guide uses of Markdown, by CommonMark's rules: headings, paragraphs, lists of one
 * level, fenced code and tables; pictures and HTML are left out.
 */
export function guideBlocks(markdown: string): readonly Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const until = (ends: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && !ends(lines[at]!)) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    const heading = /^(#{1,4}) (.*)$/.exec(line);
    if (heading) {
      const text = heading[2]!.replaceAll('`', '');
      blocks.push({ kind: 'heading', level: heading[1]!.length, text, id: headingId(text) });
      at += 1;
    } else if (line.startsWith('```')) {
      at += 1;
      blocks.push({ kind: 'code', text: until((one) => one.startsWith('```')).join('\n') });
      at += 1;
    } else if (line.startsWith('|')) {
      const [head, , ...rows] = until((one) => !one.startsWith('|'));
      blocks.push({ kind: 'table', head: cellsOf(head!), rows: rows.map(cellsOf) });
    } else if (item.test(line)) {
      const items: string[] = [];
      while (at < lines.length && item.test(lines[at]!)) {
        const first = lines[at]!.replace(item, '');
        at += 1;
        items.push([first, ...until(begins)].map((one) => one.trim()).join(' '));
      }
      blocks.push({ kind: 'list', items: items.map(runsOf) });
    } else if (line.trim() === '' || line.startsWith('<') || line.startsWith('![')) at += 1;
    else blocks.push({ kind: 'paragraph', runs: runsOf(until(begins).join(' ')) });
  }
  return blocks;
}
