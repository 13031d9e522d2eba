import html from './page/docs.html?raw';
import script from './page/docs.js?raw';
import style from './page/docs.css?raw';

/** The page that shows what `/openapi.json` says: three files under the lab's own policy, nothing from outside. */
export const pages = [
  { path: '/docs', type: 'text/html; charset=utf-8', body: html },
  { path: '/docs.js', type: 'text/javascript; charset=utf-8', body: script },
  { path: '/docs.css', type: 'text/css; charset=utf-8', body: style },
] as const;
