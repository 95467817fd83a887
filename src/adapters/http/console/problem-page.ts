import type { Context } from 'hono';
import { PAGE } from '../../../core/presentation/format/page-words.ts';
import type { Viewer } from '../../../engine/access/viewer.ts';
import { HOME, ownPath } from '../access/own-path.ts';
import { html } from '../drawing/html-template.ts';
import { type Problem, problemHeaders, statusOf } from '../problem.ts';
import { operatesHere } from '../readable.ts';
import { signInPage } from '../sign-in/sign-in-page.ts';
import { page } from './shell.ts';
import { AWAY, storeAwayMarkup } from './troubles.ts';

const TITLES: Readonly<Record<string, string>> = PAGE.problems;

/** Answers a browser with what was wrong and what to do, as a page; with the ways in where it is to sign in first. */
export function problemPage(
  context: Context,
  problem: Pick<Problem, 'code' | 'message' | 'details'>,
  program: string,
): Promise<Response> {
  const status = statusOf(problem.code);
  problemHeaders(context, problem);
  if (problem.code === 'unauthorized') {
    const next = context.req.method === 'GET' ? ownPath(pathOf(context)) : HOME;
    return signInPage(context, { next, words: problem.message, status, program });
  }
  const title = TITLES[problem.code] ?? PAGE.problems.other;
  const main = html`<article class="problem"><h1>${title}</h1><p>${problem.message}</p><p><a href="/">${PAGE.toDesigns}</a></p></article>${isStoreAway(context, problem.details.fault) ? storeAwayMarkup() : ''}`;
  return page(context, { title, navigation: null, main }, status);
}

function pathOf({ req }: Context): string {
  const { pathname, search } = new URL(req.url);
  return `${pathname}${search}`;
}

/** While the store is away nobody can be told by their session: only those who are known not to operate are not told the remedy. */
function isStoreAway(context: Context, fault: unknown): boolean {
  const viewer: Viewer | undefined = context.get('viewer');
  const isLookedAt = context.req.method === 'GET';
  return isLookedAt && fault === AWAY && (viewer === undefined || operatesHere(context));
}
