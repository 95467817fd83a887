import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { Act, ThreadAct } from '#acts/act.ts';
import { makeSignInPath, operatorOf, signInLink } from '#acts/issue-login.ts';
import { RIGHTS } from '#acts/rights.ts';
import { ACTS, IN_THREADS } from '#acts/table.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import type { Person, Policy } from '#engine/access/permission.ts';
import type { Holder } from '#ports/logins.ts';
import { ModelFault } from '#ports/model.ts';
import type { AppParts } from '#surfaces/http/app-parts.ts';
import { begun, eventsUntil } from '#test/engine/running-engine.ts';
import { needing } from '#test/support/runner/needing.ts';
import { listRepositories } from '#test/support/services/known-repositories.ts';
import type { Model } from '#turns/model-context.ts';
import { type Api, Client, openApi, served, TOKEN } from '../client.ts';
import { STATES, withEverything } from '../spoken-designs.ts';
import { openBrowser, PAGE_MS } from './browser.ts';

/**
 * Topics of designs that stay as they are: one whose model says nothing, and one whose model says
 * when it can be asked again.
 */
const [STILL, LIMITED] = [
  'Who waits for a silent model?',
  'Who waits for a model that is used up?',
];
const RESET_MS = 15 * 60_000;

/**
 * A channel in which Ulla has started every design, where Olga operates, and which everybody can
 * open.
 */
const POLICY: Policy = { starters: [], deciders: [], operators: ['olga'] };
const LOCAL: NonNullable<ReturnType<AppParts['gateways']['get']>> = {
  isConnected: () => true,
  tokenToDo: () => null,
  linkTo: () => null,
  channelName: async () => null,
  policy: POLICY,
  readers: {
    isOperator: ({ id }) => id === 'olga',
    canOpen: async () => true,
    channelsOf: async () => new Set(['C1']),
    member: async (id) => ({ id, groups: [], name: id }),
  },
  stop: async () => undefined,
};

/**
 * Every kind of reader: how they come in, and the rights by which the table of acts judges them;
 * `null`: they do nothing.
 */
interface Reader {
  readonly holder?: Holder;
  readonly role?: string;
  readonly isByLink?: true;
  readonly rights: { readonly policy: Policy; readonly person: Person } | null;
  /** They decide: cancel, answer at a gate, accept. */
  readonly decides: boolean;
}
const person = (id: string): Person => ({ id, groups: [], name: id });
const inChannel = (id: string, decides: boolean): Reader => ({
  holder: { kind: 'person', platform: 'local', id },
  rights: { policy: POLICY, person: person(id) },
  decides,
});
const operating = { policy: { ...POLICY, operators: ['console/x'] }, person: person('console/x') };
const READERS: Readonly<Record<string, Reader>> = {
  'a link': { isByLink: true, rights: null, decides: false },
  'a token that reads': { role: 'read', rights: null, decides: false },
  'a token that takes part': {
    role: 'take part',
    rights: { policy: POLICY, person: person('console/x') },
    decides: false,
  },
  'a token that operates': { role: 'operate', rights: operating, decides: true },
  'a person of the channel': inChannel('ben', false),
  'the starter': inChannel('U1', true),
  'an operator of the chat': inChannel('olga', true),
  'the admin': { holder: operatorOf(TOKEN), rights: operating, decides: true },
};

const Controls = z.array(
  z.object({ key: z.string(), label: z.string(), isDead: z.boolean(), sendsAnswers: z.boolean() }),
);
/**
 * Everything that can be pressed on a page, by what it sends; a field to find designs and the way
 * out are no acts.
 */
const CONTROLS = `[...document.querySelectorAll('button')]
  .filter((each) => !each.closest('[action="/sign-out"], [role="search"]') && each.type !== 'hidden')
  .map((each) => {
    const select = each.closest('form')?.querySelector('select[name="act"]');
    const value = each.value || select?.value || '';
    const action = each.hasAttribute('formaction') ? each.formAction : (each.form?.action ?? '');
    return {
      key: [new URL(action, location.href).pathname, each.name, value, each.textContent.trim().slice(0, 60)].join(' | '),
      label: each.textContent.trim(),
      isDead: each.disabled || each.form === null || each.form.querySelector(':disabled') !== null,
      sendsAnswers: each.form?.classList.contains('answers') === true,
    };
  })`;
/** Paths of pages that are about no design, as this one leads to them. */
const PLACES = `[...document.querySelectorAll('a[href^="/"]')].map((each) => each.getAttribute('href').split(/[?#]/)[0]).filter((each) => !/^.(designs|links|sign|$)/.test(each))`;
/** Words go where any are taken, not where a name is asked for. */
const press = (key: string) => `{
  const all = [...document.querySelectorAll('button')];
  const keys = (${CONTROLS}).map(({ key }) => key);
  const shown = all.filter((each) => !each.closest('[action="/sign-out"], [role="search"]') && each.type !== 'hidden');
  const button = shown[keys.indexOf(${JSON.stringify(key)})];
  for (const field of button.form.querySelectorAll('textarea, input[type="text"], input:not([type])'))
    if (!['repo', 'channel'].includes(field.name)) field.value ||= 'Said by a test';
  button.form.requestSubmit(button);
}`;

const { describe } = await needing('browser');

describe('nothing on a page is dead', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each(Object.entries(READERS))(
    'for %s: who is shown a button may press it',
    async (_, reader) => {
      const { api, client, designs } = await opened();
      const page = await signedIn(api, client, reader, designs.ended);
      const origin = new URL(page.url()).origin;
      const left = Object.values(designs).flatMap((id) => [
        `/designs/${id}`,
        `/designs/${id}/turns/1`,
      ]);
      const known = new Set([...left, '/']);
      left.unshift('/');
      const statuses: number[] = [];
      page.on('response', (answer) => void statuses.push(answer.status()));
      const shown: Record<string, string[]> = {};
      for (const path of left) {
        const pressed = new Set<string>();
        const looked = async () => {
          const answer = await page.goto(origin + path);
          // Nobody is led to it, and nothing is shown there.
          if (answer?.status() !== 200) return [];
          // Pages that are about no design are those that the reader is led to.
          for (const place of z.array(z.string()).parse(await page.evaluate(PLACES))) {
            if (!known.has(place)) left.push(place);
            known.add(place);
          }
          return Controls.parse(await page.evaluate(CONTROLS));
        };
        const first = await looked();
        shown[path] = first.map(({ key }) => key);
        expect(
          first.filter(({ isDead }) => isDead),
          path,
        ).toEqual([]);
        const own = DesignId.safeParse(path.split('/')[2]).data ?? null;
        await allowedByTable(
          api,
          reader,
          own,
          first.map(({ key }) => key),
        );
        // Answers go last: with the last one the design goes on.
        const inOrder = first.toSorted(
          (one, other) => Number(one.sendsAnswers) - Number(other.sendsAnswers),
        );
        for (const { key } of inOrder) {
          const now = (await looked()).map((each) => each.key);
          if (!now.includes(key) || pressed.has(key)) continue;
          pressed.add(key);
          statuses.length = 0;
          await Promise.all([
            page.waitForNavigation({ timeout: PAGE_MS }),
            page.evaluate(press(key)),
          ]);
          expect([key, path, statuses.includes(403)]).toEqual([key, path, false]);
        }
      }
      expect(api.log.events.filter(({ event }) => event.endsWith('_refused'))).toEqual([]);
      const labels = (state: keyof typeof designs) =>
        (shown[`/designs/${designs[state]}`] ?? []).join('\n');
      const has = (state: keyof typeof designs, verb: string) =>
        labels(state).includes(`charrette.${verb} `);
      const decided = [
        ...(['answering', 'running', 'paused'] as const).map((state) => has(state, 'cancel')),
        ...[has('answering', 'go_on'), has('at a gate', 'accept'), has('ended', 'accept_decision')],
      ];
      expect(decided).toEqual(decided.map(() => reader.decides));
      expect(labels('answering').includes('/answers')).toBe(reader.rights !== null);
      expect(has('ended', 'ask_record')).toBe(reader.rights !== null);
      expect(labels('ended').includes('cancel')).toBe(false);
      const asks = has('answering', 'ask_starter');
      expect(asks).toBe(reader.rights !== null && !reader.decides);
    },
  );

  /** A daemon's routes on a real socket, with a design in each state. */
  async function opened() {
    const { model: voices, ...everything } = withEverything();
    const model: Model = {
      ...(voices as Model),
      answer: async (request, context, options) => {
        const text = JSON.stringify(request);
        if (text.includes(LIMITED))
          throw new ModelFault('rate_limited', 'used up', { retryAfterMs: RESET_MS });
        if (text.includes(STILL))
          await new Promise((over) => options.signal.addEventListener('abort', over));
        return (voices as Model).answer(request, context, options);
      },
    };
    const api = await openApi({ ...everything, model });
    const thread = { platform: 'local', channel: 'C1', thread: '1', starter: 'U1' };
    const given = { thread, startedBy: 'Ulla' };
    const paused = await begun(api.engine, { ...given, topic: LIMITED });
    const designs = {
      answering: await STATES.answering(api),
      'at a gate': await STATES['at a gate'](api),
      ended: await STATES.ended(api),
      cancelled: await STATES.cancelled(api),
      superseded: await STATES.superseded(api),
      running: await begun(api.engine, { ...given, topic: STILL }),
      paused,
    };
    await eventsUntil(api.engine, paused, ({ event }) => event.type === 'design_paused');
    const client = new Client(api.engine, {
      gateways: new Map([['local', LOCAL]]),
      // One that is named and cannot be pinned would be refused, whoever asks.
      repositories: listRepositories(),
    });
    return { api, client, designs };
  }

  /** A tab of somebody who has signed in as people do. */
  async function signedIn(api: Api, client: Client, reader: Reader, id: DesignId): Promise<Page> {
    const { url: origin } = await served(client);
    const context = await browser.newContext({ javaScriptEnabled: false });
    context.setDefaultTimeout(PAGE_MS);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    if (reader.isByLink) {
      const { body } = await client.post(`/${id}/links`, { days: 1, author: 'Ana' });
      await page.goto(origin + body.path);
    } else if (reader.role !== undefined) {
      const body = JSON.stringify({ name: 'x', role: reader.role });
      const headers = { 'content-type': 'application/json' };
      const made = await client.send('/api/v1/tokens', { method: 'POST', headers, body });
      await page.goto(`${origin}/sign-in`);
      await page.fill('[name=token]', made.body.token);
      await page.locator('article button').click();
    } else {
      const { secret } = await signInLink(
        api.engine.parts,
        'Somebody',
        reader.holder ?? operatorOf(TOKEN),
      );
      await page.goto(origin + makeSignInPath(secret));
      await page.locator('article button').click();
    }
    await page.locator('.who span').waitFor();
    return page;
  }

  /** Judges each control of a design's page by the row of its verb. */
  async function allowedByTable(
    api: Api,
    reader: Reader,
    id: DesignId | null,
    keys: readonly string[],
  ) {
    if (reader.rights === null) return expect(keys).toEqual([]);
    const design = id === null ? null : await api.engine.design(id);
    const rows = Object.values<Act | ThreadAct>({ ...ACTS, ...IN_THREADS });
    for (const key of keys) {
      const verb = /charrette\.(\w+)/.exec(key)?.[1];
      const row = rows.find(({ verbs = {} }) => verb !== undefined && verb in verbs);
      if (row?.right === undefined || design === null) continue;
      const { policy, person } = reader.rights;
      const about = key.split(' | ')[2]?.split(' ')[2] ?? '';
      expect([key, RIGHTS[row.right].whyNot(policy, person, design, about)]).toEqual([key, null]);
    }
  }
});
