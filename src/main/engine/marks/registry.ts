import { audacity } from './audacity';
import { csv } from './csv';
import { edfAnnotations } from './edf-annotations';
import { edgeImpulse } from './edge-impulse';
import { elan } from './elan';
import { jams } from './jams';
import { labelStudio } from './label-studio';
import type { MarkFormat } from './mark-format';
import { raven } from './raven';
import { sensiml } from './sensiml';
import { sensorLogger } from './sensor-logger';
import { sonicVisualiser } from './sonic-visualiser';
import { textGrid } from './textgrid';
import { wfdbAnnotations } from './wfdb-annotations';

/** Formats that nothing but marks is written in; the others are tables, or records that lie beside marks of their own name. */
const unmistakable: readonly MarkFormat[] = [
  textGrid,
  elan,
  sonicVisualiser,
  jams,
  labelStudio,
  sensiml,
  sensorLogger,
];

/** Whether a file holds marks and nothing else, by its name and what it begins with. */
export const holdsMarksAlone = (head: string, name: string): boolean =>
  unmistakable.some(({ claims }) => claims(head, name));

/** Formats of marks, those that are recognised by more than a few columns first. */
export const markFormats: readonly MarkFormat[] = [
  ...[
    textGrid,
    elan,
    sonicVisualiser,
    edfAnnotations,
    jams,
    labelStudio,
    sensiml,
    edgeImpulse,
    wfdbAnnotations,
  ],
  ...[sensorLogger, raven, audacity, csv],
];
