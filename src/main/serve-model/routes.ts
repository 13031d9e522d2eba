import type { IncomingMessage } from 'node:http';
import { addressOf } from '../serve/target';
import type { Answer } from './answer';
import type { Bearer } from './bearer';
import { pages } from './pages';
import { refusal } from './service-error';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Holds nothing that the token protects. */
  readonly isOpen?: boolean;
  readonly handle: (request: IncomingMessage, signal: AbortSignal) => Answer | Promise<Answer>;
}

export type Routes = Readonly<Record<string, Route>>;

export const pageRoutes: Routes = Object.fromEntries(
  pages.map(({ path, type, body }): [string, Route] => [
    path,
    { method: 'GET', isOpen: true, handle: () => ({ status: 200, type, body }) },
  ]),
);

/** @throws ServiceError FORBIDDEN, UNAUTHORIZED, NOT_FOUND, METHOD_NOT_ALLOWED */
export function routeOf(routes: Routes, bearer: Bearer, request: IncomingMessage): Route {
  bearer.requireMeant(request);
  const { path } = addressOf(request);
  const route = Object.hasOwn(routes, path) ? routes[path]! : null;
  if (route?.isOpen !== true) bearer.requireToken(request);
  if (route === null) throw refusal('NOT_FOUND', 'There is nothing here; GET /docs says what there is.');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  if (method !== route.method)
    throw refusal('METHOD_NOT_ALLOWED', `Only ${route.method} is served here.`, { Allow: route.method });
  return route;
}
