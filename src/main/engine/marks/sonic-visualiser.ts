import { failure } from '../../../shared/sentences/failure';
import { holding, mark, onlyTrack, sorted } from './mark-format';
import type { MarkFormat } from './mark-format';
import { elementsIn, escapeXml, parseXml } from './xml';

const DEFAULT_RATE_HZ = 44_100;

/**
 * A layer of Sonic Visualiser: points with frame, value, duration and label, in frames of the model's own sample rate. A box has
 * its value and extent as frequencies.
 *
 * Source: the program's own writer, svcore data/model (`toXml` of SparseModel, RegionModel, BoxModel)
 */
export const sonicVisualiser: MarkFormat = {
  name: 'sonic-visualiser',
  ending: '.svl',
  holds: holding('stretches', 'points', 'tracks'),
  claims: (head, name) => /\.svl$/i.test(name) || /<!DOCTYPE sonic-visualiser>/.test(head),
  read({ text, shown }) {
    const root = parseXml(text, shown);
    const models = elementsIn(root, 'model').filter(({ attributes }) => attributes['dataset'] !== undefined);
    if (models.length === 0)
      throw failure('FILE_CORRUPT.xml', { file: shown, reason: 'no <model> with a <dataset>' });
    return models.map(({ attributes }) => {
      const rate = Number(attributes['sampleRate']);
      const points = elementsIn(root, 'dataset')
        .filter(({ attributes: own }) => own['id'] === attributes['dataset'])
        .flatMap((dataset) => elementsIn(dataset, 'point'));
      const isBox = attributes['subtype'] === 'box';
      const marks = points.map(({ attributes: point }) => {
        const start = Number(point['frame']) / rate;
        const end = start + Number(point['duration'] ?? 0) / rate;
        if (!(rate > 0) || !Number.isFinite(start) || !(end >= start))
          throw failure('FILE_CORRUPT.xml', { file: shown, reason: `<point frame="${point['frame']}">` });
        const low = Number(point['value']);
        return mark(
          ...([start, end, point['label'] ?? ''] as const),
          isBox && Number.isFinite(low) ? { lowHz: low, highHz: low + Number(point['extent'] ?? 0) } : {},
        );
      });
      return onlyTrack(marks, { name: attributes['name'] ?? '' });
    });
  },
  write(tracks, { rateHz }) {
    const rate = rateHz ?? DEFAULT_RATE_HZ;
    const frames = (seconds: number): number => Math.round(seconds * rate);
    const layers = tracks.map(({ name, marks }, k) => {
      const [model, data] = [3 * k + 1, 3 * k + 2];
      const end = Math.max(0, ...marks.map(({ endSeconds }) => frames(endSeconds)));
      const title = escapeXml(name === '' ? 'marks' : name);
      return {
        data: [
          `    <model id="${model}" name="${title}" sampleRate="${rate}" start="0" end="${end}" type="sparse" dimensions="3" resolution="1" notifyOnAdd="true" dataset="${data}" subtype="region" valueQuantization="0" minimum="0" maximum="1" units=""/>`,
          `    <dataset id="${data}" dimensions="3">`,
          ...sorted(marks).map(
            ({ startSeconds, endSeconds, label }) =>
              `      <point frame="${frames(startSeconds)}" value="0" duration="${frames(endSeconds) - frames(startSeconds)}" label="${escapeXml(label)}"/>`,
          ),
          '    </dataset>',
        ],
        display: `    <layer id="${model + 2}" type="regions" name="${title}" model="${model}" verticalScale="0"/>`,
      };
    });
    return `${[
      ...['<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE sonic-visualiser>', '<sv>', '  <data>'],
      ...layers.flatMap(({ data }) => data),
      ...['  </data>', '  <display>', ...layers.map(({ display }) => display), '  </display>', '</sv>'],
    ].join('\n')}\n`;
  },
};
