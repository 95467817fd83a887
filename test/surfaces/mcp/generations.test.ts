import { expect, test } from 'vitest';
import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import { NEUTRAL_DECISION } from '#core/vocabulary/rehearsal.ts';
import type { Engine } from '#engine/engine.ts';
import { KEPT_LATE } from '#presentation/talk/replies.ts';
import { answerMcp } from '#surfaces/mcp/server.ts';
import { BLOCKED, withBlockingAudits } from '../../support/designs/blocking-audits.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { eachTest } from '../../support/runner/each-test.ts';
import { Client, openApi, TOKEN } from '../http/client.ts';
import { Agent, byHttp, GENERATIONS } from './agent.ts';

/** The API with the tools. */
function daemon(of: Engine) {
  const parts = {
    clock: realClock,
    agentBudgetUsd: 0.01,
    person: UNKNOWN_NAME,
    program: 'charrette',
    version: '0',
  };
  return new Client(of, {
    answerAgent: (request, call, closing) => answerMcp(request, { ...parts, call, closing }),
  });
}

const api = eachTest(async () => {
  const { engine } = await openApi({ settings: { gates: 'ask' } });
  return { client: daemon(engine) };
});
const personas = { topic: 'Where do the logs go?', depth: 'quick' } as const;
const reached = (to: Client) => byHttp((url, init) => to.request(url, init));

test.each(GENERATIONS)(
  'a client of %s leads a design from its start to why',
  async (generation) => {
    const agent = await new Agent(generation, () => 'agrees').connect(reached(api.client));
    const { tools } = await agent.client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual([
      'answer_questions',
      'ask_record',
      'cancel_design',
      'decide_gate',
      'follow_design',
      'go_on',
      'read_design',
      'search_decisions',
      'start_design',
      'take_answer',
    ]);

    const begun = await agent.done('start_design', { ...personas, again: generation });
    const { id } = begun.data;
    expect(begun.words).toContain(`Next: follow_design with id ${id}.`);

    const heard: string[] = [];
    const asks = await agent.followed(id, undefined, (message) => heard.push(message));
    expect(asks.words).toMatch(/^REHEARSAL: no model is called\. /);
    expect(asks.words).toMatch(/questions? (?:is|are) open\.\nQ1 /);
    expect(asks.data.questions.length).toBeGreaterThan(0);

    const given = { id, text: 'Q1: 900 a minute.', person: 'Ana' };
    const answered = await agent.done('answer_questions', given);
    expect(answered.words).toBe(
      [
        'REHEARSAL: no model is called. Reading the last replies.',
        'Recorded.',
        'Your last words are being matched to the questions. Do not send those words again.',
        `Next: follow_design with since ${answered.data.version}.`,
      ].join('\n'),
    );
    await agent.done('answer_questions', given);
    await agent.done('go_on', { id });
    const ended = await agent.followed(id, asks.data.version + 50);
    // A rehearsal decides nothing: its placeholder is no decision.
    expect(ended.data).toMatchObject({ status: 'completed', decision: null });
    expect(ended.words).toContain(`\n${ended.data.headline}\nNext: read_design`);
    expect(ended.words).not.toContain(NEUTRAL_DECISION);

    const view = (await api.client.get(`/${id}`)).body;
    const agentsWay = {
      way: 'api',
      token: 'admin',
      agent: generation === '2025-11-25' ? 'unnamed' : 'claude-code',
    };
    expect(view.via).toEqual(agentsWay);
    expect(view.replies).toMatchObject([{ via: agentsWay, text: 'Q1: 900 a minute.' }]);
    expect(view.replies[0].author).toMatch(/^Ana, by their agent \S+, by the API \(token admin\)$/);

    const decision = await agent.done('read_design', { id, name: 'decision.md' });
    expect(decision.words).toBe((await api.client.get(`/${id}/artifacts/decision.md`)).text);
    const asked = await agent.done('ask_record', { id, text: 'How long did it take?' });
    expect(asked.words).toMatch(/Answered by code, at no cost\./);
    expect(await agent.call('ask_record', { id, question: 'How long did it take?' })).toMatchObject(
      {
        isError: true,
        words:
          'text is missing: the question, in any language; not needed for a fact.\nIgnored, because this tool has no such argument: question.',
      },
    );
    const { contents } = await agent.client.readResource({
      uri: `charrette://designs/${id}/brief.md`,
    });
    expect(contents[0]).toMatchObject({
      text: (await agent.done('read_design', { id, name: 'brief.md' })).words,
    });
    const { resources } = await agent.client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain(`charrette://designs/${id}/brief.md`);
    await agent.close();
  },
);

test.each(GENERATIONS)(
  'A20: what a loose client of %s fills in is read, and said if it is ignored',
  async (generation) => {
    const agent = await new Agent(generation, () => 'agrees').connect(reached(api.client));
    const filled = {
      context: null,
      repo: '',
      followUp: 'null',
      budgetUsd: null,
      supersede: 'false',
    };
    const begun = await agent.done('start_design', {
      ...personas,
      ...filled,
      again: generation,
      security_risk: 'low',
    });
    expect(begun.words).toContain(
      'Ignored, because this tool has no such argument: security_risk.',
    );
    const { id } = begun.data;
    const short = id.slice(-8);
    const asks = await agent.done('follow_design', { id: short, since: null });
    expect(asks.words).not.toContain('Ignored');
    await agent.done('answer_questions', {
      id: short,
      text: 'Q1: 900 a minute.',
      questionId: null,
      person: '',
    });
    await agent.done('go_on', { id: short });
    const ended = await agent.done('follow_design', {
      id: id.slice(4),
      since: String(asks.data.version + 50),
    });
    expect(ended.data).toMatchObject({ id, status: 'completed' });
    expect(
      (await agent.done('search_decisions', { words: null, status: '', limit: '1', before: '' }))
        .data.designs,
    ).toHaveLength(1);
    const later = await agent.done('start_design', {
      ...personas,
      again: generation,
      followUp: short,
    });
    expect((await api.client.get(`/${later.data.id}`)).body.followUpOf).toBe(id);
    await agent.done('cancel_design', { id: later.data.id, reason: null });
    await agent.close();
  },
);

test.each(GENERATIONS)(
  'A20: names, choices, numbers and ids of a client of %s are read in its own spelling',
  async (generation) => {
    const agent = await new Agent(generation, () => 'agrees').connect(reached(api.client));
    const { topic } = personas;
    const spelt = {
      Topic: topic,
      depth: 'Quick',
      budget_usd: '3',
      supersede: 'False',
      again: 5,
      constructor: 1,
    };
    const begun = await agent.done('start_design', spelt);
    expect(begun.words).toMatch(/\nIgnored, .*: constructor\.$/);
    const { id } = begun.data;
    expect((await api.client.get(`/${id}`)).body).toMatchObject({
      topic,
      depth: 'quick',
      cost: { budgetUsd: 3 },
    });
    const ids = [
      `\`${id.replace('_', '\\_')}\` `,
      `# ${id}`,
      `${id}#q1`,
      `http://localhost/designs/${id}?a=1`,
    ];
    for (const written of [...ids, id.toUpperCase(), `${id.slice(0, 14)}…`])
      expect((await agent.done('follow_design', { id: written })).data.id).toBe(id);
    for (const [questionId, text] of [
      ['1', 'a'],
      [1, 'b'],
      ['q1', 'c'],
    ])
      await agent.done('answer_questions', { id, text, question_id: questionId });
    expect(
      (await agent.done('search_decisions', { Status: 'Awaiting input' })).data.designs,
    ).toHaveLength(1);
    const filledIn = { words: '', status: '', limit: 0, before: '' };
    expect((await agent.done('search_decisions', filledIn)).data.designs).toContainEqual(
      expect.objectContaining({ id }),
    );
    await agent.done('cancel_design', { design_id: '', id });
    expect((await agent.done('follow_design', { id, since: '1e3' })).data.status).toBe('cancelled');
    await agent.close();
  },
);

test('A20: arguments as JSON in a string, as null or as a list are read, and other text is said', async () => {
  const asked = async (given: unknown) => {
    const params = { name: 'search_decisions', arguments: given };
    const answer = await api.client.request('http://localhost/mcp', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    return answer.text();
  };
  for (const given of ['{"words":"xylophone"}', '{"words":null}', '', null]) {
    expect(await asked(given)).toContain('No design matches.');
    expect(await asked(given)).not.toContain('Ignored');
  }
  for (const given of ['xylophone', [], 7])
    expect(await asked(given)).toMatch(/Ignored.*: arguments\./);
});

/** A request by hand, with what its client left out or wrote otherwise. */
async function sent(message: unknown, headers: Record<string, string> = {}, path = '/mcp') {
  const answer = await api.client.request(`http://localhost${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(message),
  });
  return answer.text();
}

test.each([
  ['accepts anything', { accept: '*/*' }, '/mcp'],
  ['says nothing of what it accepts', { accept: '' }, '/mcp'],
  ['accepts JSON alone', { accept: 'application/json' }, '/mcp'],
  ['accepts events alone', { accept: 'text/event-stream' }, '/mcp'],
  [
    'accepts JSON, and a type of its own',
    { accept: 'application/json, application/mcp+json' },
    '/mcp',
  ],
  ['accepts groups of types', { accept: 'application/*, text/*' }, '/mcp'],
  ['writes media types in capitals', { accept: 'Application/JSON, Text/Event-Stream' }, '/mcp'],
  ['ends the address with a sign', {}, '/mcp/'],
])('A20: a client that %s by HTTP is answered', async (_, headers, path) => {
  const list = { jsonrpc: '2.0', id: 1, method: 'prompts/list' };
  expect(await sent(list, { ...headers }, path)).toContain('"prompts":[]');
});

test('A20: a client that accepts JSON alone is answered in JSON, also a batch and with a refusal', async () => {
  const accept = { accept: 'application/json' };
  const list = { jsonrpc: '2.0', id: 1, method: 'prompts/list' };
  expect(JSON.parse(await sent(list, accept))).toMatchObject({ id: 1, result: { prompts: [] } });
  const unknown = { jsonrpc: '2.0', id: 2, method: 'unknown' };
  expect(JSON.parse(await sent(unknown, accept))).toMatchObject({ id: 2, error: { code: -32601 } });
  expect(JSON.parse(await sent([list, unknown], accept))).toHaveLength(2);
  expect(await sent({ jsonrpc: '2.0', method: 'notifications/initialized' }, accept)).toBe('');
});

test('A20: what clients leave out of a message is filled in, and what cannot be is refused in a sentence', async () => {
  const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize' };
  for (const params of [
    null,
    { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'loose' } },
    {
      protocolVersion: '2025-06-18',
      capabilities: null,
      clientInfo: { name: 'loose', version: 1 },
    },
    { clientInfo: null },
  ])
    expect(await sent({ ...initialize, params })).toContain('"serverInfo"');
  const list = { id: 2, method: 'tools/list' };
  for (const loose of [
    {},
    { params: null },
    { params: [] },
    { params: { cursor: null, _meta: null } },
    { params: { _meta: { progressToken: null } } },
  ])
    expect(await sent({ ...list, ...loose })).toContain('"start_design"');
  expect(await sent({ ...list, method: 'resources/read' })).toMatch(
    /"code":-32602,"message":"This request is not valid\. params[\w.: ,]+"/,
  );
});

test('A20: what is refused names the argument and its values in words of ours, and nothing is started', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const refused: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['start_design', {}, 'topic is missing: the question to decide, in one or two sentences.'],
    ['start_design', { ...personas, depth: 'thorough' }, 'depth must be one of quick, standard.'],
    ['start_design', { ...personas, Depth: 'standard' }, 'depth is given twice. Give it once.'],
    [
      'start_design',
      { ...personas, budgetUsd: 1, budget_usd: 2 },
      'budgetUsd is given twice. Give it once.',
    ],
    ['start_design', { ...personas, context: [7] }, 'context must be a string.'],
    ['follow_design', { id: '', since: 1 }, 'id is missing: the id of the design, dsn_….'],
    ['follow_design', { id: null }, 'id is missing: the id of the design, dsn_….'],
    ['follow_design', { id: 'dsn_00', since: '1.5' }, 'since must be a whole number.'],
    ['follow_design', { id: 'dsn_00', since: -1 }, 'since must be at least 0.'],
    ['start_design', { ...personas, budgetUsd: 0 }, 'budgetUsd must be more than 0.'],
    ['search_decisions', { limit: 'ten' }, 'limit must be a number.'],
    [
      'read_design',
      { design: 'dsn_00' },
      'id is missing: the id of the design, dsn_…. name is missing: the name of the file, such as brief.md. Ignored, because this tool has no such argument: design.',
    ],
    [
      'start_design',
      { ...personas, topic: 'x'.repeat(4_001) },
      'The topic has 4001 characters; the limit is 4000. Put the rest into the field `context`.',
    ],
  ];
  for (const [tool, given, words] of refused)
    expect(await agent.call(tool, given)).toMatchObject({ isError: true, words });
  expect((await api.client.get('')).body.designs).toEqual([]);
  await agent.close();
});

test('A20: an argument that would have to be guessed is refused with its name', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const refused: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['start_design', { topic: null }, /topic/],
    ['start_design', { ...personas, depth: 'thorough' }, /depth/],
    ['start_design', { ...personas, budgetUsd: 'a dollar' }, /budgetUsd/],
    ['start_design', { ...personas, supersede: 'yes' }, /supersede/],
    ['follow_design', { id: 'dsn_00', since: '1.5' }, /since/],
    ['follow_design', { id: 'ffffffff' }, /There is no design with this id/],
    ['read_design', { id: '' }, /name/],
  ];
  for (const [tool, given, words] of refused)
    expect(await agent.call(tool, given)).toMatchObject({
      isError: true,
      words: expect.stringMatching(words),
    });
  const first = (await agent.done('start_design', { ...personas, topic: 'Where do the dumps go?' }))
    .data;
  const second = (
    await agent.done('start_design', { ...personas, topic: 'Where do the pages go?' })
  ).data;
  const both = first.id.slice(0, 10);
  expect(second.id.slice(0, 10)).toBe(both);
  expect(await agent.call('cancel_design', { id: both })).toMatchObject({
    isError: true,
    words: expect.stringMatching(
      /matches more than one design.*\n {2}dsn_\S+ {2}Where do the pages go/,
    ),
  });
  for (const { id } of [first, second]) await agent.done('cancel_design', { id });
  await agent.close();
});

test('P5: a start that an agent sends twice is one design', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const given = { ...personas, topic: 'Where do the traces go?' };
  const [one, other] = await Promise.all([
    agent.done('start_design', given),
    agent.done('start_design', given),
  ]);
  expect(other.data.id).toBe(one.data.id);
  const third = await agent.done('start_design', { ...given, again: 'once more' });
  expect(third.data.id).not.toBe(one.data.id);
  for (const { data } of [one, third]) {
    const cancelled = await agent.done('cancel_design', { id: data.id, reason: 'only tried' });
    expect((await agent.done('cancel_design', { id: data.id })).data.status).toBe(
      cancelled.data.status,
    );
  }
  await agent.close();
});

test('P5: what an agent does twice is done once, and for another person it is told who did it', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const { id } = (
    await agent.done('start_design', { ...personas, topic: 'Where do the events go?' })
  ).data;
  await agent.followed(id);
  const acts = { answer_questions: { text: 'Q1: 900 a minute.' }, go_on: {}, cancel_design: {} };
  for (const [tool, given] of Object.entries(acts)) {
    const one = await agent.done(tool, { id, ...given, person: 'Ana' });
    const other = await agent.done(tool, { id, ...given, person: 'Ana' });
    expect(other.data, tool).toEqual(one.data);
  }
  const view = (await api.client.get(`/${id}`)).body;
  expect(view.replies).toHaveLength(1);
  expect(await agent.call('go_on', { id, person: 'Cem' })).toMatchObject({
    isError: true,
    words: expect.stringMatching(
      /^Ana, by their agent .* cancelled this design on .* UTC\. To go on, /,
    ),
  });
  expect((await api.client.get(`/${id}`)).body.version).toBe(view.version);
  await agent.close();
});

test('P5: what an agent asks or says again at another stage of a design is asked and said anew', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const { id } = (
    await agent.done('start_design', { ...personas, topic: 'Where do the alarms go?' })
  ).data;
  await agent.followed(id);
  const ask = async () => (await agent.done('ask_record', { id, about: 'how_long' })).words;
  const say = () => agent.done('answer_questions', { id, text: 'Mind the freeze.' });
  const before = await ask();
  await say();
  await agent.done('cancel_design', { id });
  expect(await ask()).not.toBe(before);
  for (let times = 0; times < 2; times += 1) expect((await say()).words).toContain(KEPT_LATE);
  const { replies, lateWords } = (await api.client.get(`/${id}`)).body;
  expect([replies.length, lateWords.length]).toEqual([1, 1]);
  await agent.close();
});

test('an agent that repeats a start is told that the design has ended since', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const given = { ...personas, topic: 'Where do the traces go?' };
  const { id } = (await agent.done('start_design', given)).data;
  const again = await agent.done('start_design', given);
  expect(again.words).toContain(`${id} has started.`);
  await agent.done('cancel_design', { id });
  const late = await agent.done('start_design', given);
  expect(late.words).toMatch(/Ended: .*\nThe design with these arguments has started and ended\./);
  expect(late.words).not.toContain('Next: follow_design');
  expect(late.data).toMatchObject({ id, status: 'cancelled' });
  await agent.close();
});

test.each([
  ['Q1: 900 a minute.', /\nRecorded\.\n/],
  [
    'Q9: never',
    /\nThere is no question Q9 here\. Open: .*Q1.*\.\nNot read as an answer: “Q9: never”/,
  ],
  ['Q9:', /\nThere is no question Q9 here\. Open: .*Q1.*\.\nNot read as an answer: “Q9:”/],
  ['Mind the freeze.', /\nIt is saved, but not yet matched to a question\./],
])('an agent learns how its words are taken: %s', async (text, words) => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const begun = await agent.done('start_design', { ...personas, again: text });
  const { id } = begun.data;
  await agent.followed(id);
  expect((await agent.done('answer_questions', { id, text })).words).toMatch(words);
  expect(await agent.call('answer_questions', { id, text: '👍' })).toMatchObject({
    isError: true,
    words: expect.stringMatching(/^An answer needs words/),
  });
  expect((await api.client.get(`/${id}`)).body.replies).toMatchObject([{ text }]);
  await agent.done('cancel_design', { id });
  await agent.close();
});

test('above the budget for agents a person is asked first, and nothing starts without their consent', async () => {
  // One whose models have a price; the words are those of a rehearsal.
  const { engine } = await openApi({ parts: { rehearsal: false, priceOf: () => 0.02 } });
  const dear = daemon(engine);
  const before = (await dear.get('')).body.designs.length;
  const given = { ...personas, topic: 'Where do the alerts go?' };
  const refused = await new Agent('2026-07-28', () => 'refuses').connect(reached(dear));
  expect(await refused.call('start_design', given)).toMatchObject({
    isError: true,
    words: expect.stringMatching(/^The person did not agree/),
  });
  expect(refused.askedOfPerson).toEqual([
    expect.stringContaining('“Where do the alerts go?” About $'),
  ]);
  await refused.call('start_design', { ...given, channel: 'slack/C1' });
  expect(refused.askedOfPerson[1]).toContain(
    'start a design in slack/C1, where everybody reads it: “',
  );
  const mute = await new Agent('2026-07-28', null).connect(reached(dear));
  expect(await mute.call('start_design', given)).toMatchObject({
    isError: true,
    words: expect.stringContaining('your client cannot ask'),
  });
  const legacy = await new Agent('2025-11-25', () => 'agrees').connect(reached(dear));
  expect((await legacy.call('start_design', given)).words).toContain('your client cannot ask');
  expect((await dear.get('')).body.designs).toHaveLength(before);
  const agreed = await new Agent('2026-07-28', () => 'agrees').connect(reached(dear));
  const { data } = await agreed.done('start_design', given);
  await agreed.done('cancel_design', { id: data.id });
});

test('A18: an agent reads and does no more than its token may', async () => {
  const admin = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const { data } = await admin.done('start_design', {
    ...personas,
    topic: 'Where do the secrets go?',
  });
  const named = await api.client.send('/api/v1/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'elsewhere',
      role: 'read',
      channels: ['slack/C0ELSEWHERE'],
      days: 1,
    }),
  });
  expect([named.status, named.text]).toEqual([201, expect.stringMatching(/token/)]);
  const { secret = named.body.token } = named.body;
  const transport = byHttp((url, init) => api.client.request(url, init), secret);
  const stranger = await new Agent('2026-07-28', () => 'agrees').connect(transport);
  const { id } = data;
  const read = await stranger.call('follow_design', { id });
  expect(read).toMatchObject({ isError: true, words: 'There is no design with this id.' });
  expect((await stranger.call('cancel_design', { id })).words).toContain('has the role read');
  expect((await stranger.client.listResources()).resources).toEqual([]);
  const nobody = byHttp((url, init) => api.client.request(url, init), 'no-such-token');
  await expect(new Agent('2026-07-28', null).connect(nobody)).rejects.toThrow(/401|authoriz/i);
  await admin.done('cancel_design', { id });
});

test('an agent that goes away in the middle of a call harms nothing', async () => {
  const agent = await new Agent('2026-07-28', () => 'agrees').connect(reached(api.client));
  const { data } = await agent.done('start_design', {
    ...personas,
    topic: 'Where do the metrics go?',
  });
  const gone = new AbortController();
  const following = agent.client.callTool(
    { name: 'follow_design', arguments: { id: data.id, since: 1_000_000 } },
    { signal: gone.signal },
  );
  gone.abort();
  await expect(following).rejects.toThrow();
  await agent.close();
  const next = await new Agent('2025-11-25', () => 'agrees').connect(reached(api.client));
  expect((await next.followed(data.id)).data.questions.length).toBeGreaterThan(0);
  await next.done('cancel_design', { id: data.id });
});

test('a gate is decided by the person of an agent, with their consent', async () => {
  const { engine } = await openApi({ model: withBlockingAudits() });
  const to = daemon(engine);
  let person: 'agrees' | 'refuses' = 'refuses';
  const agent = await new Agent('2026-07-28', () => person).connect(reached(to));
  const { id } = (await agent.done('start_design', { topic: BLOCKED })).data;
  const asks = await agent.followed(id);
  await agent.done('go_on', { id });
  const waits = await agent.followed(id, asks.data.version + 5);
  expect(waits.data.gate).toMatchObject({ choices: expect.arrayContaining(['accept']) });
  expect(waits.words).toContain('call decide_gate');
  const decision = { id, gateId: waits.data.gate.id, choice: 'accept', person: 'Ana' };
  expect((await agent.call('decide_gate', decision)).words).toMatch(/^The person did not agree/);
  person = 'agrees';
  await agent.done('decide_gate', decision);
  expect(agent.askedOfPerson).toHaveLength(2);
  expect((await agent.followed(id)).data).toMatchObject({ status: 'completed', gate: null });
  // The same call is one decision; another comes too late.
  expect((await agent.call('decide_gate', decision)).isError).toBe(false);
  expect(await agent.call('decide_gate', { ...decision, choice: 'stop' })).toMatchObject({
    isError: true,
    words: expect.stringMatching(/^Ana.* accepted the decision on /),
  });
  await agent.close();
});
