import type { IncomingMessage } from 'node:http';

/** What stands before and after the `?`. Not by `URL`, which throws at addresses that nobody means. */
export function addressOf({ url = '/' }: IncomingMessage): { path: string; query: URLSearchParams } {
  const mark = url.indexOf('?');
  return mark === -1
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}
