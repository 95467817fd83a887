import { expect, test } from 'vitest';
import { ChildMessage } from '../../src/runtime/session/protocol.mjs';
import type { TurnRecord } from '../../src/runtime/turn/record.ts';
import { type Script, scriptedDaemon } from '../entry/scripted-endpoint.ts';
import { type Answer, calls, lying, says } from '../support/model-endpoint-answers.ts';

/** An endpoint that lies about what it did, in one persona's turn: the others do their work, and it costs that turn. */
const PASSES = calls('pass', { rationale: 'It follows.' });
const USAGE = {
  input_tokens: 900,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 10,
};
const DEEP = nested(4_000);

const LIES: readonly (readonly [string, Answer])[] = [
  ['H6: no usage', lying(PASSES, { usage: null })],
  ['H6: usage that is text', lying(PASSES, { usage: 'a lot' })],
  ['H6: a count that is null', lying(PASSES, { usage: { ...USAGE, input_tokens: null } })],
  ['H6: a count that is text', lying(PASSES, { usage: { ...USAGE, output_tokens: '12' } })],
  ['H6: a fraction of a token', lying(PASSES, { usage: { ...USAGE, input_tokens: 1.5 } })],
  ['H6: fewer than no tokens', lying(PASSES, { usage: { ...USAGE, output_tokens: -5_000_000 } })],
  ['H6: more tokens than numbers', lying(PASSES, { usage: { ...USAGE, input_tokens: 1e308 } })],
  ['M5: a name of a megabyte', lying(PASSES, { model: 'm'.repeat(1_000_000) })],
  ['M5: a name that is a number', lying(PASSES, { model: 7 })],
  ['M4: a submission nested 4,000 deep', calls('pass', { rationale: DEEP })],
  ['M4: a reading nested 4,000 deep', calls('read_file', { path: DEEP })],
  ['M4: an unknown tool nested 4,000 deep', calls('nothing', DEEP)],
  ['M4: an answer of ten megabytes', says('x'.repeat(10_000_000))],
];

function nested(levels: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
}

const topicOf = (lie: string) => `lie ${lie}, `;
const SCRIPTS: readonly Script[] = LIES.map(([lie, answer]) => ({
  topic: topicOf(lie),
  title: 'Archaeologist',
  tool: 'pass',
  answers: [answer],
}));
/** Nobody answers truly. */
const ALL_LIE: readonly Script[] = ['pass', 'submit_proposal'].flatMap((tool) =>
  ['Archaeologist', 'Subtractor'].map((title) => ({
    topic: 'everybody lies',
    title,
    tool,
    answers: [lying(PASSES, { usage: { ...USAGE, input_tokens: 1.5 } })],
  })),
);

const { daemon, endpoint } = await scriptedDaemon([...SCRIPTS, ...ALL_LIE], {
  CHARRETTE_CAPACITY: '40',
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none',
  CHARRETTE_BUDGET_USD_PER_DAY: 'none',
});

async function begin(topic: string): Promise<string> {
  return (await daemon.startDesign({ topic, personas: ['archaeologist', 'subtractor'] })).id;
}

async function untilProposed(id: string): Promise<void> {
  await daemon
    .events(id)
    .until('a gate or the end', ({ type }) => type === 'gate_opened' || type === 'design_ended');
}

function requestsAbout(topic: string): number {
  return endpoint.requests.filter(({ promptText }) => promptText.includes(topic)).length;
}

test.concurrent.each(LIES)('%s costs the one turn that it is told in', async (lie) => {
  const id = await begin(`A ${topicOf(lie)}told`);
  await untilProposed(id);
  const turns = await daemon.turns(id);
  const told = turns.filter(
    ({ participant, kind }) => participant === 'archaeologist' && kind === 'questions',
  );
  expect(told.map(outcomes)).toEqual([expect.stringMatching(/^(?:model_error|refused) /)]);
  const others = turns.filter(
    ({ participant, kind }) => participant !== 'archaeologist' || kind !== 'questions',
  );
  expect(others.map(outcomes).filter((outcome) => !/^(?:spoke|passed) /.test(outcome))).toEqual([]);
  const { personas } = await daemon.design(id);
  expect(personas.map(({ previousSessionIds }) => previousSessionIds.length)).toEqual(personas.map(() => 0));
  expect(daemon.output).not.toContain('design_broken');
});

test('M4: a session that sends input nested 4,000 deep itself breaks the protocol', () => {
  const call = { type: 'call_tool', turnId: 'trn', callId: 'call-1', name: 'pass' };
  for (const [levels, isTaken] of [
    [20, true],
    [4_000, false],
    [1_000_000, false],
  ] as const) {
    const message = { ...call, input: nested(levels) };
    expect([levels, ChildMessage.safeParse(message).success]).toEqual([levels, isTaken]);
  }
});

test('H6: a design that gets nothing but lies stops asking and waits for a person', async () => {
  const id = await begin('Here everybody lies');
  await untilProposed(id);
  expect((await daemon.design(id)).gate?.reasons).toEqual(['nothing_contributed']);
  const asked = requestsAbout('everybody lies');
  expect(asked).toBeLessThan(10);
  await daemon.insist(`/designs/${id}/gates/gate-1`, { choice: 'stop', author: 'ana' });
  await daemon.untilEnded(id);
  expect(requestsAbout('everybody lies')).toBe(asked);
});

function outcomes({ outcome, error }: TurnRecord): string {
  return `${outcome} ${error?.class ?? ''}`;
}
