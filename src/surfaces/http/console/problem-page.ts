import type { Context } from 'hono';
import { type Problem, STATUS_OF } from '#acts/problem.ts';
import { PAGE } from '#presentation/format/page-words.ts';
import { keepOwnPath } from '../access/own-path.ts';
import { html } from '../drawing/html-template.ts';
import { setProblemHeaders } from '../envelope.ts';
import { operatesHere } from '../readable.ts';
import { drawSignInPage } from '../sign-in/sign-in-page.ts';
import { FORM, readForm } from './sent-form.ts';
import { drawPage } from './shell.ts';
import { drawUnavailableStore, STORE_UNAVAILABLE } from './troubles.ts';

const TITLES: Readonly<Record<string, string>> = PAGE.problems;

/**
 * Answers a browser with a page about the problem, or with the sign-in page if a sign-in is needed.
 */
export async function drawProblemPage(
  context: Context,
  problem: Pick<Problem, 'code' | 'message' | 'details'>,
  program: string,
): Promise<Response> {
  const status = STATUS_OF[problem.code];
  setProblemHeaders(context, problem);
  if (problem.code === 'unauthorized') {
    const next = keepOwnPath(pathOf(context).replace(/\/(?:answers|acts|forms)$/, ''));
    const unsent = await readTyped(context);
    return drawSignInPage(context, { next, words: problem.message, unsent, status, program });
  }
  const title = TITLES[problem.code] ?? PAGE.problems.other;
  const main = html`<article class="problem"><h1>${title}</h1><p>${problem.message}</p><p><a href="/">${PAGE.toDesigns}</a></p></article>${isStoreUnavailable(context, problem.details.fault) && drawUnavailableStore()}`;
  return drawPage(context, { title, main }, status);
}

const MAX_BYTES = 200_000;
/** Names of fields that nobody types. */
const NOT_TYPED: readonly string[] = [
  'act',
  'form',
  'about',
  'version',
  'do',
  'seen',
  'follow',
  'token',
  'next',
];

/**
 * Returns what was typed in a refused form of ours. Its sender is unknown, so this reads no more
 * than a person would write.
 */
async function readTyped(context: Context): Promise<string[]> {
  const { req } = context;
  const type = req.header('content-type') ?? '';
  const isOwn = type.startsWith(FORM) && req.header('sec-fetch-site') === 'same-origin';
  if (!isOwn || !(Number(req.header('content-length')) <= MAX_BYTES)) return [];
  const { fields, text } = await readForm(context);
  return [...fields.keys()]
    .filter((name) => !NOT_TYPED.includes(name))
    .map(text)
    .filter((words) => words.trim() !== '');
}

function pathOf({ req }: Context): string {
  const { pathname, search } = new URL(req.url);
  return `${pathname}${search}`;
}

/**
 * True if the page should explain that the store is unavailable. Without the store an operator
 * cannot be recognized, so unidentified viewers are told too.
 */
function isStoreUnavailable(context: Context, fault: unknown): boolean {
  const viewer = context.get('viewer');
  const isLookedAt = context.req.method === 'GET';
  return (
    isLookedAt && fault === STORE_UNAVAILABLE && (viewer === undefined || operatesHere(context))
  );
}
