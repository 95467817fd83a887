import { expect, test } from 'vitest';
import { type SlackByHttp, slackByHttp } from './slack-by-http.ts';

/** Bodies that are signed as Slack signs them, to the real receiver of Bolt, each without one of its fields. */

const FORM = 'application/x-www-form-urlencoded';
const COMMAND = { command: '/design', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: '1.2' };
const BY = { team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: '1.2' };
const IN_CHANNEL = { ...BY, channel: { id: 'C1' } };
const VIEW = { id: 'V1', callback_id: 'charrette.begin', private_metadata: '{}', state: { values: {} } };
const PAYLOADS = [
  { type: 'block_actions', ...IN_CHANNEL, actions: [{ action_id: 'charrette.cancel' }] },
  { type: 'view_submission', ...BY, view: VIEW },
  { type: 'message_action', ...IN_CHANNEL, callback_id: 'charrette.design_this', message: { ts: '1.2' } },
];
/** What they may lack: Bolt takes a body of no known kind for none of its own, and a form is found by its name. */
const NEEDED_BY_NONE = ['type', 'callback_id', 'trigger_id of view_submission'];

type Json = Readonly<Record<string, unknown>>;

/** Copies of it with each of its fields changed by turns, at any depth, and the path of that. */
function* variants(value: Json, change: (copy: Record<string, unknown>, name: string) => void) {
  for (const path of pathsIn(value)) {
    const copy = structuredClone(value);
    const within = path.slice(0, -1).reduce<unknown>((each, name) => Object(each)[name], copy);
    change(within as Record<string, unknown>, path.at(-1) ?? '');
    yield { path: path.join('.'), copy };
  }
}

function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    [...path, name],
    ...pathsIn(each, [...path, name]),
  ]);
}

const CHANGES = {
  'is missing': (copy: Record<string, unknown>, name: string) => {
    delete copy[name];
  },
  'is null': (copy: Record<string, unknown>, name: string) => {
    copy[name] = null;
  },
  'is a list of numbers': (copy: Record<string, unknown>, name: string) => {
    copy[name] = [1];
  },
};

async function statusOf({ slack, daemon }: SlackByHttp, body: string): Promise<number | null> {
  const requests = slack.useHttp(`${daemon.url}/slack/events`);
  return (await requests.send(requests.sign(body, FORM))).status;
}

test('a signed act of which a field is missing, null or something else is a 400 and nobody’s fault here', async () => {
  const own = await slackByHttp();
  const statuses: [string, number | null][] = [];
  for (const [what, change] of Object.entries(CHANGES))
    for (const payload of PAYLOADS)
      for (const { path, copy } of variants(payload, change)) {
        if (NEEDED_BY_NONE.some((each) => [path, `${path} of ${payload.type}`].includes(each))) continue;
        const body = String(new URLSearchParams({ payload: JSON.stringify(copy) }));
        statuses.push([`${payload.type} ${path} ${what}`, await statusOf(own, body)]);
      }
  expect(statuses.length).toBeGreaterThan(50);
  expect(statuses.filter(([, status]) => status !== 400)).toEqual([]);
  expect(own.daemon.output).not.toContain('request_failed');
});

test('a signed command without one of its fields is a 400', async () => {
  const own = await slackByHttp();
  const { slack, daemon } = own;
  for (const name of Object.keys(COMMAND).filter((each) => each !== 'command')) {
    const { [name]: _, ...rest } = COMMAND as Record<string, string>;
    expect([name, await statusOf(own, String(new URLSearchParams(rest)))]).toEqual([name, 400]);
  }
  expect(daemon.output).not.toContain('request_failed');
  expect(await slack.useHttp(`${daemon.url}/slack/events`).isVerified()).toBe(true);
});
