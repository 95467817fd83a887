import type { Context } from 'hono';
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { SIGN_IN } from '../../../core/presentation/web/sign-in.ts';
import { signedInOf } from '../access/via.ts';

/** Returns who is signed in, with the button that ends it; nothing for who came by a token of their own or a proxy. */
export function whoIsHere(context: Context): HtmlEscapedString | Promise<HtmlEscapedString> {
  const signedIn = signedInOf(context);
  if (signedIn === null) return html``;
  if (signedIn.pass === null) return html`<span>${SIGN_IN.signedInAs(signedIn.name)}</span>`;
  return html`<form class="inline" method="post" action="/sign-out"><span>${SIGN_IN.signedInAs(signedIn.name)}</span> <button type="submit">${SIGN_IN.signOut}</button></form>`;
}
