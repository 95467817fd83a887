import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { SIGN_IN } from '../../../presentation/sign-in.ts';
import { page } from '../console/shell.ts';
import { html } from '../drawing/html-template.ts';

interface SignInPage {
  readonly next: string;
  /** An error, or a note on what the sign-in opens; empty for neither. */
  readonly words: string;
  readonly status: ContentfulStatusCode;
  readonly program: string;
}

export function signInPage(
  context: Context,
  { next, words, status, program }: SignInPage,
): Promise<Response> {
  const main = html`<article class="sign-in">
<h1>${SIGN_IN.title}</h1>
${words === '' ? '' : html`<p role="alert">${words}</p>`}
<p>${SIGN_IN.noWays(program)}</p>
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<p><label>${SIGN_IN.token}<br><input name="token" type="password" required maxlength="200" autocomplete="current-password"></label></p>
<p class="hint">${SIGN_IN.tokenHint(program)}</p>
<p><button type="submit">${SIGN_IN.submit}</button></p>
</form>
</article>`;
  return page(context, { title: SIGN_IN.title, navigation: null, main }, status);
}

interface Elsewhere {
  readonly address: string;
  readonly host: string;
  readonly publicUrl: URL | null;
  readonly program: string;
}

/** Answers a request outside the console's address with a link to that address and with how to sign in. */
export function elsewherePage(
  context: Context,
  { address, host, publicUrl, program }: Elsewhere,
): Promise<Response> {
  const title = SIGN_IN.openThere(host);
  const { hostname } = new URL(address);
  const notFound = html`<details><summary>${SIGN_IN.notFound}</summary>
<p>${SIGN_IN.notFoundWays}</p>
<pre><code>127.0.0.1 ${hostname}</code></pre>
<p>${SIGN_IN.stillHere}</p></details>`;
  const main = html`<article class="sign-in">
<h1>${title}</h1>
<p><a class="button primary" href="${address}">${address}</a></p>
<p>${publicUrl === null ? SIGN_IN.whyThere : SIGN_IN.publicOnly}</p>
<p>${SIGN_IN.noWays(program)}</p>
${publicUrl === null ? notFound : ''}
</article>`;
  return page(context, { title, navigation: null, main });
}

/** Answers with a button that signs in once, since link previews in chats press no button. `person`: `null` for the operator. */
export function oncePage(context: Context, person: string | null): Promise<Response> {
  const main = html`<article class="sign-in">
<h1>${SIGN_IN.onceTitle}</h1>
<p>${person === null ? SIGN_IN.onceText : SIGN_IN.onceAs(person)}</p>
<form method="post"><p><button type="submit">${SIGN_IN.submit}</button></p></form>
</article>`;
  return page(context, { title: SIGN_IN.title, navigation: null, main });
}
