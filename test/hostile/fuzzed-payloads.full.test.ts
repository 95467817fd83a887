import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { filledIn } from '../../src/acts/gateway/form.ts';
import { Deleted, isOfPerson, Message } from '../../src/adapters/discord/calls/wire.ts';
import { nameOf } from '../../src/adapters/discord/incoming/people.ts';
import * as discord from '../../src/adapters/discord/incoming/plain-words.ts';
import { fieldsIn } from '../../src/adapters/discord/interactions/forms.ts';
import { InteractionPayload } from '../../src/adapters/discord/interactions/interaction-payload.ts';
import {
  authorOf,
  filesOf,
  isFromElsewhere,
  markupOf,
  messageEventIn,
  requestIn,
} from '../../src/adapters/slack/incoming/message-event.ts';
import { mentionedIn, plainWords } from '../../src/adapters/slack/incoming/plain-words.ts';
import { Opened, reading } from '../../src/adapters/slack/interactions/forms.ts';
import {
  Click,
  Command,
  Shortcut,
  Submitted,
} from '../../src/adapters/slack/interactions/interaction-payload.ts';
import { expectLinear, fuzz } from '../support/fuzz.ts';
import { damagedValue, ODD_TEXTS } from '../support/fuzzed-values.ts';

const COUNT = 10_000;
/** Controls, halves of characters, and what turns the reading order around. */
const UNREADABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2060-\u2067\ufeff]/;

function expectWords(words: string): void {
  expect(words).not.toMatch(UNREADABLE);
  expect(words.isWellFormed()).toBe(true);
  expect(words).toBe(words.trim());
}

/** What a parser of ours makes of it; `null` where it refuses it in the way that is handled. */
function parsedBy<Result>(parse: () => Result): Result | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof z.ZodError) return null;
    throw error;
  }
}

describe('what Slack delivers', () => {
  const file = {
    id: 'F1',
    name: 'a.txt',
    mimetype: 'text/plain',
    size: 5,
    mode: 'hosted',
    url_private_download: 'https://files.slack.com/a',
  };
  const said = {
    user: 'U1',
    team: 'T1',
    ts: '1700000000.000100',
    thread_ts: '1700000000.000000',
    text: 'Q1: <@U2|ana> says <https://a.example|b> &amp; so',
    files: [file],
    attachments: [{ is_share: true, author_name: 'Ana', text: 'so' }],
    edited: { ts: '1.2' },
  };
  const about = { type: 'message', channel: 'C1', event_ts: '1.2' };
  const events = [
    { ...about, channel_type: 'channel', ...said },
    { ...about, type: 'app_mention', ...said, text: '<@UBOT> status' },
    { ...about, subtype: 'message_changed', message: said, previous_message: said },
    { ...about, subtype: 'message_deleted', deleted_ts: said.ts, previous_message: said },
    { ...about, subtype: 'bot_message', ...said, bot_id: 'B1' },
  ];

  it('a message is one of a person of this workspace with a time and a channel, or it is refused', async () => {
    let taken = 0;
    const tried = await fuzz(
      COUNT,
      (chance) =>
        damagedValue(chance, {
          type: 'event_callback',
          team_id: chance.oneIn(8) ? 'T2' : 'T1',
          event: chance.oneOf(events),
        }) as Record<string, unknown>,
      (body) => {
        const found = parsedBy(() => messageEventIn(body, 'T1'));
        if (found === null) return;
        taken += 1;
        expect(body).toMatchObject({ type: 'event_callback', team_id: 'T1' });
        const { event } = found;
        expect(event.channel).toMatch(/^.{1,100}$/s);
        const message =
          found.kind === 'changed'
            ? found.event.message
            : found.kind === 'new'
              ? found.event
              : { ts: found.event.deleted_ts };
        expect(message.ts).toMatch(/^\d{1,20}\.\d{1,20}$/);
        const author = authorOf(message, 'UBOT');
        const given = message as Record<string, unknown>;
        if (author !== null) expect([author, given.bot_id || null]).toEqual([given.user, null]);
        expect(isFromElsewhere(message, 'T1')).toBe((given.user_team ?? given.team ?? 'T1') !== 'T1');
        for (const { id, url } of filesOf(message))
          expect([typeof id, url === null || typeof url === 'string']).toEqual(['string', true]);
        const markup = markupOf(message);
        expectWords(plainWords(markup, new Map(mentionedIn(markup).map((id) => [id, '<b>Ana & \u202eco']))));
        if (found.kind === 'new')
          expect(typeof requestIn(found.event, 'UBOT', true)).toMatch(/string|object/);
      },
    );
    expect(taken).toBeGreaterThan(tried / 10);
  });

  it('a command, a click, a form or a shortcut is bounded, or it is refused', async () => {
    const by = { team: { id: 'T1' }, user: { id: 'U1' }, channel: { id: 'C1' }, trigger_id: 't' };
    const values = {
      topic: { topic: { value: 'Redis?' } },
      personas: { personas: { selected_options: [{ value: 'a' }] } },
    };
    const shapes = [
      [Command, { team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: 't', text: 'so &lt;b&gt;' }],
      [
        Click,
        {
          ...by,
          actions: [{ action_id: 'a', block_id: 'b', value: 'dsn_1 x', selected_option: { value: 'v' } }],
        },
      ],
      [
        Submitted,
        { ...by, view: { id: 'V1', private_metadata: '{"channel":"C1","message":null}', state: { values } } },
      ],
      [Shortcut, { ...by, message: { ts: '1.2', thread_ts: '1.1', text: 'so' } }],
    ] as const;
    let taken = 0;
    const made = (chance: Parameters<typeof damagedValue>[0]) => {
      const [shape, value] = chance.oneOf(shapes);
      return { shape: shapes.findIndex(([each]) => each === shape), value: damagedValue(chance, value) };
    };
    const tried = await fuzz(COUNT, made, ({ shape, value }) => {
      const schema: z.ZodType = shapes[shape]?.[0] ?? z.never();
      const { data, success } = schema.safeParse(value);
      if (!success) return;
      taken += 1;
      const ids = JSON.stringify(data).matchAll(/"(?:\w*_)?id":("(?:[^"\\]|\\.)*")/g);
      for (const [, id = ''] of ids) expect(String(JSON.parse(id)).length).toBeLessThanOrEqual(255);
      if (schema !== Submitted) return;
      const { view } = Submitted.parse(value);
      expect(
        Object.values(filledIn(reading(view.state.values)))
          .flat()
          .every((each) => each === null || typeof each === 'string'),
      ).toBe(true);
      const opened = Opened.safeParse(view.private_metadata).data;
      if (opened !== undefined) expect(opened.channel.length).toBeLessThanOrEqual(200);
    });
    expect(taken).toBeGreaterThan(tried / 10);
  });
});

describe('what Discord delivers', () => {
  const user = { id: '11', username: 'ana', global_name: 'Ana', bot: false };
  const member = { nick: null, roles: ['21'] };
  const channel = {
    id: '31',
    type: 0,
    guild_id: '41',
    parent_id: null,
    owner_id: null,
    thread_metadata: { locked: false },
  };
  const message = {
    id: '51',
    channel_id: '31',
    guild_id: '41',
    type: 0,
    author: user,
    member,
    content: 'Q1: <@11> <:a:1> <t:1:R> so',
    edited_timestamp: null,
    attachments: [{ id: '61', filename: 'a', content_type: null, size: 5, url: 'https://cdn' }],
    mentions: [{ ...user, member }],
    message_snapshots: [{ message: { content: 'so' } }],
    thread: { id: '71' },
  };
  const common = {
    id: '81',
    application_id: '91',
    token: 't',
    channel,
    guild_id: '41',
    member: { ...member, user },
    app_permissions: '7',
  };
  const option = { name: 'start', options: [{ name: 'topic', value: 'Redis?', focused: true }] };
  const field = { component: { custom_id: 'topic', value: ' Redis? ', values: ['a'] } };
  const interactions = [
    { type: 2, ...common, data: { type: 1, name: 'design', options: [option] } },
    {
      type: 2,
      ...common,
      data: { type: 3, name: 'Design this', target_id: '51', resolved: { messages: { 51: message } } },
    },
    { type: 3, ...common, data: { custom_id: 'charrette.accept dsn_1', values: ['a'] } },
    { type: 4, ...common, data: { type: 1, name: 'design', options: [option] } },
    {
      type: 5,
      ...common,
      data: { custom_id: 'charrette.begin', components: [field] },
      message: { id: '51' },
    },
  ];

  it('a message has ids, an author and words that can be read, or it is refused', async () => {
    let taken = 0;
    const tried = await fuzz(
      COUNT,
      (chance) => damagedValue(chance, message),
      (given) => {
        for (const id of Deleted.safeParse(given).data?.ids ?? []) expect(id).toMatch(/^\d{1,20}$/);
        const { data } = Message.safeParse(given);
        if (data === undefined) return;
        taken += 1;
        expect([data.id, data.channel_id, data.author.id].every((id) => /^\d{1,20}$/.test(id))).toBe(true);
        if (isOfPerson(data)) expect([data.author.bot, data.webhook_id ?? null]).toEqual([false, null]);
        expectWords(nameOf(data.author, data.member));
        const words = discord.plainWords(discord.wordsIn(data), discord.namesIn(data));
        expectWords(words);
      },
    );
    expect(taken).toBeGreaterThan(tried / 10);
  });

  it('an interaction is bounded and says who, where and what, or it is refused', async () => {
    let taken = 0;
    const tried = await fuzz(
      COUNT,
      (chance) => damagedValue(chance, chance.oneOf(interactions)),
      (given) => {
        const { data } = InteractionPayload.safeParse(given);
        if (data === undefined) return;
        taken += 1;
        expect([data.id, data.application_id, data.channel.id].every((id) => /^\d{1,20}$/.test(id))).toBe(
          true,
        );
        if ('custom_id' in data.data) expect(data.data.custom_id).toMatch(/^.{1,100}$/s);
        if (data.type !== 5) return;
        const fields = parsedBy(() => fieldsIn(data.data.components));
        for (const [name, { value }] of fields ?? [])
          expect([name.length <= 100, value]).toEqual([true, value.trim()]);
      },
    );
    expect(taken).toBeGreaterThan(tried / 10);
  });

  it('options within options without an end are not walked through', () => {
    let nested: object = { name: 'x', value: 'x' };
    for (let level = 0; level < 50_000; level++) nested = { name: 'x', options: [nested] };
    const payload = { type: 2, ...common, data: { type: 1, name: 'design', options: [nested] } };
    const { data } = InteractionPayload.parse(payload);
    const [subcommand] = 'options' in data ? data.options : [];
    expect(subcommand?.options).toEqual([{ name: 'x' }]);
  });
});

it('A15: markup is read in time that is in proportion to its length', () => {
  expectLinear(
    20_000,
    [...ODD_TEXTS, '<a', '<a|', '<@U1|', '<@U1>', '<!a^', '&lt;', '<', '|', '<t:1', '</a:', '<:a:'].filter(
      (each) => each !== '',
    ),
    (text) => {
      plainWords(text, new Map());
      mentionedIn(text);
      discord.plainWords(text, new Map());
      discord.requestIn({ content: text, attachments: [] }, '1', true, true);
    },
  );
});
