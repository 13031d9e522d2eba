// What packages leave out about their terms: whole texts where they bring none, and what else is compiled into them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Terms under which a part of the lab may be shipped without more ado. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'LicenseRef-h5wasm',
]);

/**
 * Libraries under the LGPL: each lies in a file of its own in the build, readable and not minified, and a person may put another
 * version in its place (docs/packaging.md, *Parts under the LGPL*).
 */
export const REPLACEABLE = new Set(['LGPL-2.1-or-later', 'LGPL-3.0-or-later']);

/** Terms that package.json tells in words. */
export const stated = { h5wasm: 'LicenseRef-h5wasm' };

/** Libraries that are compiled into a package, as its sources say. */
export const parts = {
  'mpg123-decoder': [
    {
      name: 'mpg123',
      licence: 'LGPL-2.1-or-later',
      copyright:
        'Copyright (c) 1995-2023 by Michael Hipp, Thomas Orgis and others, free software under the terms of the LGPL v2.1',
    },
  ],
  'opus-decoder': [
    {
      name: 'libopus',
      licence: 'BSD-3-Clause',
      copyright:
        'Copyright 2001-2023 Xiph.Org, Skype Limited, Octasic, Jean-Marc Valin, Timothy B. Terriberry, CSIRO, Gregory Maxwell, Mark Borgerding, Erik de Castro Lopo, Mozilla, Amazon',
    },
  ],
  '@wasm-audio-decoders/ogg-vorbis': [
    {
      name: 'libvorbis and libogg',
      licence: 'BSD-3-Clause',
      copyright: 'Copyright (c) 2002-2020 Xiph.org Foundation',
    },
  ],
  '@alexanderolsen/libsamplerate-js': [
    {
      name: 'libsamplerate',
      licence: 'BSD-2-Clause',
      copyright: 'Copyright (c) 2002-2021, Erik de Castro Lopo',
    },
  ],
};

const identifiers = (licence) => licence.replace(/[()]/g, '').split(/ (?:AND|OR) /);

const textOf = (licence) =>
  readFileSync(join(import.meta.dirname, 'licences', `${licence}.txt`), 'utf8').trim();

/** The terms of a package in full: its own text or that of the licence which it states, then those of its parts. */
export function termsOf({ name, licence, author, text }) {
  const own =
    text !== ''
      ? [text]
      : [`Copyright (c) ${author || `the authors of ${name}`}`, ...identifiers(licence).map(textOf)];
  // The LGPL 3 is the GPL 3 with more permissions, and says nothing without it.
  if (licence === 'LGPL-3.0-or-later') own.push(textOf('GPL-3.0'));
  const others = (parts[name] ?? []).map(
    (part) => `Contains ${part.name} (${part.licence}). ${part.copyright}\n\n${textOf(part.licence)}`,
  );
  return [...own, ...others].join('\n\n');
}

export function licenceOf(name, licence) {
  const all = [stated[name] ?? licence, ...(parts[name] ?? []).map((part) => part.licence)];
  return [...new Set(all)].join(' AND ');
}

/** What stands in the way of shipping these packages; nothing when all is well. */
export function licenceProblems(packages) {
  return packages.flatMap(({ name, licence, text }) => {
    const strange = identifiers(licence).filter((id) => !PERMISSIVE.has(id) && !REPLACEABLE.has(id));
    return [
      ...strange.map((id) => `${name} is under "${id}", which is not among the terms that the lab ships.`),
      ...(text.length < 200 ? [`${name} comes without the text of its licence.`] : []),
      ...(/GNU (AFFERO )?GENERAL PUBLIC LICENSE/i.test(text) &&
      !identifiers(licence).some((id) => REPLACEABLE.has(id))
        ? [`${name} states "${licence}" and brings the text of the GPL.`]
        : []),
    ];
  });
}
