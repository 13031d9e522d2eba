import { Html } from './html';

const shares = (name: string, colour: string): string =>
  Array.from(
    { length: 10 },
    (_, k) => `.${name}${k + 1}{background:color-mix(in srgb,var(${colour}) ${(k + 1) * 5}%,transparent)}`,
  ).join('');
const channels = [1, 2, 3, 4, 5, 6]
  .map((k) => `.channel${k - 1}{fill:var(--category-${k});stroke:var(--category-${k})}`)
  .join('');

/** The window's colours, light and dark, and paper. Colours tell apart for the colour-blind (Okabe & Ito 2008). */
export const STYLE = new Html(`
:root{color-scheme:light dark;--accent:#b4451f;--ink:#1a1b1e;--soft:#62656c;--line:#dcdcd6;--page:#fff;--sunk:#efefec;--bad:#b3261e;
--category-1:#0072b2;--category-2:#d55e00;--category-3:#009e73;--category-4:#cc79a7;--category-5:#56b4e9;--category-6:#e69f00}
@media (prefers-color-scheme:dark){:root{--accent:#ff8a5c;--ink:#e9e9e6;--soft:#9a9da4;--line:#2d3035;--page:#1b1d20;--sunk:#24272b;--bad:#ff7b72;--category-1:#56b4e9;--category-2:#ff9c4a;--category-5:#0072b2}}
@media print{:root{color-scheme:light;--accent:#b4451f;--ink:#000;--soft:#4a4d53;--line:#ccc;--page:#fff;--sunk:#eee;--bad:#b3261e;--category-1:#0072b2;--category-2:#d55e00;--category-5:#56b4e9}
body{padding:0!important;font-size:10.5pt!important}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
*{box-sizing:border-box}
body{font:14px/1.45 system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans CJK KR','Malgun Gothic',sans-serif;color:var(--ink);background:var(--page);max-width:1080px;margin:0 auto;padding:32px 24px;font-variant-numeric:tabular-nums;word-break:keep-all;overflow-wrap:anywhere}
h1{font-size:22px;margin:0}h2{font-size:15px;margin:32px 0 10px;padding-bottom:6px;border-bottom:1px solid var(--line)}
p{margin:6px 0}.soft,small{color:var(--soft)}
.headline{margin:20px 0 8px}.main strong{font-size:34px;font-weight:600;margin-right:6px;letter-spacing:-.01em}.main .soft{display:block}
.bar{width:100%;height:24px}.track{fill:var(--sunk)}.range{fill:color-mix(in srgb,var(--category-1) 45%,transparent)}.value{fill:var(--ink)}.floor{fill:var(--accent)}
.row{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:24px 32px;align-items:start}
.row.wide{grid-template-columns:auto minmax(280px,1fr);justify-content:start}
figure{margin:0}figcaption,caption{color:var(--soft);text-align:left;margin-bottom:6px}figcaption b,caption{color:var(--ink);font-weight:600}
.key{white-space:nowrap;margin-left:10px}.key::before{content:"";display:inline-block;width:14px;height:3px;margin-right:5px;vertical-align:middle;background:var(--category-1)}.key.validation::before{background:var(--category-2)}.key.best::before{width:0;height:11px;background:none;border-left:2px dotted var(--soft)}
table{border-collapse:collapse}th,td{padding:4px 14px 4px 0;text-align:left;border-bottom:1px solid var(--line);font-weight:normal;vertical-align:top}
th[scope=col],.facts th{color:var(--soft)}.facts{width:100%}.facts th{width:46%}
.count{text-align:right}.classes{width:100%}.classes .count{padding-right:0;padding-left:14px}
.confusion td,.confusion th{padding:5px 8px;text-align:right;border-color:transparent;min-width:34px}.confusion th[scope=row]{padding-left:0}.none{color:var(--soft);opacity:.5}
svg{display:block;width:100%}svg text{font-size:11px;fill:var(--soft)}svg .end{text-anchor:end}svg .middle{text-anchor:middle}
.grid{stroke:var(--line)}line.best{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:1.5 3}polyline{fill:none;stroke-width:1.8;stroke-linejoin:round}
polyline.train{stroke:var(--category-1)}polyline.validation{stroke:var(--category-2)}
.examples{width:100%}.examples td,.examples th{vertical-align:middle}.wave{width:260px;max-width:100%;height:34px}.wave polygon{stroke-width:1;vector-effect:non-scaling-stroke;fill-opacity:.55}
.wrong{color:var(--bad);font-weight:600}.run{margin-top:32px;font-size:12px}
tr,figure,.facts,.headline{break-inside:avoid}
${channels}${shares('hit', '--category-1')}${shares('miss', '--category-2')}`);
