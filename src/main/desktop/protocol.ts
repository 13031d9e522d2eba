import { readFile } from 'node:fs/promises';
import { extname, join, relative, isAbsolute } from 'node:path';
import { protocol } from 'electron';
import { securityHeaders } from '../security';

const scheme = 'app';
/** The page's address; everything that it loads has the same origin. */
export const pageUrl = `${scheme}://lab/index.html`;
export const pageOrigin = `${scheme}://lab`;

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Before the app is ready: a page of its own origin, with storage and fetch, unlike `file:`. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The file in `pagesDir` that an address means; null outside of it or of an unknown type. */
function pageFile(pagesDir: string, address: string): { file: string; mediaType: string } | null {
  const url = new URL(address);
  if (url.host !== 'lab') return null;
  const file = join(pagesDir, decodeURIComponent(url.pathname));
  const inside = relative(pagesDir, file);
  const mediaType = mediaTypes[extname(file)];
  if (inside.startsWith('..') || isAbsolute(inside) || mediaType === undefined) return null;
  return { file, mediaType };
}

/** Serves the built page. `protocol.handle` would need fetch's `Response`, which Electron 22 lacks. */
export function servePages(pagesDir: string): void {
  protocol.registerBufferProtocol(scheme, (request, respond) => {
    void (async () => {
      try {
        const page = pageFile(pagesDir, request.url);
        if (page === null) throw new Error('not a page');
        const data = await readFile(page.file);
        respond({ data, mimeType: page.mediaType, charset: 'utf-8', headers: { ...securityHeaders } });
      } catch {
        respond({ statusCode: 404, data: Buffer.from('There is no such page.'), mimeType: 'text/plain' });
      }
    })();
  });
}
