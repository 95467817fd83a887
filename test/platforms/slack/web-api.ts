import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { Faults, Mishap } from '../faults.ts';
import { type Answer, behave, bodyOf, formIn } from '../http.ts';
import { PlatformRecord, type RecordedCall } from '../record.ts';
import { SCOPE_FAMILY } from './events.ts';
import type { Backend, Method } from './method.ts';
import { METHODS } from './methods.ts';
import type { Rates } from './rates.ts';
import { CAUSED_BY_THE_WORLD, refusalOf, SlackRefusal } from './refusal.ts';
import type { ResponseUrls } from './response-urls.ts';

export interface Access {
  readonly botToken: string;
  readonly appToken: string;
  readonly scopes: readonly string[];
}

type Arguments = Readonly<Record<string, unknown>>;

/** A call of a method, or of `upload`, `download` or `response_url`. */
interface SlackCall extends RecordedCall {
  readonly arguments: Arguments;
}

/** One event, command or interaction on its way to the app. */
interface SlackDelivery {
  readonly what: string;
  readonly attempt: number;
  readonly result: string;
  /** From sending to the answer, in milliseconds. */
  readonly ms: number;
}

/** What was seen, and the scopes that were needed for it. */
export class SlackRecord extends PlatformRecord<SlackCall, SlackDelivery> {
  readonly scopesUsed = new Set<string>();
}

const MISHAP_ANSWERS = {
  failed: { status: 500, body: 'internal_error' },
  limited: limited(1),
};
/** Statuses of a response URL that is refused for these reasons; 404 otherwise. */
const RESPONSE_STATUSES: Readonly<Record<string, number>> = {
  token_revoked: 401,
  not_in_channel: 403,
};
const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Sign in to Slack</title></head></html>';

/**
 * Everything that an app asks of Slack over HTTP: methods, uploads, downloads and response URLs.
 */
export class WebApi {
  readonly #backend: Backend;
  readonly #access: Access;
  readonly #rates: Rates;
  readonly #faults: Faults;
  readonly #responses: ResponseUrls;
  /** What goes wrong with the call at hand; the work is done in one go. */
  #mishap: Mishap | null = null;

  constructor(
    backend: Backend,
    access: Access,
    rates: Rates,
    faults: Faults,
    responses: ResponseUrls,
  ) {
    this.#backend = backend;
    this.#access = access;
    this.#rates = rates;
    this.#faults = faults;
    this.#responses = responses;
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const [, kind = '', name = ''] = new URL(incoming.url ?? '', 'http://localhost').pathname.split(
      '/',
    );
    const body = await bodyOf(incoming);
    const token = (incoming.headers.authorization ?? '').replace('Bearer ', '');
    const type = incoming.headers['content-type'] ?? '';
    const content = kind === 'upload' ? await uploaded(body, type) : body;
    const [what, work] = {
      api: [name, () => this.#call(name, argumentsOf(body, type), token)] as const,
      upload: ['upload', () => this.#upload(name, content)] as const,
      'files-pri': ['download', () => this.#download(name, token)] as const,
      respond: ['response_url', () => this.#respond(name, body)] as const,
    }[kind] ?? [kind, () => this.#unknown(kind)];
    await this.#faults.held(what);
    const mishap = this.#faults.next(what, body.toString('latin1'));
    this.#mishap = mishap;
    const done = await behave(outgoing, mishap, MISHAP_ANSWERS, work);
    if (done === null) this.#note(what, kind === 'api' ? argumentsOf(body, type) : {}, null);
  }

  #call(name: string, given: Arguments, token: string): Answer {
    const { scopes } = this.#access;
    const headers = { 'x-oauth-scopes': scopes.join(',') };
    const method = METHODS[name];
    const channel = typeof given.channel === 'string' ? given.channel : undefined;
    const seconds = method === undefined ? null : this.#rates.take(name, method.perMinute, channel);
    if (seconds !== null) {
      this.#note(name, given, 'ratelimited');
      return limited(seconds);
    }
    return this.#attempt(name, given, headers, 200, () => {
      if (method === undefined) throw new SlackRefusal('unknown_method');
      this.#allow(method, token, channel);
      const refusal = this.#backend.workspace.refused.get(name);
      if (refusal !== undefined) throw new SlackRefusal(refusal, { isWanted: true });
      return method.run(this.#backend, given);
    });
  }

  /** Refuses a token that is not the right one, or that lacks a scope. */
  #allow(method: Method, token: string, channel: string | undefined): void {
    const { botToken, appToken, scopes } = this.#access;
    if (token === '') throw new SlackRefusal('not_authed');
    if (token !== botToken && token !== appToken) throw new SlackRefusal('invalid_auth');
    if ((token === appToken) !== (method.token === 'app'))
      throw new SlackRefusal('not_allowed_token_type');
    if (this.#backend.workspace.isRevoked && token === botToken)
      throw new SlackRefusal('token_revoked');
    const kind = this.#backend.workspace.channels.get(channel ?? '')?.kind ?? 'public';
    for (const named of method.token === 'app' ? [] : method.scopes) {
      const scope = named.replace('*', SCOPE_FAMILY[kind]);
      const lacking = { needed: scope, provided: scopes.join(',') };
      if (!scopes.includes(scope)) throw new SlackRefusal('missing_scope', lacking);
      this.#backend.record.scopesUsed.add(scope);
    }
  }

  #upload(id: string, content: Buffer): Answer {
    return this.#attempt('upload', { file: id }, {}, 400, () => {
      const file = this.#backend.workspace.files.get(id);
      if (file === undefined) throw new SlackRefusal('file_not_found');
      file.content = content;
      return {};
    });
  }

  /**
   * Without a token that may read files there is a page to sign in at, and it is no error to be
   * shown one.
   */
  #download(id: string, token: string): Answer {
    const { botToken, scopes } = this.#access;
    const file = this.#backend.workspace.files.get(id);
    const mayRead =
      token === botToken && scopes.includes('files:read') && !this.#backend.workspace.isRevoked;
    this.#note('download', { file: id }, mayRead && file !== undefined ? null : 'login page');
    if (!mayRead || file === undefined) {
      return { status: 200, headers: { 'content-type': 'text/html' }, body: LOGIN_PAGE };
    }
    this.#backend.record.scopesUsed.add('files:read');
    if (file.movedTo !== null)
      return { status: 302, headers: { location: file.movedTo }, body: '' };
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: file.content,
    };
  }

  #respond(id: string, body: Buffer): Answer {
    const given = argumentsOf(body, 'application/json');
    const refusal = this.#backend.workspace.refused.get('response_url');
    return this.#attempt('response_url', given, {}, RESPONSE_STATUSES[refusal ?? ''] ?? 404, () => {
      if (refusal !== undefined) throw new SlackRefusal(refusal, { isWanted: true });
      this.#responses.use(id, given);
      return {};
    });
  }

  #unknown(path: string): Answer {
    this.#backend.record.violate(`there is nothing at /${path}`);
    return { status: 404, body: 'not found' };
  }

  #attempt(
    what: string,
    given: Arguments,
    headers: Readonly<Record<string, string>>,
    refused: number,
    work: () => object,
  ): Answer {
    try {
      const answer = work();
      this.#note(what, given, null);
      return { status: 200, headers, body: { ok: true, ...answer } };
    } catch (thrown) {
      const { error, details } = refusalOf(thrown);
      this.#note(what, given, error);
      if (!CAUSED_BY_THE_WORLD.has(error) && details.isWanted !== true) {
        this.#backend.record.violate(`${what}: ${error} ${JSON.stringify(details)}`);
      }
      return { status: refused, headers, body: { ok: false, error, ...details } };
    }
  }

  #note(name: string, given: Arguments, error: string | null): void {
    this.#backend.record.calls.push({
      name,
      atMs: Date.now(),
      arguments: given,
      error,
      mishap: this.#mishap,
    });
  }
}

/**
 * Without what every method takes: the token, which counts in the header alone, and the team, which
 * Bolt names.
 */
function argumentsOf(body: Buffer, type: string): Arguments {
  const text = body.toString('utf8');
  const isJson = type.startsWith('application/json');
  const {
    token: _token,
    team_id: _team,
    ...given
  } = isJson && text !== '' ? JSON.parse(text) : parse(text);
  return given;
}

/** What is in the first part of a form, or the body itself. */
async function uploaded(body: Buffer, type: string): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body;
  const [part] = [...(await formIn(body, type)).values()];
  return part instanceof Blob ? Buffer.from(await part.arrayBuffer()) : Buffer.from(part ?? '');
}

function limited(seconds: number): Answer {
  const headers = { 'retry-after': String(seconds) };
  return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
}
