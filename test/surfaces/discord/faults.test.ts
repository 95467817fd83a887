import type { RequestListener } from 'node:http';
import { DiscordAPIError } from 'discord.js';
import { Routes } from 'discord-api-types/v10';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ChatFault } from '#ports/chat.ts';
import { discordCodeOf, faultOf } from '#surfaces/discord/calls/faults.ts';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { listening } from '../../platforms/http.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { discordWith } from './local.ts';

const TOKEN = 'local.discord.token';
/** A server that answers every call like this, and a client for it. */
async function respond(answer: RequestListener) {
  const { origin, close } = await listening(
    async (request, response) => answer(request, response),
    String,
  );
  onTestFinished(close);
  return createRest({ token: TOKEN, apiUrl: `${origin}/api`, log: keepLog() });
}

/** What a call that fails comes to; nothing of it tells an address or a token. */
async function faultIn(call: Promise<unknown>): Promise<ChatFault> {
  const error = await call.then(
    () => new Error('it was answered'),
    (thrown: unknown) => thrown,
  );
  const fault = faultOf(error);
  expect(fault).toBeInstanceOf(ChatFault);
  const said = `${fault.message} ${fault.stack} ${String(fault.cause)}`;
  expect(said).not.toMatch(/http:\/\/|secret words|an-interaction-token/);
  expect(fault.message).not.toContain(TOKEN);
  return fault;
}

const message = { content: 'secret words' };

function refusalOf(status: number, code: number): DiscordAPIError {
  const body = { files: undefined, body: {} };
  return new DiscordAPIError(
    { code, message: 'secret words' },
    code,
    status,
    'POST',
    'https://a.example',
    body,
  );
}

describe('refusals of Discord', () => {
  test('nothing can be said in a channel that is gone, and a message that is gone leaves the others', async () => {
    const { rest, general } = await discordWith();
    const gone = await faultIn(
      rest.post(Routes.channelMessages('123456789012345678'), { body: message }),
    );
    expect(gone).toMatchObject({ kind: 'gone', message: expect.stringContaining('10003') });
    const edited = rest.patch(Routes.channelMessage(general, '123456789012345678'), {
      body: message,
    });
    expect(await faultIn(edited)).toMatchObject({
      kind: 'refused',
      message: 'Discord refused the call: 10008.',
    });
  });

  test.each([
    ['SendMessages', 'unreachable', /permission there: .*Send Messages/],
    ['ReadMessageHistory', 'refused', /permission there: Read Message History\.$/],
    ['AttachFiles', 'refused', /permission there: .*Attach Files/],
    ['ViewChannel', 'unreachable', /does not see the channel.*invite it again/],
  ] as const)(
    'without %s everything is %s or this call, and it names what is missing',
    async (lacking, kind, words) => {
      const { discord, rest, general } = await discordWith();
      discord.guild.deny(general, [lacking], discord.guild.bot.id);
      const messages = Routes.channelMessages(general);
      const calls = {
        SendMessages: () => rest.post(messages, { body: message }),
        AttachFiles: () =>
          rest.post(messages, {
            body: message,
            files: [{ name: 'brief.md', data: Buffer.from('# Brief') }],
          }),
        ReadMessageHistory: () => rest.get(`${messages}/123456789012345678`),
        ViewChannel: () => rest.post(messages, { body: message }),
      };
      const fault = await faultIn(calls[lacking]());
      expect(fault.kind).toBe(kind);
      expect(fault.message).toMatch(words);
    },
  );

  test('a kind of channel that takes no messages is named as the reason', async () => {
    expect(await faultIn(Promise.reject(refusalOf(400, 50_024)))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('use a text channel'),
    });
  });

  test('an archived thread that the bot may not open again is locked', async () => {
    const { discord, rest, general } = await discordWith();
    discord.refused.set('channels.edit', 'missing_permissions');
    const call = rest.patch(Routes.channel(general), { body: { archived: false } });
    expect(await faultIn(call)).toMatchObject({
      kind: 'unreachable',
      message: 'The thread is locked: a moderator can unlock it.',
    });
  });

  test('a token that it does not take says so, and is tried again at the next call', async () => {
    const { discord, general } = await discordWith();
    const rest = createRest({
      token: 'another.discord.token',
      apiUrl: discord.apiUrl,
      log: keepLog(),
    });
    for (let call = 0; call < 2; call += 1) {
      const fault = await faultIn(rest.post(Routes.channelMessages(general), { body: message }));
      expect(fault).toMatchObject({
        kind: 'unreachable',
        message: expect.stringContaining('copy it again'),
      });
    }
    expect(discord.record.callsOf('messages.create')).toHaveLength(2);
  });

  test('an invalid request is refused permanently, and reported with the names of the fields', async () => {
    const { rest, general } = await discordWith();
    const fault = await faultIn(
      rest.post(Routes.channelMessages(general), { body: { content: 7 } }),
    );
    expect(fault.kind).toBe('refused');
    expect(fault.message).toMatch(
      /^Discord refused the call: 50035 \(content [A-Z_]+\)\. That is a mistake of Charrette’s: report it\.$/,
    );
  });

  test('an expired interaction is recognised by its error code', async () => {
    const { rest } = await discordWith();
    const route = Routes.interactionCallback('123456789012345678', 'an-interaction-token');
    const call = rest.post(route, { body: { type: 5 }, auth: false });
    const thrown = await call.catch((error: unknown) => error);
    expect(discordCodeOf(thrown)).toBe(10_062);
    expect((await faultIn(Promise.reject(thrown))).message).toBe(
      'Discord refused the call: 10062.',
    );
  });
});

describe('passing faults', () => {
  test.each([
    [400, 20_022],
    [400, 20_016],
    [429, 12_345],
  ])('a limit that passes is no refusal: status %i, code %i', async (status, code) => {
    const error = refusalOf(status, code);
    expect((await faultIn(Promise.reject(error))).kind).toBe('passing');
  });

  test.each(['failed_before', 'failed_after', 'cut_before', 'cut_after'] as const)(
    'P4: a call that %s is made once, so that nothing is said twice without a look',
    async (mishap) => {
      const { discord, rest, general } = await discordWith();
      discord.faults.script('messages.create', mishap);
      const fault = await faultIn(rest.post(Routes.channelMessages(general), { body: message }));
      expect(fault.kind).toBe('passing');
      expect(discord.record.callsOf('messages.create')).toHaveLength(1);
    },
  );

  test('a limit of a moment is waited for', async () => {
    let calls = 0;
    const rest = await respond((_request, response) => {
      calls += 1;
      response.setHeader('content-type', 'application/json');
      if (calls === 1)
        response.writeHead(429, { 'retry-after': '0.2' }).end('{"retry_after": 0.2}');
      else response.end('{"id": "1"}');
    });
    expect(await rest.get(Routes.channel('1'))).toEqual({ id: '1' });
    expect(calls).toBe(2);
  });

  test.each([
    ['a longer one', { 'retry-after': '30' }, 30_000],
    ['one of everything', { 'retry-after': '30', 'x-ratelimit-global': 'true' }, 30_000],
  ])('%s is told, with the time that Discord asks for', async (_name, headers, atLeastMs) => {
    const rest = await respond((_request, response) => {
      response
        .writeHead(429, { 'content-type': 'application/json', ...headers })
        .end('{"message": "slow down"}');
    });
    const fault = await faultIn(rest.get(Routes.channel('1')));
    expect(fault).toMatchObject({ kind: 'passing', message: 'Discord asks to wait.' });
    expect(fault.retryAfterMs).toBeGreaterThan(atLeastMs - 1_000);
    expect(fault.retryAfterMs).toBeLessThan(atLeastMs + 1_000);
  });

  test('an address where nobody listens is a passing fault', async () => {
    const { discord, rest } = await discordWith();
    await discord.close();
    expect(await faultIn(rest.get(Routes.channel('1')))).toMatchObject({
      kind: 'passing',
      message: 'Discord could not be reached: ECONNREFUSED.',
    });
  });

  test('a port that nothing may be sent to', async () => {
    const rest = createRest({ token: TOKEN, apiUrl: 'http://127.0.0.1:9/api', log: keepLog() });
    expect(await faultIn(rest.get(Routes.channel('1')))).toMatchObject({
      kind: 'passing',
      message: 'Discord could not be reached: bad port.',
    });
  });

  test('an answer that breaks off, and one that is not Discord’s', async () => {
    const broken = await respond((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"id":', () => response.destroy());
    });
    expect((await faultIn(broken.get(Routes.channel('1')))).kind).toBe('passing');
    const page = await respond((_request, response) => {
      response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>secret words</h1>');
    });
    expect(await faultIn(page.get(Routes.channel('1')))).toMatchObject({
      kind: 'passing',
      message: 'The answer did not come from Discord (status 403).',
    });
    const odd = await respond((_request, response) => {
      response.setHeader('content-type', 'application/json').end('<h1>secret words</h1>');
    });
    expect(await faultIn(odd.get(Routes.channel('1')))).toMatchObject({
      kind: 'passing',
      message: 'The answer did not come from Discord.',
    });
  });

  test('an answer that does not come, not even its end, is not waited for any longer', async () => {
    const silent = await respond((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{');
    });
    silent.options.timeout = 200;
    const fault = await faultIn(silent.get(Routes.channel('1')));
    expect(fault.message).toBe('Discord could not be reached: it did not answer in time.');
  });
});

test('a file can be sent, whatever else is loaded in this process', async () => {
  await import('@slack/bolt');
  const { discord, rest, general } = await discordWith();
  const files = [{ name: 'brief.md', data: Buffer.from('# Brief'), contentType: 'text/markdown' }];
  await rest.post(Routes.channelMessages(general), { body: { content: 'Here.' }, files });
  expect(discord.record.callsOf('messages.create')[0]?.files).toEqual(['brief.md']);
  expect(discord.record.violations).toEqual([]);
});

test('an error that is no failure of a call is a defect, and thrown on', () => {
  const defect = new TypeError('undefined is not a function');
  expect(() => faultOf(defect)).toThrow(defect);
});
