import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { SIGN_IN } from '../../../core/telling/page/sign-in.ts';
import { page } from '../console/shell.ts';

interface SignInPage {
  readonly next: string;
  /** What went wrong; empty for nothing. */
  readonly words: string;
  readonly status: ContentfulStatusCode;
  /** How Charrette is called on the machine of the daemon. */
  readonly program: string;
}

/** Answers with the ways to sign in. */
export function signInPage(
  context: Context,
  { next, words, status, program }: SignInPage,
): Promise<Response> {
  const main = html`<article class="sign-in">
<h1>${SIGN_IN.title}</h1>
${words === '' ? '' : html`<p role="alert">${words}</p>`}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<p><label>${SIGN_IN.token}<br><input name="token" type="password" required maxlength="200" autocomplete="current-password"></label></p>
<p class="hint">${SIGN_IN.tokenHint(program)}</p>
<p><button type="submit">${SIGN_IN.submit}</button></p>
</form>
<p class="hint">${SIGN_IN.noWays(program)}</p>
</article>`;
  return page(context, { title: SIGN_IN.title, navigation: null, main }, status);
}

/** Answers with the button that signs in once, as this person or, with `null`, as the operator: what looks at addresses to show them, as chats do, presses none. */
export function oncePage(context: Context, person: string | null): Promise<Response> {
  const main = html`<article class="sign-in">
<h1>${SIGN_IN.onceTitle}</h1>
<p>${person === null ? SIGN_IN.onceText : SIGN_IN.onceAs(person)}</p>
<form method="post"><p><button type="submit">${SIGN_IN.submit}</button></p></form>
</article>`;
  return page(context, { title: SIGN_IN.title, navigation: null, main });
}

/** Answers with what somebody who is signed in may do about it. */
export function refusedPage(
  context: Context,
  words: string,
  status: ContentfulStatusCode,
): Promise<Response> {
  const main = html`<article class="problem">
<h1>${SIGN_IN.title}</h1>
<p role="alert">${words}</p>
<form method="post" action="/sign-out"><button type="submit">${SIGN_IN.signOut}</button></form>
</article>`;
  return page(context, { title: SIGN_IN.title, navigation: null, main }, status);
}
