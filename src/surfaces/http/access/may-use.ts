import type { Context } from 'hono';
import { isEnough } from '#acts/act.ts';
import { PAGE_RULES, type PageRoute } from '../console/page-rules.ts';
import type { Rule } from '../handled.ts';
import { operatesHere } from '../readable.ts';
import { viewerOf } from './viewer.ts';

/**
 * Returns the reason why the viewer may not use a route with this rule; `null` if they may. On a
 * page the verb checks a person's rights, as in a thread. Through the API, only operators may act
 * without a token.
 */
export function refuseUse(context: Context, { least, noted }: Rule): string | null {
  const viewer = viewerOf(context);
  switch (viewer.kind) {
    case 'operator':
      return null;
    case 'link':
      return least === 'read' && noted === null ? null : 'A link can only read its design.';
    case 'person': {
      if (least === 'admin') return "This requires the admin's token.";
      const isPage = !context.req.path.startsWith('/api/');
      const isForOperators = isPage ? least === 'operate' : least !== 'read';
      if (!isForOperators || operatesHere(context)) return null;
      return isPage
        ? 'This page is for operators.'
        : 'Only operators can act through the API. Use the page of the design.';
    }
    case 'token': {
      const { name, role } = viewer.token;
      if (isEnough(role, least)) return null;
      const requirement =
        least === 'admin' ? "the admin's token" : `a token with the role ${least}`;
      return `The token ${name} has the role ${role}. This requires ${requirement}.`;
    }
  }
}

/** True if the viewer may open that page. Pages link only to pages that the viewer may open. */
export function mayUse(context: Context, route: PageRoute): boolean {
  return refuseUse(context, PAGE_RULES[route]) === null;
}
