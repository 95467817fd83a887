import { expect, test } from 'vitest';
import { faultOf } from '../../../src/adapters/slack/calls/faults.ts';
import { createWebClient } from '../../../src/adapters/slack/calls/web-client.ts';
import { createPeople } from '../../../src/adapters/slack/incoming/people.ts';
import type { SlackOptions } from '../../platforms/slack/server.ts';
import { ALL_SCOPES } from '../../platforms/slack/server.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { TestClock } from '../../turns/test-clock.ts';
import { slackWith } from './local.ts';

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];

async function workspace(
  options: SlackOptions = {},
  groupsOf: (ana: string) => readonly string[][] = () => [],
) {
  const world = await slackWith(options);
  const { slack, ana } = world;
  const groups = groupsOf(ana).map((members) => slack.workspace.addGroup(members));
  const [log, clock] = [keptLog(), new TestClock()];
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const people = createPeople(web, { platform: 'slack', faultOf, clock, log }, groups);
  const calls = (method: string) => slack.record.callsOf(method).length;
  return { ...world, people, clock, log, groups, calls };
}

test('a person is known by the name that they show, and looked up once an hour', async () => {
  const { slack, people, ana, clock, calls } = await workspace();
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups: [] });
  expect(await people.isActive(ana)).toBe(true);
  clock.pass(HOUR_MS - 1);
  await people.person(ana);
  expect(calls('users.info')).toBe(1);
  clock.pass(1);
  await people.person(ana);
  expect(calls('users.info')).toBe(2);
  expect(calls('usergroups.users.list')).toBe(0);
  expect(slack.record.violations).toEqual([]);
});

test('many who ask at once are answered by one look-up', async () => {
  const { people, ana, calls } = await workspace();
  const names = await Promise.all(Array.from({ length: 20 }, () => people.person(ana)));
  expect(new Set(names.map(({ name }) => name))).toEqual(new Set(['Ana']));
  expect(calls('users.info')).toBe(1);
});

test.each([
  ['controls and line breaks', 'A\u0007n\na\u202e', 'An a'],
  ['nothing that can be seen', ' \u200b\u0000 ', 'somebody'],
  ['more than is kept', 'x'.repeat(500), 'x'.repeat(198)],
  ['another direction', 'שלום', '\u2068שלום\u2069'],
  ['markup', '<!channel> *Ana*', '<!channel> *Ana*'],
])('a name of %s is one line, bounded, and keeps to itself', async (_, given, shown) => {
  const { slack, people } = await workspace();
  expect(await people.person(slack.workspace.addPerson(given))).toMatchObject({ name: shown });
});

test('a deactivated account is recognised', async () => {
  const { slack, people, ana } = await workspace();
  const person = slack.workspace.people.get(ana);
  if (person === undefined) throw new Error('no Ana');
  person.isDeactivated = true;
  expect(await people.isActive(ana)).toBe(false);
  expect(await people.person(ana)).toMatchObject({ name: 'Ana' });
});

test('groups are looked up only where they matter, and again after five minutes', async () => {
  const { slack, people, ana, groups, clock, calls } = await workspace({}, (ana) => [[ana], []]);
  const [first = '', second = ''] = groups;
  expect(await people.person(ana)).toMatchObject({ groups: [first] });
  slack.workspace.groups.set(first, []);
  slack.workspace.groups.set(second, [ana]);
  clock.pass(5 * MINUTE_MS - 1);
  expect(await people.person(ana)).toMatchObject({ groups: [first] });
  expect(calls('usergroups.users.list')).toBe(2);
  clock.pass(1);
  expect(await people.person(ana)).toMatchObject({ groups: [second] });
});

test('a person who cannot be looked up is somebody, in no group, and is looked up again the next time', async () => {
  const { slack, people, ana, log, groups } = await workspace({}, (ana) => [[ana]]);
  slack.faults.script('users.info', 'failed_before', 'cut_before');
  slack.faults.script('usergroups.users.list', 'limited', 'limited');
  expect(await people.person(ana)).toEqual({ id: ana, name: 'somebody', groups: [] });
  expect(log.events.filter(({ event }) => event === 'look_up_failed')).toHaveLength(2);
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups });
  expect(await people.person('U0NOBODY')).toMatchObject({ name: 'somebody' });
  expect(await people.isActive('U0NOBODY')).toBe(true);
});

test('a look-up with a transient failure is retried once, so that a name is not lost permanently', async () => {
  const { slack, people, ana, log, groups } = await workspace({}, (ana) => [[ana]]);
  slack.faults.script('users.info', 'failed_before');
  slack.faults.script('usergroups.users.list', 'cut_after');
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups });
  expect(log.events.filter(({ event }) => event === 'look_up_failed')).toEqual([]);
});

test('without the scope for it everybody is somebody, and nothing breaks', async () => {
  const { people, ana, log } = await workspace({
    scopes: ALL_SCOPES.filter((each) => each !== 'users:read'),
  });
  expect(await people.person(ana)).toMatchObject({ name: 'somebody' });
  expect(log.events.at(-1)).toMatchObject({
    event: 'look_up_failed',
    facts: { error: expect.stringContaining('missing_scope') },
  });
});

test('earlier knowledge of a person is good enough when Slack does not answer', async () => {
  const { slack, people, ana, clock, groups } = await workspace({}, (ana) => [[ana]]);
  await people.person(ana);
  clock.pass(HOUR_MS);
  const cuts = ['cut_before', 'cut_before', 'cut_before', 'cut_before'] as const;
  slack.faults.script('users.info', ...cuts);
  slack.faults.script('usergroups.users.list', ...cuts);
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups });
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups });
});

test('nothing that cannot wait does so longer than a moment; what is recorded has the name that comes later', async () => {
  const { people, ana, clock, calls } = await workspace();
  const [atOnce, recorded] = [people.personAtOnce(ana), people.person(ana)];
  clock.pass(1_500);
  expect(await atOnce).toMatchObject({ name: 'somebody' });
  expect(await recorded).toMatchObject({ name: 'Ana' });
  expect(calls('users.info')).toBe(1);
});
