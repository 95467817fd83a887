const TOO_MANY_REQUESTS = 429;
const FALLBACK_WAIT_SECONDS = '1';
const MAX_CHARACTERS = 300;

/**
 * `fetch` with the answer read to its end, for a vendor's client: an answer that breaks off is then a request that failed, as
 * every other. A limit without a time to wait, which `waitSeconds` would match, gets one.
 */
export async function fetchWhole(
  url: string | URL | Request,
  init: RequestInit | undefined,
  waitSeconds: RegExp,
): Promise<Response> {
  const answer = await fetch(url, init);
  const body = await answer.arrayBuffer();
  const { status, statusText } = answer;
  const headers = new Headers(answer.headers);
  if (status === TOO_MANY_REQUESTS && !waitSeconds.test(headers.get('retry-after') ?? '')) {
    headers.set('retry-after', FALLBACK_WAIT_SECONDS);
  }
  // An answer of status 204 may have no body, not even an empty one.
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

/** The first words of what a vendor's library says, for the log: without addresses, because those may hold tokens. */
export function libraryWords(said: unknown): string {
  const words = said instanceof Error ? `${said.name}: ${said.message}` : String(said);
  return words.slice(0, MAX_CHARACTERS).replaceAll(/\b(?:https?|wss?):\/\/\S+/g, '(address)');
}
