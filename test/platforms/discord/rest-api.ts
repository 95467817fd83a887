import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './faults.ts';
import { type Answer, behave, limited, type Submitted, submittedIn } from './http-answer.ts';
import type { Rates } from './rates.ts';
import type { DiscordRecord } from './record.ts';
import { CAUSED_BY_THE_WORLD, refusal, refusalOf } from './refusal.ts';
import { type Desk, Reply, type Route } from './route.ts';
import { CHANNEL_ROUTES } from './routes-channels.ts';
import { GUILD_ROUTES } from './routes-guild.ts';
import { INTERACTION_ROUTES } from './routes-interactions.ts';
import { MESSAGE_ROUTES } from './routes-messages.ts';

const BASE = '/api/v10';
const ROUTES = [...MESSAGE_ROUTES, ...CHANNEL_ROUTES, ...GUILD_ROUTES, ...INTERACTION_ROUTES].map((each) => ({
  route: each,
  steps: each.path.split('/'),
}));

interface Found {
  readonly route: Route;
  readonly at: Readonly<Record<string, string>>;
}

/** Everything that an app asks of Discord over HTTP. */
export class RestApi {
  readonly #desk: Desk;
  readonly #token: string;
  readonly #rates: Rates;
  readonly #faults: Faults;
  readonly #record: DiscordRecord;

  constructor(desk: Desk, token: string, rates: Rates, faults: Faults, record: DiscordRecord) {
    this.#desk = desk;
    this.#token = token;
    this.#rates = rates;
    this.#faults = faults;
    this.#record = record;
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
    if (pathname.startsWith('/attachments/')) return this.#download(pathname, searchParams, outgoing);
    const given = await submittedIn(incoming);
    const found = routeOf(incoming.method ?? '', pathname);
    const name = found?.route.name ?? 'unknown';
    const mishap = this.#faults.next(name, `${pathname} ${given.text}`);
    if (mishap !== null) this.#desk.interactions.excuse(found?.at.interaction);
    const note = (answer: Answer | null): void => {
      const { body } = answer ?? { body: null };
      const error = typeof body === 'object' && body !== null && 'code' in body ? Number(body.code) : null;
      const status = answer?.status ?? 0;
      const files = given.files.map((file) => file.name);
      const isError = status >= 400;
      const call = { route: name, path: pathname, atMs: Date.now(), body: given.body, files, status, mishap };
      this.#record.calls.push({ ...call, error: isError ? error : null });
    };
    const query = Object.fromEntries(searchParams);
    const authorization = incoming.headers.authorization ?? '';
    const done = behave(outgoing, mishap, () => {
      const answer = this.#answer(`${incoming.method} ${pathname}`, found, authorization, given, query);
      note(answer);
      return answer;
    });
    if (done === null) note(null);
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
    if (quota.waitSeconds !== null) return limited(quota.waitSeconds, quota.isGlobal, quota.headers);
    try {
      if (route === undefined || at === undefined) throw refusal('no_such_route');
      if (!route.isOpen && authorization !== `Bot ${this.#token}`) throw refusal('unauthorized');
      const answer = route.run(this.#desk, { ...given, at, query });
      if (answer instanceof Reply) return { ...answer, headers: quota.headers };
      return { status: answer === null ? 204 : 200, headers: quota.headers, body: answer };
    } catch (thrown) {
      const refused = refusalOf(thrown);
      if (!CAUSED_BY_THE_WORLD.has(refused.code)) {
        this.#record.violate(`${what.replace(BASE, '')}: ${JSON.stringify(refused.body)}`);
      }
      return { status: refused.status, headers: quota.headers, body: refused.body };
    }
  }

  /** Files lie under addresses that are good by themselves; without their signature there is nothing. */
  #download(pathname: string, query: URLSearchParams, outgoing: ServerResponse): void {
    const [, , channel = '', id = ''] = pathname.split('/');
    const mishap = this.#faults.next('attachments.get', pathname);
    const { messages } = this.#desk.guild;
    const file = messages
      .every()
      .filter((each) => each.channel === channel)
      .flatMap(({ files }) => files)
      .find((each) => each.id === id);
    const isSigned = ['ex', 'is', 'hm'].every((key) => query.has(key));
    const status = file !== undefined && isSigned ? 200 : 404;
    const about = { route: 'attachments.get', path: pathname, atMs: Date.now(), body: undefined, files: [] };
    this.#record.calls.push({ ...about, status, error: null, mishap });
    behave(outgoing, mishap, () => {
      const headers = { 'content-type': status === 200 ? (file?.type ?? '') : 'text/plain' };
      return {
        status,
        headers,
        body: status === 200 ? (file?.content ?? null) : Buffer.from('This content is no longer available.'),
      };
    });
  }
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
