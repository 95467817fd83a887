import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { isLoopback } from '#foundation/loopback.ts';
import { SIGN_IN } from '#presentation/answers/sign-in.ts';
import { capitalize } from '#presentation/format/plain.ts';
import { drawHiddenField } from '../console/elements.ts';
import { drawPage, type Markup } from '../console/shell.ts';
import { html } from '../drawing/html-template.ts';
import { platformReadingOf } from '../readable.ts';

interface SignInPage {
  readonly next: string;
  /** An error, or a note on what the sign-in opens; empty for neither. */
  readonly words: string;
  /** Typed in a form whose session has ended. */
  readonly unsent?: readonly string[];
  readonly status: ContentfulStatusCode;
  readonly program: string;
}

export function drawSignInPage(
  context: Context,
  { next, words, unsent = [], status, program }: SignInPage,
): Promise<Response> {
  const chats = listChats(context);
  const content = html`${words && html`<p role="alert">${words}</p>`}
${unsent.length > 0 && html`<p>${SIGN_IN.unsent}</p>${unsent.map((each) => html`<pre dir="auto">${each}</pre>`)}`}
${chats.length > 0 && html`<p>${SIGN_IN.byChat(chats)}</p>`}
<p>${SIGN_IN.byCommand(program)}</p>
<form method="post" action="/sign-in">
${drawHiddenField('next', next)}
<p><label>${SIGN_IN.token}<br><input name="token" type="password" required maxlength="200" autocomplete="current-password"></label></p>
<p class="hint">${SIGN_IN.tokenHint(program)}</p>
<p><button type="submit">${SIGN_IN.submit}</button></p>
</form>`;
  return drawEntrancePage(context, SIGN_IN.title, content, status);
}

/**
 * Platforms whose people sign in by a link from there; none on the machine of the daemon, where the
 * command does it.
 */
function listChats(context: Context): string[] {
  if (isLoopback(new URL(context.req.url).hostname)) return [];
  const { platforms } = platformReadingOf(context);
  return [...platforms].flatMap(([name, { member }]) =>
    member === undefined ? [] : capitalize(name),
  );
}

/**
 * Answers with a button that signs in once, since link previews in chats press no button. `person`:
 * `null` for the operator.
 */
export function drawOncePage(context: Context, person: string | null): Promise<Response> {
  const content = html`<p>${person === null ? SIGN_IN.onceText : SIGN_IN.onceAs(person)}</p>
<form method="post"><p><button type="submit">${SIGN_IN.submit}</button></p></form>`;
  return drawEntrancePage(context, SIGN_IN.onceTitle, content);
}

/** Draws a page for somebody who is not signed in. */
function drawEntrancePage(
  context: Context,
  title: string,
  content: Markup,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const main = html`<article class="sign-in"><h1>${title}</h1>
${content}
</article>`;
  return drawPage(context, { title, main }, status);
}
