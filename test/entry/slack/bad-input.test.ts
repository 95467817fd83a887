import { expect, test } from 'vitest';
import type { Envelope } from '../../platforms/slack/deliveries.ts';
import { begin, insist, TOPIC } from '../chat/telling.ts';
import { FEW_PERSONAS } from '../daemon.ts';
import { World } from './world.ts';

async function opened(): Promise<World> {
  const environment = { ...FEW_PERSONAS, CHARRETTE_REHEARSAL_LATENCY_MS: '60000' };
  return World.open({ environment });
}

test('a command that comes again starts no second design', async () => {
  const world = await opened();
  const { slack, general } = world;
  await begin(world);
  const [command] = slack.deliveries.sent.filter(({ kind }) => kind === 'slash_commands');
  if (command === undefined) throw new Error('no command was sent');
  for (const id of [command.id, 'envelope-of-its-own']) {
    expect((await slack.deliveries.send({ ...command, id })).result).toBe('acknowledged');
  }
  expect(await world.designs()).toHaveLength(1);
  expect(world.fromBot(general)).toHaveLength(1);
});

test('an envelope in a shape that the library does not know is acknowledged, and ends nothing', async () => {
  const world = await opened();
  const { slack, daemon, ana, general } = world;
  const { deliveries, workspace } = slack;
  const limited = {
    type: 'app_rate_limited',
    team_id: workspace.team.id,
    minute_rate_limited: 1_518_467_820,
    api_app_id: workspace.bot.app,
  };
  const names = ['ws_message', 'slack_event', 'disconnected', 'close', 'error', '__proto__'];
  const events = [null, 5, [], {}, { type: null }, ...names.map((type) => ({ type }))];
  const bodies = events.map((event) => ({
    type: 'event_callback',
    team_id: workspace.team.id,
    event,
  }));
  for (const payload of [limited, null, [], ...bodies]) {
    const { result } = await deliveries.send(
      deliveries.envelope('events_api', 'odd', payload as Envelope['payload'], false),
    );
    expect([payload, result]).toEqual([payload, 'acknowledged']);
  }
  for (const kind of ['ws_message', 'disconnected', 'slack_event', 'interactive', 'of_tomorrow']) {
    const odd = deliveries.envelope(kind as Envelope['kind'], 'odd', null as never, false);
    expect([kind, (await deliveries.send(odd)).result]).toEqual([kind, 'acknowledged']);
  }
  expect((await slack.people.slash(ana, general, '/design list')).isAcknowledged).toBe(true);
  expect(daemon.output).toContain(
    '"type":"app_rate_limited","untold":0,"msg":"slack_event_unread"',
  );
  expect(daemon.output).not.toContain('slack_disconnected');
  expect(slack.record.callsOf('apps.connections.open')).toHaveLength(1);
});

test('a form that was never ours, or that Slack does not open, is answered, and the daemon lives', async () => {
  const world = await opened();
  const { slack, ana, general } = world;
  slack.faults.script('views.open', 'failed_before', 'limited');
  for (let time = 0; time < 2; time++) {
    const { privately } = await slack.people.slash(ana, general, '/design');
    expect(privately.join()).toContain('Slack could not open the form.');
  }
  const { view } = await slack.people.slash(ana, general, '/design');
  if (view === null) throw new Error('no form was opened');
  for (const garbage of [
    '',
    '{',
    '[]',
    '{"channel":5}',
    `{"channel":"${'C'.repeat(300)}","message":null}`,
  ]) {
    const own = { ...view, modal: { ...view.modal, private_metadata: garbage } };
    const { errors } = await slack.people.submitView(ana, own, { topic: TOPIC });
    expect([garbage, errors]).toEqual([
      garbage,
      { topic: expect.stringContaining('open it again') },
    ]);
  }
  expect(await world.designs()).toEqual([]);
  await insist('the right form is taken', () =>
    slack.people.submitView(ana, view, { topic: TOPIC }),
  );
  await world.card();
});
