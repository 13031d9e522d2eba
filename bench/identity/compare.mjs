// Two records side by side: numbers, which are to stay, apart from facts, to which fields are added from day to day.
import { readFileSync } from 'node:fs';

/** Kind of a leaf from the path of its record and field. The first that fits; what fits none is a fact. */
const KINDS = [
  ['weights', /^run\/.*\/weights[^/]*\.safetensors tensors/],
  ['curves', /^run\/.*\/metrics tensors/],
  ['scores', /^run\/[^/]+ (validation|test|measured|floor|intervals|bestEpoch|epochs|parameters)\b/],
  ['refusals', /^[^ ]+ refused$/],
  ['prepared data', /^data\/.*\/prepared tensors/],
  ['examples and splits', /^data\/(.*\/examples|[^/]+ (splits|examples|lengths|classes|channels)\b)/],
  ['resume', /^resume\/.*(tensors|same ?)$/],
  ['traces', /^inspect\//],
  ['answers', /^(predict|hear|generate|compare)\//],
  ['floors', /^floors\//],
  [
    'exports',
    /^export\/.* .*(\.onnx|\.tflite|\.bin|\.keras|\.c|\.h|\.safetensors tensors|weights.*|parity\.json)$/,
  ],
  ['experiments', /^experiment\//],
];

const kindOf = (path) => KINDS.find(([, fits]) => fits.test(path))?.[0] ?? 'facts';

/** @returns [field, value] pairs; '' is the name of a value that is no object */
function leaves(value, prefix = '') {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return [[prefix, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, prefix ? `${prefix}.${key}` : key));
}

function leavesOf(record) {
  return new Map(
    Object.entries(record).flatMap(([name, value]) =>
      leaves(value).map(([field, leaf]) => [`${name} ${field}`.trim(), leaf]),
    ),
  );
}

const onlyThose = (record, other) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name in other));

const short = (text = '(absent)') => (text.length > 160 ? `${text.slice(0, 160)} …` : text);

/** Prints a row a kind, and below what differs. @returns {number} how many numbers differ: facts do not count */
export function compareFiles(fileA, fileB, { facts = false, common = false } = {}) {
  const records = [fileA, fileB].map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const [a, b] = records.map((record, k) => leavesOf(common ? onlyThose(record, records[1 - k]) : record));
  const kinds = new Map(
    [...KINDS.map(([kind]) => kind), 'facts'].map((kind) => [kind, { same: 0, other: [] }]),
  );
  for (const path of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const kind = kinds.get(kindOf(path));
    if (a.get(path) === b.get(path)) kind.same += 1;
    else kind.other.push(path);
  }
  for (const [kind, { same, other }] of kinds) {
    console.log(
      `${kind.padEnd(20)} ${String(same).padStart(5)} same ${String(other.length).padStart(5)} different`,
    );
    if (kind === 'facts' && !facts) continue;
    for (const path of other)
      console.log(`  ${path}\n    - ${short(a.get(path))}\n    + ${short(b.get(path))}`);
  }
  return [...kinds].reduce((sum, [kind, { other }]) => sum + (kind === 'facts' ? 0 : other.length), 0);
}
