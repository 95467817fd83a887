import { expect, test } from 'vitest';
import { NAME_KEPT_MS } from '#acts/gateway/channel-names.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { faultOf } from '#surfaces/slack/calls/faults.ts';
import { createWebClient, SlackCalls } from '#surfaces/slack/calls/web-client.ts';
import { createPeople } from '#surfaces/slack/incoming/people.ts';
import { SLACK_TEXTS } from '#surfaces/slack/slack-texts.ts';
import type { SlackOptions } from '../../platforms/slack/server.ts';
import { ALL_SCOPES } from '../../platforms/slack/server.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { TestClock } from '../../turns/test-clock.ts';
import { slackWith } from './local.ts';

const RIGHTS_MS = 10_000;
const [LEFT, UNKNOWN] = [TEXTS.hasLeft('Slack'), TEXTS.rightsUnknown('Slack')];

async function workspace(
  options: SlackOptions = {},
  groupsOf: (ana: string) => readonly string[][] = () => [],
) {
  const world = await slackWith(options);
  const { slack, ana } = world;
  const groups = groupsOf(ana).map((members) => slack.workspace.addGroup(members));
  const [log, clock] = [keepLog(), new TestClock()];
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const access = { platform: 'slack', texts: SLACK_TEXTS, faultOf, clock, log };
  const people = createPeople(new SlackCalls(web, clock), access, groups);
  const calls = (method: string) => slack.record.callsOf(method).length;
  return { ...world, people, clock, log, groups, calls };
}

test('a person is known by the name that they show, and looked up once in ten minutes', async () => {
  const { slack, people, ana, clock, calls } = await workspace();
  expect(await people.name(ana)).toBe('Ana');
  clock.pass(NAME_KEPT_MS - 1);
  await people.name(ana);
  expect(calls('users.info')).toBe(1);
  clock.pass(1);
  await people.name(ana);
  expect(calls('users.info')).toBe(2);
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups: [] });
  expect([calls('users.info'), calls('usergroups.list')]).toEqual([2, 0]);
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

test('A24: a deactivated account may do nothing ten seconds later, and keeps its name', async () => {
  const { slack, people, ana, clock } = await workspace();
  await people.person(ana);
  slack.workspace.deactivate(ana);
  clock.pass(RIGHTS_MS - 1);
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups: [] });
  clock.pass(1);
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups: [], barred: LEFT });
  expect(await people.isActive(ana)).toBe(false);
  expect(await people.member(ana, 'act')).toBeNull();
});

test('A24: all groups are looked up in one call, and again after ten seconds', async () => {
  const { slack, people, ana, groups, clock, calls } = await workspace({}, (ana) => [[ana], []]);
  const [first = '', second = ''] = groups;
  expect(await people.person(ana)).toMatchObject({ groups: [first] });
  slack.workspace.setGroup(first, []);
  slack.workspace.setGroup(second, [ana]);
  clock.pass(RIGHTS_MS - 1);
  expect(await people.person(ana)).toMatchObject({ groups: [first] });
  clock.pass(1);
  expect(await people.person(ana)).toMatchObject({ groups: [second] });
  expect(calls('usergroups.list')).toBe(2);
});

test('A24: a person of whom Slack does not say enough is barred, and asked about again ten seconds later', async () => {
  const { slack, people, ana, clock, groups } = await workspace({}, (ana) => [[ana]]);
  slack.faults.script('users.info', 'failed_before', 'cut_before');
  expect(await people.person(ana)).toEqual({
    id: ana,
    name: 'somebody',
    groups: [],
    barred: UNKNOWN,
  });
  clock.pass(RIGHTS_MS);
  slack.faults.script('usergroups.list', 'cut_before', 'cut_before');
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups: [], barred: UNKNOWN });
  clock.pass(RIGHTS_MS);
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups });
  expect(await people.isActive('U0NOBODY')).toBe(true);
});

test('A24: Slack is not asked while it asks to wait, by whomever', async () => {
  const { slack, people, ana, clock, calls } = await workspace();
  const ben = slack.workspace.addPerson('Ben');
  slack.faults.script('users.info', 'limited');
  for (const person of [ana, ben, ana, ben])
    expect(await people.person(person)).toMatchObject({ barred: UNKNOWN });
  expect(calls('users.info')).toBe(1);
  clock.pass(RIGHTS_MS);
  for (const person of [ana, ben]) expect((await people.person(person)).barred).toBeUndefined();
});

test('a look-up with a transient failure is retried once, so that a name is not lost permanently', async () => {
  const { slack, people, ana, log, groups } = await workspace({}, (ana) => [[ana]]);
  slack.faults.script('users.info', 'failed_before');
  slack.faults.script('usergroups.list', 'cut_after');
  expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups });
  expect(log.events.filter(({ event }) => event === 'look_up_failed')).toEqual([]);
});

test('without the scope for it everybody is somebody, and the log says why', async () => {
  const { people, ana, log } = await workspace({
    scopes: ALL_SCOPES.filter((each) => each !== 'users:read'),
  });
  expect(await people.person(ana)).toMatchObject({ name: 'somebody', barred: UNKNOWN });
  expect(log.events).toContainEqual(
    expect.objectContaining({
      event: 'look_up_failed',
      facts: expect.objectContaining({ error: expect.stringContaining('missing_scope') }),
    }),
  );
});

test('an earlier name is good enough when Slack does not answer, earlier rights are not', async () => {
  const { slack, people, ana, clock } = await workspace();
  await people.person(ana);
  clock.pass(NAME_KEPT_MS);
  slack.faults.script('users.info', 'cut_before', 'cut_before', 'cut_before', 'cut_before');
  for (let asked = 0; asked < 2; asked += 1)
    expect(await people.person(ana)).toEqual({ id: ana, name: 'Ana', groups: [], barred: UNKNOWN });
});

test('nothing that cannot wait does so longer than a moment; what is recorded has the name that comes later', async () => {
  const { people, ana, clock, calls } = await workspace();
  const [atOnce, recorded] = [people.personAtOnce(ana), people.person(ana)];
  clock.run(1_500);
  expect(await atOnce).toMatchObject({ name: 'somebody' });
  expect(await recorded).toMatchObject({ name: 'Ana' });
  expect(calls('users.info')).toBe(1);
});
