import type { Context } from 'hono';
import { html } from 'hono/html';
import { PAGE } from '../../../core/telling/page/page-words.ts';
import type { Viewer } from '../../../runtime/viewer.ts';
import { type Problem, statusOf } from '../problem.ts';
import { operatesHere } from '../readable.ts';
import { page } from './shell.ts';
import { AWAY, storeAwayMarkup } from './troubles.ts';

const TITLES: Readonly<Record<string, string>> = PAGE.problems;

/** Answers a browser with what was wrong and what to do, as a page. */
export function problemPage(
  context: Context,
  problem: Pick<Problem, 'code' | 'message' | 'details'>,
): Promise<Response> {
  const title = TITLES[problem.code] ?? PAGE.problems.other;
  const way =
    problem.code === 'unauthorized'
      ? html`<a class="button" href="/sign-in">${PAGE.signIn}</a>`
      : html`<a href="/">${PAGE.toDesigns}</a>`;
  const main = html`<article class="problem"><h1>${title}</h1><p>${problem.message}</p><p>${way}</p></article>${isStoreAway(context, problem.details.fault) ? storeAwayMarkup() : ''}`;
  return page(context, { title, navigation: null, main }, statusOf(problem.code));
}

/** While the store is away nobody can be told by their session: only those who are known not to operate are not told the remedy. */
function isStoreAway(context: Context, fault: unknown): boolean {
  const viewer: Viewer | undefined = context.get('viewer');
  const isLookedAt = context.req.method === 'GET';
  return isLookedAt && fault === AWAY && (viewer === undefined || operatesHere(context));
}
