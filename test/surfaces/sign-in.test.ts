import { describe, expect, test, vi } from 'vitest';
import { RIGHTS_KEPT } from '../../src/engine/access/asking.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import { TEXTS } from '../../src/presentation/words/texts.ts';
import { begun } from '../engine/running-engine.ts';
import { unhurriedClock } from '../entry/pace.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { connected as inDiscord } from './discord/message-world.ts';
import { forgedId } from './drawn-controls.ts';
import { WAIT } from './engines.ts';
import { Browser } from './http/browser.ts';
import { Client, served, TOKEN } from './http/client.ts';
import { connected as inSlack } from './slack/message-world.ts';

/**
 * The way from the chat to the pages, over real HTTP: a link asked for there signs in as the person
 * who asked.
 */
const PUBLIC = new URL('https://charrette.example');
const LINK = /https:\/\/charrette\.example(\/sign-in\/once\/chro_[\w-]{43})/;

interface Options {
  readonly publicUrl?: URL;
  readonly operators?: boolean;
  readonly clock?: Clock;
}

const unescaped = (said: readonly string[]) => said.join().replaceAll('\\_', '_');

const openSlack = async ({ operators = false, ...options }: Options) => {
  const policy = ({ ana }: { ana: string }) => ({ operators: operators ? [ana] : [] });
  const world = await inSlack({ ...options, isStill: true, policy });
  const { workspace, people } = world.slack;
  const hidden = workspace.addChannel('board', 'private', [workspace.bot.user, world.ben]);
  const withoutBot = workspace.addChannel('plans', 'public', [world.ana]);
  const command = async (who: string, channel = world.general) =>
    (await people.slash(who, channel, '/design sign-in')).privately.join();
  const everybody = () => workspace.messages.filter(({ onlyFor }) => onlyFor === null);
  const stayAway = () => world.slack.faults.always('users.info', 'limited');
  return { ...world, platform: 'slack', hidden, withoutBot, command, everybody, stayAway };
};
const openDiscord = async ({ operators = false, ...options }: Options) => {
  const policy = ({ ana }: { ana: string }) => ({ operators: operators ? [ana] : [] });
  const world = await inDiscord({ ...options, isStill: true, policy });
  const { guild, people } = world.discord;
  const hidden = guild.addChannel('board');
  guild.deny(hidden, ['ViewChannel'], world.ana);
  const withoutBot = guild.addChannel('plans');
  guild.deny(withoutBot, ['SendMessages'], guild.bot.id);
  const command = async (who: string, channel = world.general) =>
    unescaped((await people.slash(who, channel, 'design sign-in')).privately);
  const everybody = () => world.discord.visible(world.general);
  const stayAway = () => world.discord.faults.always('guilds.member', 'cut_before');
  return { ...world, platform: 'discord', hidden, withoutBot, command, everybody, stayAway };
};

describe.each([
  ['Slack', openSlack],
  ['Discord', openDiscord],
] as const)('a link asked for in %s', (name, open) => {
  const opened = async (options: Options = { publicUrl: PUBLIC }) => {
    const world = await open(options);
    const { engine, gateway, platform, ben, general, hidden } = world;
    const design = (channel: string, topic: string) =>
      begun(engine, {
        topic,
        thread: { platform, channel, thread: '', starter: ben },
        startedBy: 'Ben',
        settings: {},
      });
    const [theirs, others] = [
      await design(general, 'Which queue?'),
      await design(hidden, 'Whom to let go?'),
    ];
    const client = new Client(engine, { gateways: new Map([[platform, gateway]]), ...options });
    const { url } = await served(client);
    const pathIn = (text: string) => LINK.exec(text)?.[1] ?? '';
    return { ...world, client, theirs, others, browser: () => new Browser(url, options), pathIn };
  };

  test('A18, D8: signs in once, as that person, who reads the designs of their channels alone', async () => {
    const { ana, command, pathIn, browser, theirs, others, log, everybody } = await opened();
    const path = pathIn(await command(ana));
    const hers = browser();
    expect((await hers.get(path)).text).toContain('signs you in once, as Ana');
    expect((await hers.get('/')).status).toBe(401);
    expect((await hers.post(path, {})).status).toBe(303);
    const seen = async (id: string) => (await hers.get(`/designs/${id}`)).status;
    expect([await seen(theirs), await seen(others)]).toEqual([200, 404]);
    const home = (await hers.get('/')).text;
    expect(home).toContain('Signed in as Ana');
    expect(home).not.toContain('Whom to let go?');
    expect((await hers.get('/operations')).status).toBe(403);
    const second = await browser().post(path, {});
    expect([second.status, second.text]).toEqual([
      401,
      expect.stringContaining('was used or has expired'),
    ]);
    const done = log.events.filter(({ event }) => event === 'act_done');
    expect(done.map(({ facts }) => facts)).toMatchObject([
      { who: 'Ana', what: 'make_sign_in_link' },
      { who: 'Ana', what: 'sign_in', via: { way: 'console' } },
    ]);
    const secret = path.split('/').at(-1) ?? '';
    expect(secret).not.toBe('');
    expect(JSON.stringify([log.events, everybody()])).not.toContain(secret);
  });

  test('the sign-in page names the chat first, and on the machine of the daemon the command alone', async () => {
    const { browser } = await opened();
    const { text } = await browser().get('/sign-in');
    const [chat = -1, machine = -1] = [
      `/design sign-in in ${name},`,
      'charrette sign-in on the machine',
    ].map((way) => text.indexOf(way));
    expect(chat).toBeGreaterThan(0);
    expect(machine).toBeGreaterThan(chat);
    const { browser: local } = await opened({});
    expect((await local().get('/sign-in')).text).not.toContain('/design sign-in');
  });

  test('A18, A24: a person starts a design on a page in a channel of theirs, and in no other', async () => {
    const { ana, command, pathIn, browser, engine, platform, general, hidden, withoutBot } =
      await opened();
    const hers = browser();
    await hers.post(pathIn(await command(ana)), {});
    const form = (await hers.get('/start')).text;
    // Discord lists no channels, so none is offered before their first design.
    expect(form.includes(`<option value="${platform}/${general}">`)).toBe(name === 'Slack');
    expect(form).not.toContain(hidden);
    const topic = 'Where do the spoons go?';
    const sent = (channel: string, seen: string) =>
      hers.post('/start', { topic, channel, repo: 'none', do: 'start', seen });
    const seenIn = (text: string) => /name="seen" value="([^"]*)"/.exec(text)?.[1] ?? '';
    for (const [channel, why] of [
      ['', 'Name one of your channels.'],
      [`${platform}/${hidden}`, 'You may read no channel'],
      [general, 'You may read no channel'],
      [`${platform}/${withoutBot}`, name === 'Slack' ? 'I am not in this channel' : 'Send'],
    ] as const) {
      const refused = await sent(channel, '');
      expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(why)]);
    }
    const place = `${platform}/${general}`;
    const looked = await sent(place, 'not yet');
    const started = await sent(place, seenIn(looked.text));
    expect(started.status).toBe(303);
    const page = await hers.get(started.location ?? '');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining(topic)]);
    const [newest] = await engine.parts.store.list({ platform, channel: general, limit: 1 });
    expect(newest).toMatchObject({
      topic,
      startedBy: 'Ana',
      thread: { channel: general, starter: ana },
    });
  });

  test('A18: a link of an operator reads everything of their platform', async () => {
    const { ana, command, pathIn, browser, others } = await opened({
      publicUrl: PUBLIC,
      operators: true,
    });
    const hers = browser();
    await hers.post(pathIn(await command(ana)), {});
    expect((await hers.get(`/designs/${others}`)).status).toBe(200);
  });

  /** A link to a design, which only operators make. */
  const makeLink = (browser: Browser, id: string) =>
    browser.send(
      'POST',
      `/api/v1/designs/${id}/links`,
      { origin: browser.origin, 'content-type': 'application/json' },
      '{}',
    );

  test('A24: signs in an operator who has left the platform for ten more seconds', async () => {
    const { clock, pass } = createMovedClock(unhurriedClock());
    const world = await opened({ publicUrl: PUBLIC, operators: true, clock });
    const { ana, command, pathIn, browser, others, leave, engine } = world;
    const hers = browser();
    await hers.post(pathIn(await command(ana)), {});
    const tried = async () => [
      (await hers.get('/operations')).status,
      (await makeLink(hers, others)).status,
      (await hers.post(`/designs/${others}/acts`, { act: `${forgedId('cancel')} ${others}` }))
        .status,
    ];
    expect((await tried()).slice(0, 2)).toEqual([200, 201]);
    leave(ana);
    pass(RIGHTS_KEPT.act.freshMs);
    expect(await tried()).toEqual([401, 401, 401]);
    expect((await engine.design(others))?.end).toBeNull();
  });

  test('A24: while the platform is away a link shows what was known a minute ago, and nobody acts', async () => {
    const { clock, pass } = createMovedClock(unhurriedClock());
    const world = await opened({ publicUrl: PUBLIC, operators: true, clock });
    const { ana, command, pathIn, browser, others, client, stayAway } = world;
    const unknown = TEXTS.rightsUnknown(name);
    const hers = browser();
    await hers.post(pathIn(await command(ana)), {});
    expect((await hers.get('/operations')).status).toBe(200);
    stayAway();
    pass(RIGHTS_KEPT.page.freshMs);
    expect((await hers.get('/operations')).status).toBe(200);
    const refused = await makeLink(hers, others);
    expect([refused.status, JSON.parse(refused.text).error.message]).toEqual([503, unknown]);
    pass(RIGHTS_KEPT.page.staleMs);
    const page = await hers.get('/operations', { accept: 'text/html' });
    expect([page.status, page.text]).toEqual([503, expect.stringContaining(unknown)]);
    expect((await client.post(`/${others}/cancel`)).status).toBe(202);
    expect((await hers.post('/sign-in', { token: TOKEN })).status).toBe(303);
    expect((await hers.get('/operations')).status).toBe(200);
  });

  test('a link asked for behind the bot’s name comes privately, too', async () => {
    const { ben, mention, ephemerals, pathIn, browser, others, everybody } = await opened();
    mention(ben, 'sign in');
    await vi.waitUntil(() => pathIn(ephemerals(ben).join()) !== '', WAIT);
    expect(pathIn(JSON.stringify(everybody()))).toBe('');
    const his = browser();
    expect((await his.post(pathIn(ephemerals(ben).join()), {})).status).toBe(303);
    expect((await his.get(`/designs/${others}`)).status).toBe(200);
  });

  test('a link to sign in is none where the console cannot be reached', async () => {
    const { ana, command } = await opened({});
    expect(await command(ana)).toContain(TEXTS.signIn.unreachable);
  });
});

test('who is in no server that Discord is set up for is given no link', async () => {
  const { discord, ana, general } = await inDiscord({
    isStill: true,
    publicUrl: PUBLIC,
    settings: { guildIds: [] },
  });
  const { privately } = await discord.people.slash(ana, general, 'design sign-in');
  expect(unescaped(privately)).toContain('DISCORD_GUILD_IDS');
});
