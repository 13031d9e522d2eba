import { failure } from '../../../shared/sentences/failure';
import type { Mark, MarkTrack } from '../../../shared/domain/marks';
import { holding, mark, onlyTrack, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';
import { elementsIn, escapeXml, parseXml } from './xml';
import type { XmlElement } from './xml';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Seconds of every time slot; one without a time lies evenly between those that have one. */
function slotsOf(root: XmlElement): Map<string, number> {
  const slots = elementsIn(root, 'TIME_SLOT').map(({ attributes }) => ({
    id: attributes['TIME_SLOT_ID'] ?? '',
    ms: attributes['TIME_VALUE'] === undefined ? null : Number(attributes['TIME_VALUE']),
  }));
  const times = new Map<string, number>();
  let before = 0;
  slots.forEach(({ id, ms }, k) => {
    if (ms !== null) {
      times.set(id, ms / 1000);
      before = k;
      return;
    }
    const after = slots.findIndex((slot, later) => later > k && slot.ms !== null);
    const from = slots[before]?.ms ?? 0;
    const to = after === -1 ? from : slots[after]!.ms!;
    const share = after === -1 ? 0 : (k - before) / (after - before);
    times.set(id, (from + share * (to - from)) / 1000);
  });
  return times;
}

/**
 * ELAN's annotation document: time slots in milliseconds, tiers of aligned annotations and of such that refer to others and
 * have their time; a chain of them divides it evenly.
 *
 * Source: EAF 3.0, https://www.mpi.nl/tools/elan/EAF_Annotation_Format_3.0_and_ELAN.pdf
 */
export const elan: MarkFormat = {
  name: 'elan',
  ending: '.eaf',
  holds: holding('stretches', 'tracks'),
  claims: (head, name) => /\.eaf$/i.test(name) || /<ANNOTATION_DOCUMENT\b/.test(head),
  read({ text, shown }) {
    const root = parseXml(text, shown);
    if (root.name !== 'ANNOTATION_DOCUMENT')
      throw failure('FILE_CORRUPT.xml', { file: shown, reason: root.name });
    const slots = slotsOf(root);
    const media = elementsIn(root, 'MEDIA_DESCRIPTOR')[0]?.attributes;
    const url = media?.['RELATIVE_MEDIA_URL'] || media?.['MEDIA_URL'] || '';
    const recording =
      url === ''
        ? null
        : decodeURI(url.replace(/^file:\/*/, ''))
            .split(/[\\/]/)
            .at(-1)!;
    const all = elementsIn(root, 'TIER').map((tier) => ({
      name: tier.attributes['TIER_ID'] ?? '',
      own: tier.children.flatMap(({ children }) => children),
    }));
    const spans = spansOf(
      all.flatMap(({ own }) => own),
      slots,
      shown,
    );
    return all.map(({ name, own }): MarkTrack => {
      const marks = own.flatMap((annotation): Mark[] => {
        const span = spans.get(annotation.attributes['ANNOTATION_ID'] ?? '');
        const label = elementsIn(annotation, 'ANNOTATION_VALUE')[0]?.text ?? '';
        return span === undefined ? [] : [mark(span.start, span.end, label)];
      });
      return onlyTrack(marks, { name, recording });
    });
  },
  write(tracks, { recording }) {
    const slots: string[] = [];
    const slot = (seconds: number): string => {
      slots.push(
        `    <TIME_SLOT TIME_SLOT_ID="ts${slots.length + 1}" TIME_VALUE="${Math.round(seconds * 1000)}"/>`,
      );
      return `ts${slots.length}`;
    };
    let count = 0;
    const tiers = tracks.map(({ name, marks }, k) => {
      const annotations = sorted(marks).map(({ startSeconds, endSeconds, label }) =>
        [
          '    <ANNOTATION>',
          `      <ALIGNABLE_ANNOTATION ANNOTATION_ID="a${++count}" TIME_SLOT_REF1="${slot(startSeconds)}" TIME_SLOT_REF2="${slot(endSeconds)}">`,
          `        <ANNOTATION_VALUE>${escapeXml(label)}</ANNOTATION_VALUE>`,
          ...['      </ALIGNABLE_ANNOTATION>', '    </ANNOTATION>'],
        ].join('\n'),
      );
      const id = escapeXml(name === '' ? `marks${k === 0 ? '' : ` ${k + 1}`}` : name);
      return `  <TIER LINGUISTIC_TYPE_REF="default" TIER_ID="${id}">\n${annotations.join('\n')}\n  </TIER>`;
    });
    return `${[
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<ANNOTATION_DOCUMENT AUTHOR="" DATE="1970-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">',
      '  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">',
      `    <MEDIA_DESCRIPTOR MEDIA_URL="${escapeXml(recording)}" MIME_TYPE="audio/x-wav" RELATIVE_MEDIA_URL="./${escapeXml(recording)}"/>`,
      '  </HEADER>',
      '  <TIME_ORDER>',
      ...slots,
      '  </TIME_ORDER>',
      ...tiers,
      '  <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="default" TIME_ALIGNABLE="true"/>',
      '</ANNOTATION_DOCUMENT>',
    ].join('\n')}\n`;
  },
};

/** The stretch of every annotation: its own, or that of what it refers to, divided among those that follow one another. */
function spansOf(
  annotations: readonly XmlElement[],
  slots: ReadonlyMap<string, number>,
  shown: string,
): Map<string, Span> {
  const spans = new Map<string, Span>();
  const chains = new Map<string, string[]>();
  for (const { name, attributes } of annotations) {
    const id = attributes['ANNOTATION_ID'] ?? '';
    if (name === 'ALIGNABLE_ANNOTATION') {
      const [start, end] = [attributes['TIME_SLOT_REF1'], attributes['TIME_SLOT_REF2']].map((ref) =>
        slots.get(ref ?? ''),
      );
      if (start === undefined || end === undefined)
        throw failure('FILE_CORRUPT.elanSlot', { file: shown, annotation: id });
      spans.set(id, { start, end: Math.max(start, end) });
    } else if (name === 'REF_ANNOTATION') {
      const parent = attributes['ANNOTATION_REF'] ?? '';
      chains.set(parent, [...(chains.get(parent) ?? []), id]);
    }
  }
  // From the top down; a circle of references never gets a time and is left out.
  const waiting = [...spans.keys()];
  for (let parent = waiting.pop(); parent !== undefined; parent = waiting.pop()) {
    const chain = chains.get(parent) ?? [];
    const { start, end } = spans.get(parent)!;
    chain.forEach((id, k) => {
      if (spans.has(id)) return;
      const at = (share: number): number => start + share * (end - start);
      spans.set(id, { start: at(k / chain.length), end: at((k + 1) / chain.length) });
      waiting.push(id);
    });
  }
  return spans;
}
