import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { TurnRecord } from '../../src/ports/turn-record.ts';
import { ownDataFolder } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { type Script, startScriptedEndpoint } from '../entry/scripted-endpoint.ts';
import { afterwards } from '../entry/waiting.ts';
import { atNight } from '../support/runner/whole.ts';
import { type Answer, calls, lying, says } from '../support/services/model-endpoint-answers.ts';

/**
 * An endpoint that lies about what it did, in one persona's turn: the others do their work. A lie
 * about counts costs nothing, since they are only not counted; any other costs that turn.
 */
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

/** One of each kind. */
const SAMPLE = [
  'H6: a fraction of a token',
  'M5: a name of a megabyte',
  'M4: a submission nested 4,000 deep',
];

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
    answers: [lying(PASSES, { model: 7 })],
  })),
);

/** A daemon of the running test, whose endpoint gives these answers. */
async function daemonWith(scripts: readonly Script[]) {
  const folder = await ownDataFolder();
  afterwards(() => folder.remove());
  const endpoint = await startScriptedEndpoint(scripts);
  afterwards(() => endpoint.close());
  const environment = {
    ...folder.environment,
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
    ANTHROPIC_BASE_URL: endpoint.url,
    LEVER_PLACES: '40',
    CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none',
    CHARRETTE_BUDGET_USD_PER_DAY: 'none',
  };
  const daemon = await InProcess.start(folder.path, environment, systemClock);
  afterwards(() => daemon.stop());
  return { daemon, endpoint };
}

/**
 * Begins a design of two about this, and returns its id when people are asked about it or it is
 * over.
 */
async function untilProposed(daemon: InProcess, topic: string): Promise<string> {
  const { id } = await daemon.startDesign({ topic, personas: ['archaeologist', 'subtractor'] });
  await daemon
    .events(id)
    .until('a gate or the end', ({ type }) => type === 'gate_opened' || type === 'design_ended');
  return id;
}

/**
 * The turns of a design in which this was told, by their outcomes: those that it was told in, and
 * those of the others that failed.
 */
async function toldIn(daemon: InProcess, lie: string) {
  const id = await untilProposed(daemon, `A ${topicOf(lie)}told`);
  const turns = await daemon.turns(id);
  const isIn = ({ participant, kind }: TurnRecord) =>
    participant === 'archaeologist' && kind === 'questions';
  const others = turns.filter((turn) => !isIn(turn)).map(outcomes);
  const { personas } = await daemon.design(id);
  return {
    lie,
    told: turns.filter(isIn).map(outcomes),
    failed: others.filter((outcome) => !/^(?:spoke|passed) /.test(outcome)),
    replaced: personas.flatMap(({ previousSessionIds }) => previousSessionIds),
  };
}

test('H6, M4, M5: a lie costs at most the one turn that it is told in, whatever the endpoint lies about', async () => {
  const lies = atNight(LIES, ([lie]) => SAMPLE.includes(lie));
  const { daemon } = await daemonWith(SCRIPTS);
  const found = await Promise.all(lies.map(([lie]) => toldIn(daemon, lie)));
  const costly = expect.stringMatching(/^(?:model_error|refused) /);
  const told = (lie: string) => [lie.startsWith('H6') ? 'passed ' : costly];
  expect(found).toEqual(lies.map(([lie]) => ({ lie, told: told(lie), failed: [], replaced: [] })));
  expect(daemon.output).not.toContain('design_broken');
});

test('H6: a design that gets nothing but lies stops asking and waits for a person', async () => {
  const { daemon, endpoint } = await daemonWith(ALL_LIE);
  const id = await untilProposed(daemon, 'Here everybody lies');
  expect((await daemon.design(id)).gate?.reasons).toEqual(['nothing_contributed']);
  const asked = endpoint.requests.length;
  expect(asked).toBeLessThan(10);
  await daemon.insist(`/designs/${id}/gates/gate-1`, { choice: 'stop', author: 'ana' });
  await daemon.untilEnded(id);
  expect(endpoint.requests).toHaveLength(asked);
});

function outcomes({ outcome, error }: TurnRecord): string {
  return `${outcome} ${error?.class ?? ''}`;
}
