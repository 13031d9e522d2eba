import { Html } from './html';

const shares = Array.from(
  { length: 11 },
  (_, k) => `.share${k}{background:color-mix(in srgb,var(--accent) ${k * 7}%,transparent)}`,
).join('');

/** Light and dark, and paper. Colours tell apart for the colour-blind. */
export const STYLE = new Html(`
:root{color-scheme:light dark;--accent:#2f6fde;--second:#c2571a;--ink:#1b1f24;--soft:#69737d;--line:#d8dee4;--page:#fff}
@media (prefers-color-scheme:dark){:root{--accent:#6ea8fe;--second:#f0a26b;--ink:#e6e8eb;--soft:#9aa4ae;--line:#3a424b;--page:#16191d}}
@media print{:root{color-scheme:light;--accent:#2f6fde;--second:#c2571a;--ink:#000;--soft:#444;--line:#ccc;--page:#fff}}
*{box-sizing:border-box}
body{font:14px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:1120px;margin:0 auto;padding:24px;font-variant-numeric:tabular-nums}
h1{font-size:22px;margin:0}h2{font-size:16px;margin:28px 0 8px}
.sub,small{color:var(--soft)}
.row{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}
figure{margin:0}figcaption,caption{color:var(--soft);text-align:left;margin-bottom:4px}
table{border-collapse:collapse}th,td{padding:3px 10px 3px 0;text-align:left;border-bottom:1px solid var(--line);font-weight:normal}
th[scope=col],.facts th{color:var(--soft)}
.confusion td,.confusion th{padding:4px 8px;text-align:right}
svg{display:block;width:500px;max-width:100%}svg text{font-size:11px;fill:var(--soft)}svg .end{text-anchor:end}
.grid{stroke:var(--line)}polyline{fill:none;stroke-width:1.6}
polyline.train{stroke:var(--accent)}polyline.validation{stroke:var(--second)}
.key::before{content:"";display:inline-block;width:14px;height:3px;margin-right:4px;vertical-align:middle;background:var(--accent)}.key.validation::before{background:var(--second)}
.wave{width:220px;height:36px}.wave polygon{fill:var(--accent);stroke:var(--accent);stroke-width:.4}
.wrong{color:var(--second);font-weight:600}
tr,figure{break-inside:avoid}
${shares}`);
