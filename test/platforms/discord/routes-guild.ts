import { z } from 'zod';
import { changedCommand, newCommand, wireCommand } from './commands.ts';
import { refusal } from './refusal.ts';
import { type Desk, Reply, type Route, route } from './route.ts';
import { wireChannel, wireGuild, wireMember, wireRole, wireThreadMember, wireUser } from './wire.ts';

/** Whether an app in fewer than a hundred guilds has been granted the intent to read what people write. */
const MESSAGE_CONTENT_LIMITED = 1 << 19;
const IDENTIFY_BUDGET = { total: 1_000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 };

export const GUILD_ROUTES: readonly Route[] = [
  route('gateway.bot', 'GET /gateway/bot', {}, ({ gateway }) => ({
    url: gateway.url,
    shards: 1,
    session_start_limit: IDENTIFY_BUDGET,
  })),
  route('users.me', 'GET /users/@me', {}, ({ guild }) => ({
    ...wireUser(guild.bot),
    verified: true,
    mfa_enabled: true,
  })),
  route('users.get', 'GET /users/:user', {}, ({ guild }, { at }) => {
    const person = guild.people.get(at.user ?? '');
    if (person === undefined) throw refusal('unknown_user');
    return wireUser(person);
  }),
  route(
    'users.guilds',
    'GET /users/@me/guilds',
    { query: ['after', 'before', 'limit', 'with_counts'] },
    ({ guild }) => {
      const { id, name } = guild;
      const permissions = String(guild.permissionsAtLarge(guild.bot.id));
      return guild.isLeft
        ? []
        : [{ id, name, icon: null, banner: null, owner: false, permissions, features: [] }];
    },
  ),
  route('applications.me', 'GET /applications/@me', {}, application),
  route('applications.me', 'GET /oauth2/applications/@me', {}, application),
  route('guilds.get', 'GET /guilds/:guild', { query: ['with_counts'] }, (desk, { at }) => {
    needGuild(desk, at.guild);
    return wireGuild(desk.guild);
  }),
  route('guilds.channels', 'GET /guilds/:guild/channels', {}, (desk, { at }) => {
    needGuild(desk, at.guild);
    return places(desk, false);
  }),
  route('guilds.roles', 'GET /guilds/:guild/roles', {}, (desk, { at }) => {
    needGuild(desk, at.guild);
    return [...desk.guild.roles.values()].map((role) => wireRole(desk.guild, role));
  }),
  route('guilds.member', 'GET /guilds/:guild/members/:member', {}, (desk, { at }) => {
    needGuild(desk, at.guild);
    const person = desk.guild.people.get(at.member ?? '');
    if (person === undefined) throw refusal('unknown_member');
    return wireMember(desk.guild, person);
  }),
  route('guilds.active_threads', 'GET /guilds/:guild/threads/active', {}, (desk, { at }) => {
    needGuild(desk, at.guild);
    const mine = [...desk.guild.channels.values()].filter(({ members }) => members.has(desk.guild.bot.id));
    const members = mine.filter(({ thread }) => thread !== null && !thread.isArchived);
    return {
      threads: places(desk, true),
      members: members.map(({ id }) => wireThreadMember(id, desk.guild.bot.id)),
    };
  }),
  ...commandRoutes('', null),
  ...commandRoutes('/guilds/:guild', 'guild'),
];

function application({ guild, mayRead }: Desk): object {
  const { application: id, bot, name } = guild;
  const flags = mayRead ? MESSAGE_CONTENT_LIMITED : 0;
  const rest = {
    description: '',
    icon: null,
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0',
  };
  return { id, name: bot.name, ...rest, flags, bot: wireUser(bot), owner: null, team: null, summary: name };
}

/** Channels of the guild that the bot sees: those that stand by themselves, or the threads in use. */
function places({ guild }: Desk, areThreads: boolean): object[] {
  const own = [...guild.channels.values()].filter(({ type }) => type !== 1);
  const wanted = own.filter(({ thread }) => (areThreads ? thread?.isArchived === false : thread === null));
  return wanted.filter((each) => guild.mayBot(each, 'ViewChannel')).map((each) => wireChannel(guild, each));
}

function needGuild({ guild }: Desk, id: string | undefined): void {
  if (id !== guild.id) throw refusal('unknown_guild');
  if (guild.isLeft) throw refusal('missing_access');
}

/** The app's commands of one scope. */
function commandRoutes(scope: '' | '/guilds/:guild', of: 'guild' | null): Route[] {
  const base = `/applications/:application${scope}/commands` as const;
  const scopeOf = (desk: Desk, at: Readonly<Record<string, string>>): string | null => {
    if (at.application !== desk.guild.application) throw refusal('missing_access');
    if (of === null) return null;
    needGuild(desk, at.guild);
    return desk.guild.id;
  };
  const wire = ({ guild }: Desk, command: Parameters<typeof wireCommand>[1]) =>
    wireCommand(guild.application, command);
  return [
    route('commands.list', `GET ${base}`, { query: ['with_localizations'] }, (desk, { at }) =>
      desk.commands.in(scopeOf(desk, at)).map((each) => wire(desk, each)),
    ),
    route('commands.replace', `PUT ${base}`, { body: z.array(newCommand).max(130) }, (desk, { at, body }) =>
      desk.commands.replace(scopeOf(desk, at), body).map((each) => wire(desk, each)),
    ),
    route('commands.create', `POST ${base}`, { body: newCommand }, (desk, { at, body }) => {
      return new Reply(201, wire(desk, desk.commands.put(scopeOf(desk, at), body)));
    }),
    route('commands.get', `GET ${base}/:command`, {}, (desk, { at }) =>
      wire(desk, desk.commands.get(scopeOf(desk, at), at.command)),
    ),
    route('commands.edit', `PATCH ${base}/:command`, { body: changedCommand }, (desk, { at, body }) =>
      wire(desk, desk.commands.change(scopeOf(desk, at), at.command, body)),
    ),
    route('commands.delete', `DELETE ${base}/:command`, {}, (desk, { at }) => {
      desk.commands.remove(scopeOf(desk, at), at.command);
      return null;
    }),
  ];
}
