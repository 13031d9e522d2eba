import { SaxesParser } from 'saxes';
import { failure } from '../../../shared/sentences/failure';

/** An element with its attributes, what is in it, and its own text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Marks are small; what is nested deeper was not made by their programs. */
const MOST_DEPTH = 64;

/**
 * A small XML document. A document type is refused: entities from elsewhere are never read.
 *
 * @throws UnrollError FILE_CORRUPT
 */
export function parseXml(text: string, shown: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser({ fileName: shown });
  parser.on('error', ({ message }) => {
    throw failure('FILE_CORRUPT.xml', { file: shown, reason: message.slice(0, 120) });
  });
  parser.on('doctype', (doctype) => {
    if (/\[|ENTITY/.test(doctype)) throw failure('FILE_CORRUPT.xmlEntities', { file: shown });
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > MOST_DEPTH) throw failure('FILE_CORRUPT.xml', { file: shown, reason: 'too deep' });
    const element: XmlElement = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: '',
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (own) => (open.at(-1)!.text += own));
  parser.on('cdata', (own) => (open.at(-1)!.text += own));
  parser.on('closetag', () => void open.pop());
  parser.write(text.replace(/^\uFEFF/, '')).close();
  const [top] = root.children;
  if (top === undefined) throw failure('FILE_CORRUPT.xml', { file: shown, reason: 'empty' });
  return top;
}

/** All elements of a name below one, in the order of the document. */
export function elementsIn(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsIn(child, name),
  ]);
}

export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/\p{Cc}/gu, (sign) => (/[\t\n\r]/.test(sign) ? sign : ' '));
