import { expect } from 'vitest';
import { VERB_NAMES } from '#acts/gateway/verbs/verbs.ts';
import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import type { Design } from '#core/vocabulary/design.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { Engine } from '#engine/engine.ts';
import { readAllEvents } from '#record/loading.ts';
import { LOCAL } from '#surfaces/http/access/local.ts';
import { answerMcp } from '#surfaces/mcp/server.ts';
import { begun, eventsUntil, isEnd, type Workshop } from '../../engine/running-engine.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { drawnAct, forgedId } from '../drawn-controls.ts';
import { Agent, byHttp } from '../mcp/agent.ts';
import { type Api, Client, LOCAL_TOKEN, TOKEN } from './client.ts';
import { ACTS, type Asked, ROUTES, TOOLS } from './everything.ts';
import { RULES } from './rules.ts';
import { ASKED_BEFORE, follower, newWord, STATES, type State, WORD } from './spoken-designs.ts';

interface Sent {
  readonly what: string;
  readonly path: string;
  readonly init: RequestInit;
  readonly asked: Pick<Asked, 'isLocal' | 'begins'>;
}

interface Call {
  readonly name: string;
  readonly given: Record<string, unknown>;
  readonly begins: boolean;
}

/** What the engine and its store are, for whoever does everything there. */
export type Running = Pick<Api, 'engine' | 'sessions' | 'log'> & {
  readonly workshop: Pick<Workshop, 'store'>;
};

/** Where designs begin whose words are somebody's. */
const HERE = { platform: 'local', channel: 'C1', thread: '1.1', starter: 'U1' };

/**
 * Somebody who speaks about designs by every act, every route and every tool there is. The three
 * tables of `everything.ts` say how: what they do not have is a problem.
 */
export class Speaker {
  readonly problems: string[] = [];
  readonly client: Client;
  readonly #running: Running;
  readonly #sent: Sent[] = [];
  readonly #calls: Call[] = [];
  readonly #shared = new Map<State, DesignId>();

  constructor(running: Running) {
    this.#running = running;
    this.client = clientOf(running.engine);
  }

  /**
   * Does everything. Returns a design that nobody has spoken in, although one that was spoken in
   * has replaced its decision.
   */
  async doEverything(): Promise<DesignId> {
    const untouched = await this.#ended({ topic: 'Where do the logs go?' });
    for (const name of VERB_NAMES) await this.#act(name);
    await follower(this.#running, untouched);
    // One that is shown an earlier decision with somebody's words.
    await this.#ended({ topic: `${ASKED_BEFORE}?` });
    for (const route of routesOf(this.client)) await this.#request(route);
    const agent = await this.#agent();
    for (const { name } of (await agent.client.listTools()).tools) await this.#call(agent, name);
    await agent.close();
    return untouched;
  }

  /**
   * Ends and forgets each design that has a word of somebody. Each that has one of another's is
   * named by the answer about that.
   */
  async forgetEverything(): Promise<DesignId[]> {
    const { engine, workshop } = this.#running;
    const forgotten: DesignId[] = [];
    const named = new Set<DesignId>();
    for (const { id, topic } of (await workshop.store.list({ limit: 1_000 })).toReversed()) {
      if (!JSON.stringify(await readAllEvents(workshop.store, id)).includes(WORD)) continue;
      if ((await engine.design(id))?.end === null) {
        await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
        await eventsUntil(engine, id, isEnd);
      }
      await engine.waitUntilSettled(id);
      const { status, body, text } = await this.client.post(`/${id}/forgetting`, { author: 'Ana' });
      expect(status, text).toBe(200);
      if (!topic.includes(WORD) && !named.has(id))
        this.problems.push(`nothing named ${id}, which has its words`);
      for (const each of body.goingOn) named.add(each);
      forgotten.push(id);
    }
    return forgotten;
  }

  /** Sends everything once more. Returns the answers that have a word of somebody. */
  async sayAllAgain(): Promise<string[]> {
    const found: string[] = [];
    // Requests that begin a design anew and so put their words there.
    const anew: string[] = [];
    const look = (what: string, text: string) => {
      if (hasWords(text, anew)) found.push(`${what}: ${text}`);
    };
    const agent = await this.#agent();
    for (const isAnew of [false, true]) {
      // What shows others' words comes first.
      const order = ({ init }: Sent) => ((init.method ?? 'GET') === 'GET' ? 0 : 1);
      for (const sent of this.#sent.toSorted((one, other) => order(one) - order(other))) {
        if ((sent.asked.begins === true) !== isAnew) continue;
        if (isAnew) anew.push(`${sent.path} ${sent.init.body ?? ''}`);
        look(sent.what, (await this.#ask(sent)).text);
      }
      for (const { name, given, begins } of this.#calls) {
        if (begins !== isAnew) continue;
        if (isAnew) anew.push(JSON.stringify(given));
        const { words, data } = await agent.call(name, given);
        look(name, `${words} ${JSON.stringify(data)}`);
      }
    }
    await agent.close();
    return found;
  }

  /**
   * Does an act on a design that it is for, as its page does: by its button, the question before
   * it, and its form.
   */
  async #act(name: string): Promise<void> {
    const act = ACTS[name];
    if (act === undefined) return this.#wrong(`the act ${name} has no values here`);
    const design = await this.#designIn(act.on, act.isConsumed);
    const { id } = design;
    const value = act.about === undefined ? id : `${id} ${act.about(design)}`;
    const page = (path: string, fields: Record<string, string>) =>
      this.#send({ what: name, path: `/designs/${id}/${path}`, init: formOf(fields), asked: {} });
    let answer = await page('acts', { act: `${forgedId(name)} ${value}` });
    const sure = drawnAct(answer.text, 'sure');
    const [, form] = /name="form" value="([^"]*)"/.exec(answer.text) ?? [];
    if (sure !== undefined) answer = await page('acts', { act: sure });
    if (form !== undefined) {
      const [, field = ''] = /<(?:textarea|input) id="field-([^"]*)"/.exec(answer.text) ?? [];
      answer = await page('forms', { form, about: value, [field]: `Who keeps ${newWord()}?` });
    }
    // A report of files is refused when newer ones are being written, which is no refusal of the
    // act.
    const refused = this.#running.log.events.some(
      ({ event, facts }) =>
        event.endsWith('_refused') && event !== 'report_refused' && facts.designId === id,
    );
    if (refused !== (act.refused !== undefined))
      this.#wrong(`the act ${name} was ${refused ? '' : 'not '}refused`);
    if (answer.status >= 400) this.#wrong(`the act ${name} got ${shown(answer)}`);
  }

  async #request(route: string): Promise<void> {
    const asked = ROUTES[route];
    if (asked === undefined) return this.#wrong(`the route ${route} has no values here`);
    if (asked.unasked !== undefined) return;
    const design = await this.#designIn(asked.on ?? 'ended', asked.isConsumed);
    const names = {
      id: design.id,
      ...(await asked.names?.(design, this.#running.engine, this.client)),
    };
    const [method = '', path = ''] = route.split(' ');
    const filled = path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, (_, name) => Reflect.get(names, name));
    const init =
      asked.form === undefined
        ? requestOf(method, route, asked, design)
        : formOf(asked.form(design));
    const answer = await this.#send({
      what: route,
      path: `${filled}${asked.query ?? ''}`,
      init,
      asked,
    });
    if (answer.status >= 400 !== (asked.refused !== undefined))
      this.#wrong(`the route ${route} got ${shown(answer)}`);
    const { answer: told } = RULES[route] ?? {};
    if (answer.status < 400 && told !== undefined && told !== 'file') {
      const { error } = (await import('#acts/answers.ts')).ANSWERS[told].safeParse(
        JSON.parse(answer.text),
      );
      if (error !== undefined)
        this.#wrong(`the answer of ${route} is not what its row says: ${error.message}`);
    }
  }

  async #call(agent: Agent, name: string): Promise<void> {
    const called = TOOLS[name];
    if (called === undefined) return this.#wrong(`the tool ${name} has no values here`);
    const design = await this.#designIn(called.on ?? 'ended', called.isConsumed);
    const given = called.given(design);
    this.#calls.push({ name, given, begins: called.begins === true });
    const { isError, words } = await agent.call(name, given);
    if (isError !== (called.refused !== undefined)) this.#wrong(`the tool ${name} got ${words}`);
  }

  #wrong(problem: string): void {
    this.problems.push(problem);
  }

  async #agent(): Promise<Agent> {
    const agent = new Agent('2026-07-28', () => 'agrees');
    return agent.connect(byHttp((url, init) => this.client.request(url, init)));
  }

  /** Returns a design in this state, which is everybody's unless it is another afterwards. */
  async #designIn(state: State, isConsumed = false): Promise<Design> {
    const known = isConsumed ? undefined : this.#shared.get(state);
    const id = known ?? (await STATES[state](this.#running));
    if (!isConsumed) this.#shared.set(state, id);
    return this.#loaded(id);
  }

  async #ended(changes: Parameters<typeof begun>[1]): Promise<DesignId> {
    const { engine } = this.#running;
    const id = await begun(engine, { thread: HERE, ...changes });
    await eventsUntil(engine, id, isEnd);
    await engine.waitUntilSettled(id);
    return id;
  }

  async #loaded(id: DesignId): Promise<Design> {
    const design = await this.#running.engine.design(id);
    if (design === null) throw new Error(`${id} is gone`);
    return design;
  }

  #send(sent: Sent) {
    this.#sent.push(sent);
    return this.#ask(sent);
  }

  async #ask({
    path,
    init,
    asked,
  }: Sent): Promise<{ readonly status: number; readonly text: string }> {
    const [env, token] = asked.isLocal ? [LOCAL, LOCAL_TOKEN] : [{}, TOKEN];
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    const response = await this.client.app.request(path, { ...init, headers }, env);
    const { status } = response;
    const isStream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
    if (!isStream) return { status, text: await response.text() };
    await response.body?.cancel();
    return { status, text: '' };
  }
}

const none = async () => Promise.reject(new Error('there is no repository'));
const AGENTS = {
  clock: realClock,
  agentBudgetUsd: 10,
  person: UNKNOWN_NAME,
  program: 'charrette',
  version: '0',
};

function clientOf(engine: Engine): Client {
  return new Client(engine, {
    repositories: { names: [], pin: none, bring: none, reopen: none },
    answerAgent: (request, call, closing) => answerMcp(request, { ...AGENTS, call, closing }),
  });
}

function routesOf({ app }: Client): Set<string> {
  return new Set(
    app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`),
  );
}

function formOf(fields: Record<string, string>): RequestInit {
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
  const browser = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
  const body = new URLSearchParams({ version: '1', ...fields }).toString();
  return { method: 'POST', body, headers: { ...type, ...browser } };
}

/** A request with a key, where it has a body. */
function requestOf(
  method: string,
  route: string,
  { json, headers = {} }: Asked,
  design: Design,
): RequestInit {
  if (json === undefined) return { method, headers };
  const keyed = {
    'content-type': 'application/json',
    'idempotency-key': route.replaceAll(' ', '-'),
  };
  return { method, headers: { ...keyed, ...headers }, body: JSON.stringify(json(design)) };
}

/** Tells if an answer has a word of somebody, besides those of designs that were begun anew. */
function hasWords(text: string, anew: readonly string[]): boolean {
  const words = text.match(new RegExp(`${WORD}n\\d+`, 'g')) ?? [];
  return words.some((each) => !anew.some((request) => request.includes(each)));
}

function shown({ status, text }: { readonly status: number; readonly text: string }): string {
  return `${status} ${text.replaceAll(/<[^>]*>|\s+/g, ' ').slice(-300)}`;
}
