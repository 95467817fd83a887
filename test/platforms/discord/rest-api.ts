import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from '../faults.ts';
import { type Answer, behave, bodyOf, formIn } from '../http.ts';
import type { PlatformRecord, RecordedCall } from '../record.ts';
import type { Rates } from './rates.ts';
import { CAUSED_BY_THE_WORLD, refusal, refusalOf } from './refusal.ts';
import type { Backend, Call, Route, Upload } from './route.ts';
import { CHANNEL_ROUTES } from './routes-channels.ts';
import { GUILD_ROUTES } from './routes-guild.ts';
import { INTERACTION_ROUTES } from './routes-interactions.ts';
import { MESSAGE_ROUTES } from './routes-messages.ts';

const BASE = '/api/v10';
const ROUTES = [...MESSAGE_ROUTES, ...CHANNEL_ROUTES, ...GUILD_ROUTES, ...INTERACTION_ROUTES].map(
  (each) => ({
    route: each,
    steps: each.path.split('/'),
  }),
);

/** A call of a route, or of the gateway: `gateway.identify`, `gateway.resume`. */
export interface DiscordCall extends RecordedCall {
  readonly body: unknown;
  /** Names of the files that came with it. */
  readonly files: readonly string[];
}

/** What was seen; a delivery is for so many sessions, connected or not. */
export type DiscordRecord = PlatformRecord<
  DiscordCall,
  { readonly what: string; readonly sessions: number }
>;

const MISHAP_ANSWERS = {
  failed: { status: 500, body: { message: '500: Internal Server Error', code: 0 } },
  limited: limited(1, false, {}),
};

interface Submitted extends Pick<Call, 'body' | 'files'> {
  /** What was said, the same however often it is sent. */
  readonly text: string;
}

interface Found {
  readonly route: Route;
  readonly at: Readonly<Record<string, string>>;
}

/** Everything that an app asks of Discord over HTTP. */
export class RestApi {
  readonly #backend: Backend;
  readonly #token: string;
  readonly #rates: Rates;
  readonly #faults: Faults;
  readonly #record: DiscordRecord;

  constructor(
    backend: Backend,
    token: string,
    rates: Rates,
    faults: Faults,
    record: DiscordRecord,
  ) {
    this.#backend = backend;
    this.#token = token;
    this.#rates = rates;
    this.#faults = faults;
    this.#record = record;
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    if (pathname.startsWith('/attachments/'))
      return this.#download(pathname, searchParams, outgoing);
    const given = await submittedIn(incoming);
    const found = routeOf(incoming.method ?? '', pathname);
    const name = found?.route.name ?? 'unknown';
    const mishap = this.#faults.next(name, `${pathname} ${given.text}`);
    if (mishap !== null) this.#backend.interactions.excuse(found?.at.interaction);
    const query = Object.fromEntries(searchParams);
    const authorization = incoming.headers.authorization ?? '';
    const answer = await behave(outgoing, mishap, MISHAP_ANSWERS, async () => {
      const made = this.#answer(
        `${incoming.method} ${pathname}`,
        found,
        authorization,
        given,
        query,
      );
      await this.#faults.held(name);
      return made;
    });
    const isRefused = answer !== null && answer.status >= 400;
    const { code: error = null } = (isRefused ? answer.body : {}) as { code?: number };
    const files = given.files.map((file) => file.name);
    this.#record.calls.push({ name, atMs: Date.now(), body: given.body, files, error, mishap });
  }

  #answer(
    what: string,
    found: Found | undefined,
    authorization: string,
    given: Submitted,
    query: Readonly<Record<string, string>>,
  ): Answer {
    const { route, at } = found ?? {};
    const place = at?.channel ?? at?.guild ?? at?.token ?? '';
    const quota = this.#rates.take(route?.name ?? '', place, route?.isOpen === false);
    if (quota.waitSeconds !== null)
      return limited(quota.waitSeconds, quota.isGlobal, quota.headers);
    try {
      if (route === undefined || at === undefined) throw refusal('no_such_route');
      if (!route.isOpen && authorization !== `Bot ${this.#token}`) throw refusal('unauthorized');
      const refused = this.#backend.refused.get(route.name);
      if (refused !== undefined) throw refusal(refused);
      const answer = route.run(this.#backend, { ...given, at, query });
      return { status: answer === null ? 204 : route.status, headers: quota.headers, body: answer };
    } catch (thrown) {
      const refused = refusalOf(thrown);
      // A port is given again, and may still be asked by whoever used it before: that knows neither
      // our path nor a token.
      const isStrangers = authorization === '' && !what.includes(BASE);
      if (!CAUSED_BY_THE_WORLD.has(refused.code) && !isStrangers) {
        this.#record.violate(`${what.replace(BASE, '')}: ${JSON.stringify(refused.body)}`);
      }
      return { status: refused.status, headers: quota.headers, body: refused.body };
    }
  }

  /**
   * Files lie under addresses that are good by themselves; without their signature there is
   * nothing.
   */
  async #download(
    pathname: string,
    query: URLSearchParams,
    outgoing: ServerResponse,
  ): Promise<void> {
    const [, , channel = '', id = ''] = pathname.split('/');
    const mishap = this.#faults.next('attachments.get', pathname);
    const { guild } = this.#backend;
    const posted = guild.messages
      .every()
      .filter((each) => each.channel === channel)
      .flatMap(({ files }) => files)
      .find((each) => each.id === id);
    const file = posted ?? guild.uploads.get(id);
    const isSigned = ['ex', 'is', 'hm'].every((key) => query.has(key));
    this.#record.calls.push({
      name: 'attachments.get',
      atMs: Date.now(),
      body: undefined,
      files: [],
      error: null,
      mishap,
    });
    await behave(outgoing, mishap, MISHAP_ANSWERS, () =>
      file !== undefined && isSigned
        ? { status: 200, headers: { 'content-type': file.type }, body: file.content }
        : { status: 404, body: 'This content is no longer available.' },
    );
  }
}

/** `seconds` may have a fraction, which the header does not show. */
function limited(
  seconds: number,
  isGlobal: boolean,
  headers: Readonly<Record<string, string>>,
): Answer {
  const scope = isGlobal
    ? { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' }
    : { 'x-ratelimit-scope': 'user' };
  return {
    status: 429,
    headers: { ...headers, ...scope, 'retry-after': String(Math.ceil(seconds)) },
    body: { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
  };
}

/** The request's JSON and files, whether it is a form or not. Throws what JSON finds wrong. */
async function submittedIn(incoming: IncomingMessage): Promise<Submitted> {
  const bytes = await bodyOf(incoming);
  const type = incoming.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) {
    const text = bytes.toString('utf8');
    return { body: text === '' ? undefined : JSON.parse(text), files: [], text };
  }
  const form = await formIn(bytes, type);
  const files: Upload[] = [];
  for (const [field, part] of form) {
    if (!(part instanceof File)) continue;
    const [, index = ''] = /^files\[(\d+)\]$/.exec(field) ?? [];
    files.push({
      index,
      name: part.name,
      type: part.type,
      content: Buffer.from(await part.arrayBuffer()),
    });
  }
  const text = String(form.get('payload_json') ?? '{}');
  return {
    body: JSON.parse(text),
    files,
    text: `${text} ${files.map(({ name }) => name).join(' ')}`,
  };
}

function routeOf(verb: string, pathname: string): Found | undefined {
  if (!pathname.startsWith(`${BASE}/`)) return undefined;
  const steps = pathname.slice(BASE.length).split('/').map(decodeURIComponent);
  for (const { route, steps: wanted } of ROUTES) {
    if (route.verb !== verb || wanted.length !== steps.length) continue;
    if (!wanted.every((step, place) => step.startsWith(':') || step === steps[place])) continue;
    const named = wanted.map((step, place) => [step.slice(1), steps[place] ?? ''] as const);
    const at = Object.fromEntries(named.filter((_, place) => wanted[place]?.startsWith(':')));
    return { route, at };
  }
  return undefined;
}
