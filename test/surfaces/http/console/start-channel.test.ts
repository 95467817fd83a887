import { expect, onTestFinished, test } from 'vitest';
import { begun } from '#test/engine/running-engine.ts';
import { eachTest } from '#test/support/runner/each-test.ts';
import { Client, openApi, SLACK } from '../client.ts';

const NAMES: Readonly<Record<string, string>> = { C1: '#Payments', C2: '#ops', C3: '#Ops' };
const FORM = 'application/x-www-form-urlencoded';

/** A console whose list knows one channel called payments, and two called ops. */
const api = eachTest(async () => {
  const { engine } = await openApi();
  for (const channel of Object.keys(NAMES))
    await begun(engine, {
      topic: 'Where do jobs wait?',
      thread: { platform: 'slack', channel, thread: '1.1', starter: 'U1' },
    });
  const slack = {
    ...SLACK,
    readers: { ...SLACK.readers, refuseChannel: async () => null },
    channelName: async (channel: string) => NAMES[channel] ?? null,
  };
  const client = new Client(engine, { gateways: new Map([['slack', slack]]) });
  onTestFinished(() => client.closing.abort());
  return { engine, client };
});

const TOPIC = 'Where do the spoons go?';

/** Presses Start with this channel, having seen the estimate. */
const start = (channel: string) => {
  const fields = { topic: TOPIC, channel, repo: 'none', do: 'start', seen: '' };
  return api.client.send('/start', {
    method: 'POST',
    headers: { 'content-type': FORM, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields).toString(),
  });
};
const fieldIn = (text: string) => /<input id="field-channel"[^>]*>/.exec(text)?.[0] ?? '';
const errorIn = (text: string) =>
  /id="field-channel-hint"><strong class="error" role="alert">(.*?)<\/strong>/.exec(text)?.[1];

test.each(['#payments', 'Payments', ' #PAYMENTS ', 'slack/C1'])(
  'a design starts in the channel that people call %j',
  async (written) => {
    expect((await start(written)).status).toBe(303);
    const [newest] = await api.engine.parts.store.list({ limit: 1 });
    expect(newest).toMatchObject({ topic: TOPIC, thread: { platform: 'slack', channel: 'C1' } });
  },
);

test.each([
  ['#spoons', 'You may read no channel #spoons. Write it as slack/C0AB12, with its id.'],
  ['#ops', '2 channels are named #ops: slack/C3, slack/C2. Write the one that you mean.'],
])(
  '%s starts nothing: the field says why, has the focus, and keeps what was typed',
  async (written, why) => {
    const { status, text } = await start(written);
    expect([status, errorIn(text)]).toEqual([422, why]);
    expect(fieldIn(text)).toContain(`value="${written}"`);
    expect(fieldIn(text)).toContain(
      'aria-describedby="field-channel-hint" aria-invalid="true" autofocus',
    );
    expect(text.match(/ autofocus/g)).toHaveLength(1);
    expect(text).toContain(`>${TOPIC}</textarea>`);
    expect(text).toMatch(/<details open><summary>/);
  },
);
