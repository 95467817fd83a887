import { expect, onTestFinished, test } from 'vitest';
import { sentFieldsOf } from '../../src/acts/gateway/form.ts';
import type { GatewayContext } from '../../src/acts/gateway/gateway-context.ts';
import type { Interaction } from '../../src/acts/gateway/interaction.ts';
import { TOLD } from '../../src/acts/gateway/private-ways.ts';
import { takeBegin } from '../../src/acts/gateway/starting/start-form.ts';
import { UNKNOWN_NAME } from '../../src/core/vocabulary/claimed-name.ts';
import { No } from '../../src/foundation/no.ts';
import { answerMcp } from '../../src/surfaces/mcp/server.ts';
import { answering } from '../engine/running-engine.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { eachTest } from '../support/runner/each-test.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Client, openApi, SLACK, TOKEN } from '../surfaces/http/client.ts';
import { Agent, byHttp } from '../surfaces/mcp/agent.ts';
import { calledHere } from './cli.ts';

/** Stands for the id of the design that still runs. */
const RUNNING = 'running';
const TOPIC = 'Where do the logs go?';
const ANA = { id: 'U1', groups: [], name: 'Ana' };

/** Repositories of which one cannot be read. */
const repositories = {
  names: ['app', 'shop'],
  pin: async (name: string) => {
    throw new Error(`${name} is on a disk that is away`);
  },
  bring: () => Promise.reject(new Error('no folder is brought here')),
  reopen: async () => null,
};

/** A daemon with a limit for one design, a design that still runs there, and all ways in. */
const world = eachTest(async () => {
  const { engine, log } = await openApi({ settings: { budgetUsd: 5 } });
  const running = await answering(engine);
  const slack = { ...SLACK, readers: { ...SLACK.readers, refuseChannel: async () => null } };
  const agents = {
    clock: realClock,
    agentBudgetUsd: 1_000,
    person: UNKNOWN_NAME,
    program: 'charrette',
    version: '0',
  };
  const client = new Client(engine, {
    repositories,
    gateways: new Map([['slack', slack]]),
    answerAgent: (request, call, closing) => answerMcp(request, { ...agents, call, closing }),
  });
  onTestFinished(() => client.closing.abort());
  const { body } = await client.send('/api/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ana', role: 'take part', channels: null }),
  });
  return { engine, log, client, running, token: body.token as string };
});

/** What is wrong with a form as a whole, or why no form is shown. */
const WHOLE_PAGE =
  /(?:<p role="alert" class="error">|<article class="problem"><h1>.*?<\/h1><p>)(.*?)<\/p>/;

type Fields = Readonly<Record<string, string>>;
type Way = (fields: Fields) => Promise<unknown>;

/** Fields as JSON has them. */
const bodyOf = ({ personas, budgetUsd, supersede, ...texts }: Fields) => ({
  ...texts,
  ...(personas === undefined ? {} : { personas: [personas] }),
  ...(budgetUsd === undefined ? {} : { budgetUsd: Number(budgetUsd) }),
  ...(supersede === undefined ? {} : { supersede: true }),
});

async function sendJson(path: string, fields: Fields) {
  const { client, token } = world;
  const { body } = await client.send(`/api/v1/designs${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(bodyOf(fields)),
  });
  const [{ field, message }] = body.error.details.issues;
  return { [field]: message };
}

/** Every way in, with the problems that a person or program is told there, by field. */
const WAYS = {
  form: async (fields) => {
    const context = {
      platform: 'slack',
      texts: { platform: 'Slack', help: '', chooseRepository: '' },
      engine: world.engine,
      policy: { starters: [ANA.id], deciders: [], operators: [] },
      readers: SLACK.readers,
      repositories,
      linkTo: () => null,
      sendEphemeral: async () => TOLD,
      clock: realClock,
      log: world.engine.parts.log,
      faultOf: (error) => {
        throw error;
      },
    } satisfies GatewayContext;
    const interaction: Interaction = {
      context,
      place: { channel: 'C1', thread: null },
      moment: { key: '' },
      isAskedAlready: false,
      person: async () => ANA,
      personAtOnce: async () => ANA,
      moveTo: async () => null,
      startPlace: () => ({
        preconditionProblem: async () => null,
        openThread: () => Promise.reject(new Error('nothing begins')),
      }),
      unreachable: async () => null,
      along: () => null,
      readMessage: async () => null,
      open: async () => null,
    };
    const outcome = await takeBegin(interaction, chosen(fields));
    return outcome instanceof No ? outcome.why : outcome;
  },
  page: async ({ followUp, ...fields }) => {
    const { client, token } = world;
    const sent = { ...fields, ...(followUp === undefined ? {} : { follow: followUp }) };
    const { text } = await client.send('/start', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'text/html',
        origin: 'http://localhost',
        'sec-fetch-site': 'same-origin',
        authorization: `Bearer ${token}`,
      },
      body: new URLSearchParams({ ...sent, do: 'start', seen: '' }).toString(),
    });
    const [, at, words] =
      /id="field-(\w+)-hint"><strong class="error" role="alert">(.*?)<\/strong>/.exec(text) ?? [];
    return at === undefined ? WHOLE_PAGE.exec(text)?.[1] : { [at]: words };
  },
  http: (fields) => sendJson('', fields),
  estimate: (fields) => sendJson('/estimate', fields),
  mcp: async (fields) => {
    const { client, token } = world;
    const way = byHttp((url, init) => client.request(url, init), token);
    const agent = await new Agent('2026-07-28', null).connect(way);
    const { words, isError } = await agent.call('start_design', bodyOf(fields));
    await agent.close();
    return isError ? words : null;
  },
  'command line': async ({ topic = '', personas = 'subtractor' }) => {
    const words = ['design', topic, '--personas', personas];
    const { stderr } = await calledHere(temporaryFolder(), words, { CHARRETTE_REHEARSAL: '1' });
    return stderr.trim();
  },
} satisfies Readonly<Record<string, Way>>;

/** Fields of a sent form, where personas are chosen. */
function chosen({ personas, ...texts }: Fields) {
  const fields = new Map(sentFieldsOf(texts));
  return personas === undefined ? fields : fields.set('personas', { text: '', chosen: [personas] });
}

const BY_NAME = ['form', 'page', 'http', 'estimate', 'mcp'] as const;

/** What was asked for, the field, the sentence, and the ways in that have the field. */
const REFUSED: readonly (readonly [Fields, string, string, readonly (keyof typeof WAYS)[]])[] = [
  [
    { topic: '???' },
    'topic',
    'The topic has no letters or digits. Say in a sentence what is to be decided.',
    [...BY_NAME, 'command line'],
  ],
  [
    { personas: 'nobody' },
    'personas',
    'There is no persona nobody. The personas are archaeologist, contract-keeper, failure-analyst, migrationist, outsider, subtractor.',
    ['form', 'page', 'http', 'estimate', 'command line'],
  ],
  [
    { budgetUsd: '9' },
    'budgetUsd',
    'A design may cost up to $5.00 here. An operator can start one with more.',
    BY_NAME,
  ],
  [
    { repo: 'mail' },
    'repo',
    'No repository mail is open to you. Choose from app, shop, start without one, or ask an operator for access.',
    BY_NAME,
  ],
  [
    { repo: 'shop' },
    'repo',
    'The repository shop cannot be read at the moment. Start without one, or ask an operator.',
    BY_NAME,
  ],
  [
    { supersede: 'true' },
    'supersede',
    'Only a follow-up can replace a decision, and this start names no earlier design.',
    BY_NAME,
  ],
  [
    { followUp: 'dsn_none' },
    'followUp',
    'There is no design with this id to follow up on.',
    ['page', 'http', 'estimate', 'mcp'],
  ],
  [
    { followUp: RUNNING },
    'followUp',
    'It is still running. Once it has ended with a decision, a design can follow up on it.',
    ['page', 'http', 'estimate', 'mcp'],
  ],
  [
    { channel: '#spoons' },
    'channel',
    'You may read no channel #spoons. Write it as slack/C0AB12, with its id.',
    ['page', 'http', 'mcp'],
  ],
];

test.each(REFUSED)(
  '%j is refused at %s in the same words by every way in',
  async (bad, field, words, ways) => {
    const { running, engine } = world;
    const asked = bad.followUp === RUNNING ? { followUp: running } : bad;
    const told = ways.map(async (way) => [
      way,
      await WAYS[way]({ topic: TOPIC, repo: 'none', ...asked }),
    ]);
    const expected = ways.map((way) => [
      way,
      expect.toSatisfy((each) => each === words || each?.[field] === words),
    ]);
    expect(await Promise.all(told)).toEqual(expected);
    const { store } = engine.parts;
    expect((await store.list({ limit: 2 })).map(({ id }) => id)).toEqual([running]);
  },
);

test.each(['form', 'page'] as const)(
  'a name that the sender of a %s made up stands in no line of the log, but its field does',
  async (way) => {
    const { log } = world;
    for (const made of [{ repo: 'our-secret' }, { personas: 'our-secret' }])
      await WAYS[way]({ topic: TOPIC, repo: 'none', ...made });
    expect(log.events.filter(({ event }) => event === 'act_refused')).toMatchObject([
      { facts: { what: 'start', detail: 'invalid: repo' } },
      { facts: { what: 'start', detail: 'invalid: personas' } },
    ]);
    expect(JSON.stringify(log.events)).not.toContain('our-secret');
  },
);

test('where no repository is configured, an operator is told where to name one, and no other', async () => {
  const { engine, token } = world;
  const client = new Client(engine, { repositories: { ...repositories, names: [] } });
  onTestFinished(() => client.closing.abort());
  const refusalFor = async (asking: string) => {
    const { body } = await client.send('/api/v1/designs', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${asking}` },
      body: JSON.stringify({ topic: TOPIC, repo: 'mail' }),
    });
    return body.error.message;
  };
  expect(await refusalFor(TOKEN)).toBe(
    'There is no repository mail. None is configured: its operator names them in CHARRETTE_REPOS.',
  );
  expect(await refusalFor(token)).toBe(
    'No repository mail is open to you. Start without one, or ask an operator for access.',
  );
});
