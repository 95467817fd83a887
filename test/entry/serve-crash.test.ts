import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import type { ModelEndpoint } from '../support/services/model-endpoint.ts';
import { stalls } from '../support/services/model-endpoint-answers.ts';
import { Daemon, processesOf, untilGone } from './daemon.ts';
import { plainAnswer, startScriptedEndpoint } from './scripted-endpoint.ts';
import { until } from './waiting.ts';

const TOPIC = 'One of three is killed twice';

let daemon: Daemon;
let endpoint: ModelEndpoint;

beforeAll(async () => {
  // The one who is killed is never answered, so a kill arrives while the model is being asked,
  // however late it is.
  endpoint = await startScriptedEndpoint([
    { topic: TOPIC, title: 'Subtractor', tool: 'pass', answers: [stalls('headers')] },
    {
      topic: TOPIC,
      title: 'Archaeologist',
      tool: 'ask_questions',
      answers: [(request) => plainAnswer(request, 'ask', {})],
    },
  ]);
  daemon = await Daemon.start(temporaryFolder(), {
    ANTHROPIC_API_KEY: 'sk-ant-a-key-for-the-tests-0123456789',
    ANTHROPIC_BASE_URL: endpoint.url,
    CHARRETTE_LOG_LEVEL: 'warn',
  });
});
afterAll(async () => {
  await daemon.stop();
  await endpoint.close();
});

test('C2, C5: a killed persona is replaced once; killed again it is dead, the rest go on, says the banner', async () => {
  const others = ['archaeologist', 'failure-analyst'];
  const { id } = await daemon.startDesign({
    topic: TOPIC,
    personas: [...others, 'subtractor'],
  });
  const feed = daemon.events(id);
  const skipped = feed
    .until('questions', ({ type }) => type === 'answering_opened')
    .then(() => daemon.post(`/designs/${id}/answered`));
  /** Kills the process that the event log names last, once its model has been asked this often. */
  const kill = async (asked: number): Promise<string> => {
    await until(
      `request ${asked} of the subtractor`,
      () =>
        endpoint.requests.filter((each) => each.promptText.includes('You are the Subtractor.'))
          .length === asked,
      undefined,
      () => `there were ${endpoint.requests.length} requests in all`,
    );
    const ready = feed
      .of('session_ready')
      .findLast(({ participant }) => participant === 'subtractor');
    process.kill(Number(ready?.pid), 'SIGKILL');
    return String(ready?.sessionId);
  };
  /** The event may be told after the request has gone out. */
  const atWork = (what: string, not: string) =>
    feed.until(
      what,
      ({ type, participant, sessionId }) =>
        type === 'turn_started' && participant === 'subtractor' && sessionId !== not,
    );
  await atWork('a question under way', '');
  const first = await kill(1);
  await atWork('the replacement at work', first);
  const second = await kill(2);
  await skipped;
  await feed.until('the gate', ({ type }) => type === 'gate_opened');
  expect(
    (await daemon.insist(`/designs/${id}/gates/gate-1`, { choice: 'accept', author: 'ana' }))
      .status,
  ).toBe(200);
  await daemon.untilEnded(id);

  const design = await daemon.design(id);
  expect(design.status).toBe('completed');
  expect(feed.of('session_started').filter(({ origin }) => origin === 'retry')).toHaveLength(1);
  expect(design.personas.find(({ name }) => name === 'subtractor')).toMatchObject({
    state: 'dead',
    sessionId: second,
    previousSessionIds: [first],
    pid: null,
    cause: expect.stringMatching(
      /^killed by SIGKILL \[diagnostics: failures\/subtractor-.*\.log\]$/,
    ),
  });
  expect(design.seals.map(({ persona }) => persona).toSorted()).toEqual(others);
  const brief = await daemon.text(`/designs/${id}/artifacts/brief.md`);
  expect(brief).toMatch(/Subtractor is missing: it crashed twice \(killed by SIGKILL\)/);

  // Both crashes can be read by following the pointers (D1, D3).
  const lost = feed.of('session_lost');
  const names = lost.map(({ cause }) => (cause as { diagnostics: string }).diagnostics);
  expect(new Set(names).size).toBe(2);
  for (const [index, name] of names.entries()) {
    const kept = await daemon.text(`/designs/${id}/${name}`);
    expect(kept).toContain(String(lost[index]?.sessionId));
    expect(kept).toContain('signal    SIGKILL');
    expect(kept).toContain('take_turn');
  }
  // Each turn that was started has exactly one record, with the outcome of its events (T1).
  const records = await daemon.turns(id);
  const started = feed.of('turn_started').map(({ turnId }) => turnId);
  expect(records.map(({ turnId }) => turnId).toSorted()).toEqual(started.toSorted());
  const told = new Map(feed.of('turn_finished').map(({ turnId, outcome }) => [turnId, outcome]));
  for (const { turnId, outcome } of records) expect(told.get(turnId)).toBe(outcome);
  const sessions = design.personas.flatMap(({ sessionId, previousSessionIds }) =>
    sessionId === null ? previousSessionIds : [...previousSessionIds, sessionId],
  );
  await untilGone(() => processesOf(sessions));
});
