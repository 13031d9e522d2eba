// The part of docs/benchmarks.md that says what imports take; everything outside of its markers stays as it is.
import { readFileSync, writeFileSync } from 'node:fs';

const BEGIN = '<!-- import:begin (written by bench/import/run.mjs) -->';
const END = '<!-- import:end -->';
const names = { lab: 'the lab', pandas: 'pandas', duckdb: 'DuckDB' };

const figure = (value) => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3));
const both = ({ min, median }) => `${figure(min)} / ${figure(median)}`;
const megabytes = (bytes) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** Times of the lab ÷ the peer's, from the least of each: whole processes, and the peer's reading without its start. */
const ratios = (lab, peer) => ({
  whole: lab.seconds.min / peer.seconds.min,
  reading: lab.seconds.min / peer.readSeconds.min,
  cpu: lab.cpuSeconds.min / peer.cpuSeconds.min,
});

/** What was asked of the lab, in words, each with whether it was reached. */
function asked({ most, mostMb, contenders: [lab, ...peers] }) {
  const times = peers
    .filter(({ who }) => who in most)
    .map((peer) => [`≤ ${most[peer.who]} × ${names[peer.who]}`, ratios(lab, peer).whole <= most[peer.who]]);
  const memory = mostMb === undefined ? [] : [[`≤ ${mostMb} MB`, lab.peakMb.max <= mostMb]];
  return [...times, ...memory]
    .map(([words, isReached]) => `${words}: ${isReached ? 'yes' : '**no**'}`)
    .join('; ');
}

function rowsOf(measured) {
  const { title, bytes, contenders } = measured;
  const [lab] = contenders;
  return contenders.map((one) => {
    const isLab = one === lab;
    const ratio = isLab ? null : ratios(lab, one);
    return [
      isLab ? `${title}, ${megabytes(bytes)}` : '',
      names[one.who],
      both(one.seconds),
      isLab ? '–' : both(one.readSeconds),
      both(one.cpuSeconds),
      figure(one.peakMb.max),
      isLab ? '' : `${figure(ratio.whole)} (${figure(ratio.reading)})`,
      isLab ? '' : figure(ratio.cpu),
      isLab ? asked(measured) : '',
    ];
  });
}

/** A Markdown table of all that was measured. */
export function table(all) {
  const head = [
    'files',
    'who',
    'elapsed, s',
    'reading alone, s',
    'processor time, s',
    'peak memory, MB',
    'lab ÷ peer, elapsed (÷ reading alone)',
    'lab ÷ peer, processor time',
    'asked of the lab',
  ];
  const rows = [head, head.map(() => '---'), ...all.flatMap(rowsOf)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function section(all) {
  const [{ machine }] = all;
  const loads = all.map(({ name, loadRange: [least, most] }) => `${name} ${least} to ${most}`);
  const peers = all.flatMap(({ contenders }) => contenders.slice(1));
  const versions = new Set(peers.map(({ who, version }) => `${names[who]} ${version}`));
  return `${BEGIN}

## Imports

\`bin/unroll import\` beside peers that read the same made files into memory, in turns: \`node bench/import/run.mjs --size full --write\`.
${machine.cpu}, ${machine.threads} hardware threads, ${machine.memoryGiB} GiB, ${machine.platform}, Node ${machine.node}; ${[...versions].join(', ')}. Load of the
machine: ${loads.join(', ')}; what is above ${machine.threads} are other programs, which stretch elapsed times. Least / middle of the rounds; whole
processes from start to end, files in the page cache; the peak is the greatest of the rounds, of all processes together. The lab also finds
out what the columns are, takes features, and writes a sealed data set to disk. All single values are in
[bench/import/results.json](../bench/import/results.json).

${table(all)}

${END}`;
}

/** Rewrites the section, or adds it at the end. */
export function writeReport(all, file) {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  const [before, after] =
    from < 0 ? [`${text.trimEnd()}\n\n`, '\n'] : [text.slice(0, from), text.slice(to + END.length)];
  writeFileSync(file, before + section(all) + after);
}
