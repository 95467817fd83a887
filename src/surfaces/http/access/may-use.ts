import type { Context } from 'hono';
import { isEnough } from '../../../acts/act.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import { PAGE_RULES, type PageRoute } from '../console/page-rules.ts';
import type { Rule } from '../handled.ts';
import { operates, readingOf } from '../readable.ts';
import { viewerOf } from './viewer.ts';

interface Used {
  readonly rule: Rule;
  readonly viewer: Viewer;
  /**
   * On a page the verb checks a person's rights, as in a thread. Through the API, only operators may act without a
   * token.
   */
  readonly way: 'page' | 'api';
  readonly platforms: Parameters<typeof operates>[1];
}

export function refusalForUse({ rule, viewer, way, platforms }: Used): string | null {
  const { least, noted } = rule;
  switch (viewer.kind) {
    case 'operator':
      return null;
    case 'link':
      return least === 'read' && noted === null ? null : 'A link can only read its design.';
    case 'person': {
      if (least === 'admin') return "This requires the admin's token.";
      const isForOperators = way === 'page' ? least === 'operate' : least !== 'read';
      if (!isForOperators || operates(viewer, platforms)) return null;
      return way === 'page'
        ? 'This page is for operators.'
        : 'Only operators can act through the API. Use the page of the design.';
    }
    case 'token': {
      const { name, role } = viewer.token;
      if (isEnough(role, least)) return null;
      const needed = least === 'admin' ? "the admin's token" : `a token with the role ${least}`;
      return `The token ${name} has the role ${role}. This requires ${needed}.`;
    }
  }
}

/** True if the viewer may open that page. Pages link only to pages that the viewer may open. */
export function mayUse(context: Context, route: PageRoute): boolean {
  const { platforms } = readingOf(context);
  const rule = PAGE_RULES[route];
  return refusalForUse({ rule, viewer: viewerOf(context), way: 'page', platforms }) === null;
}
