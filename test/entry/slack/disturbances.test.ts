import { expect, test, vi } from 'vitest';
import type { DesignView } from '../../../src/core/view.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { SlackMishap } from '../../support/slack/faults.ts';
import { answer, begin, ended, fewPersonas, insist, outline, PATIENT, WHOLE } from './telling.ts';
import { MODES, until, World } from './world.ts';

vi.setConfig({ testTimeout: 300_000 });

/** What a design asks of Slack, but for names: whom Slack does not name at once is “somebody”. A file takes three calls. */
const MISHAPS: Readonly<Record<string, readonly SlackMishap[]>> = {
  'chat.postMessage': ['failed_after', 'limited'],
  'chat.update': ['failed_after', 'limited'],
  'conversations.info': ['failed_before'],
  'conversations.replies': ['failed_after', 'limited'],
  'reactions.add': ['failed_after', 'limited'],
  'files.getUploadURLExternal': ['limited'],
  upload: ['failed_after'],
  'files.completeUploadExternal': ['failed_after', 'limited'],
};

/** Many calls in a row, all of which are made again when one fails: by chance that could take minutes. They are scripted below. */
const FILES = ['files.getUploadURLExternal', 'upload', 'files.completeUploadExternal'];

test.each(MODES)('events that come late, twice and out of order change nothing, over %s', async (mode) => {
  const world = await World.open({
    mode,
    slack: { ...PATIENT, disorder: { seed: 7, twice: 0.5, upToMs: 400 } },
    environment: await fewPersonas(),
  });
  const { slack } = world;
  const card = await begin(world);
  const questions = await answer(world, card);
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  expect(world.text(questions).match(/✓/g)).toHaveLength(1);

  // All that Slack ever told of, once more.
  for (const envelope of slack.deliveries.sent.filter(({ kind }) => kind === 'events_api')) {
    expect((await slack.deliveries.send({ ...envelope, attempt: 1 })).result).toBe('acknowledged');
  }
  expect(outline(world, card)).toEqual(WHOLE);
  expect(slack.record.violations).toEqual([]);
});

test.each(MODES)(
  'calls that fail, are cut off or come too fast end in the same thread, over %s',
  async (mode) => {
    const world = await World.open({
      mode,
      slack: { ...PATIENT, faults: { seed: 11, share: 0.15, spares: FILES }, rateSpeed: 20 },
      environment: await fewPersonas(),
    });
    const { slack } = world;
    const card = await begin(world);
    await answer(world, card);
    await ended(world, card);
    expect(outline(world, card)).toEqual(WHOLE);
    expect(slack.record.calls.filter(({ mishap }) => mishap !== null).length).toBeGreaterThan(0);
    expect(slack.record.violations).toEqual([]);
  },
);

test.each(MODES)('whichever method fails, and however, everything is said once, over %s', async (mode) => {
  const world = await World.open({ mode, slack: PATIENT, environment: await fewPersonas() });
  const { slack } = world;
  for (const [method, mishaps] of Object.entries(MISHAPS)) slack.faults.script(method, ...mishaps);
  const card = await begin(world);
  await answer(world, card);
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  for (const [method, mishaps] of Object.entries(MISHAPS)) {
    const met = slack.record.callsOf(method).flatMap(({ mishap }) => mishap ?? []);
    expect([method, met]).toEqual([method, mishaps]);
  }
  expect(slack.record.violations).toEqual([]);
});

test('a private answer that does not get through at once is told all the same, once', async () => {
  const world = await World.open({
    slack: PATIENT,
    environment: { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: '60000' },
  });
  const { slack, ben, general } = world;
  const card = await begin(world);
  slack.faults.script('response_url', 'failed_before', 'limited', 'cut_before');
  slack.faults.script('chat.postEphemeral', 'failed_before', 'limited', 'cut_before');
  await slack.people.click(ben, card, ACTIONS.cancel);
  slack.people.mention(ben, general, 'help');
  await until('both answers', () => slack.ephemeral(ben).length === 2);
  expect(slack.ephemeral(ben).join()).toMatch(
    /Only Ana[\s\S]*What you can ask for|What you can ask for[\s\S]*Only Ana/,
  );
  for (const method of ['response_url', 'chat.postEphemeral']) {
    expect(slack.record.callsOf(method)).toHaveLength(4);
  }
  expect(slack.record.violations).toEqual([]);
});

test('a socket that is torn, closed, asked to leave or falls silent is replaced in every phase', async () => {
  const world = await World.open({
    slack: PATIENT,
    environment: { ...(await fewPersonas()), CHARRETTE_REHEARSAL_LATENCY_MS: '150' },
  });
  const { slack, ana, general } = world;
  const card = await begin(world);
  const phases = ['spawning', 'questioning', 'independent', 'refinement', 'synthesis'];
  const ways = [
    () => slack.sockets.drop('reset'),
    () => slack.sockets.drop('close'),
    () => slack.sockets.askToLeave('warning'),
    () => slack.sockets.freeze(),
    () => slack.sockets.drop('reset'),
  ];
  for (const [place, breakOff] of ways.entries()) {
    await until(`the phase ${phases[place]}`, async () => phaseReached(await world.design(), phases, place));
    breakOff();
    if (place === 1) await answer(world, card);
    else await insist('the status is told', () => slack.people.slash(ana, general, '/design status'));
  }
  await ended(world, card);
  expect(outline(world, card)).toEqual(WHOLE);
  await until('there is a socket', () => slack.sockets.count === 1);
  expect(slack.record.violations).toEqual([]);
});

test('a Slack that is away when the daemon starts is waited for', async () => {
  const slack = { ...PATIENT, faults: { seed: 1, share: 0 } };
  const world = await World.open({ slack, environment: await fewPersonas() });
  world.daemon.signal('SIGKILL');
  await world.daemon.ended();
  await until('the socket is gone', () => world.slack.sockets.count === 0);
  world.slack.faults.script('auth.test', 'failed_before', 'cut_before', 'limited');
  world.slack.faults.script('apps.connections.open', 'failed_before', 'cut_after', 'limited');
  const daemon = await world.begin();
  const card = await begin(world);
  await answer(world, card);
  await ended(world, card);
  expect(daemon.output).toContain('slack_token_not_accepted');
  expect(daemon.output).toContain('slack_not_connected');
  expect(outline(world, card)).toEqual(WHOLE);
  expect(world.slack.record.violations).toEqual([]);
});

/** Whether a design has come as far as this phase, or further. */
function phaseReached({ phase, endedAt }: DesignView, phases: readonly string[], place: number): boolean {
  return endedAt !== null || phases.indexOf(phase) >= place;
}
