import { z } from 'zod';
import { newCommand, wireCommand } from './commands.ts';
import { refusal } from './refusal.ts';
import { type Backend, type Route, route } from './route.ts';
import { wireMember, wireRole, wireUser } from './wire.ts';

/**
 * Whether an app in fewer than a hundred guilds has been granted the intent to read what people
 * write.
 */
const MESSAGE_CONTENT_LIMITED = 1 << 19;
const IDENTIFY_BUDGET = { total: 1_000, reset_after: 86_400_000, max_concurrency: 1 };
const MAX_COMMANDS = 100;

export const GUILD_ROUTES: readonly Route[] = [
  route('gateway.bot', 'GET /gateway/bot', {}, ({ gateway }) => ({
    url: gateway.url,
    shards: 1,
    session_start_limit: { ...IDENTIFY_BUDGET, remaining: gateway.sessionsLeft },
  })),
  route('users.me', 'GET /users/@me', {}, ({ guild }) => ({
    ...wireUser(guild.bot),
    verified: true,
    mfa_enabled: true,
  })),
  route('users.guilds', 'GET /users/@me/guilds', { query: ['limit'] }, ({ guild }) => {
    const { id, name } = guild;
    const permissions = String(guild.permissionsAtLarge(guild.bot.id));
    return guild.isLeft
      ? []
      : [{ id, name, icon: null, banner: null, owner: false, permissions, features: [] }];
  }),
  route('applications.me', 'GET /applications/@me', {}, ({ guild, mayRead }) => {
    const { application: id, bot, name } = guild;
    const flags = mayRead ? MESSAGE_CONTENT_LIMITED : 0;
    const about = {
      description: '',
      icon: null,
      verify_key: '0',
      owner: null,
      team: null,
      summary: name,
    };
    const isPublic = { bot_public: false, bot_require_code_grant: false };
    const ways = { '0': {}, ...(guild.installedBy !== null && { '1': {} }) };
    const rest = { integration_types_config: ways, flags, bot: wireUser(bot) };
    return { id, name: bot.name, ...about, ...isPublic, ...rest };
  }),
  route('guilds.member', 'GET /guilds/:guild/members/:member', {}, (backend, { at }) => {
    needGuild(backend, at.guild);
    const person = backend.guild.people.get(at.member ?? '');
    if (person === undefined) throw refusal('unknown_member');
    return wireMember(backend.guild, person);
  }),
  route('guilds.get', 'GET /guilds/:guild', {}, (backend, { at }) => {
    needGuild(backend, at.guild);
    const { id, name, owner, roles } = backend.guild;
    const all = [...roles.values()].map((role) => wireRole(backend.guild, role));
    return { id, name, icon: null, owner_id: owner, roles: all, emojis: [], features: [] };
  }),
  route('guilds.roles', 'GET /guilds/:guild/roles', {}, (backend, { at }) => {
    needGuild(backend, at.guild);
    return [...backend.guild.roles.values()].map((role) => wireRole(backend.guild, role));
  }),
  ...commandRoutes(''),
  ...commandRoutes('/guilds/:guild'),
];

function needGuild({ guild }: Backend, id: string | undefined): void {
  if (id !== guild.id) throw refusal('unknown_guild');
  if (guild.isLeft) throw refusal('missing_access');
}

/** The app's commands of one scope. */
function commandRoutes(scope: '' | '/guilds/:guild'): Route[] {
  const path = `/applications/:application${scope}/commands` as const;
  const scopeOf = (backend: Backend, at: Readonly<Record<string, string>>): string | null => {
    if (at.application !== backend.guild.application) throw refusal('missing_access');
    if (scope === '') return null;
    needGuild(backend, at.guild);
    return backend.guild.id;
  };
  const body = z.array(newCommand).max(MAX_COMMANDS);
  return [
    route('commands.list', `GET ${path}`, {}, (backend, { at }) =>
      backend.commands
        .in(scopeOf(backend, at))
        .map((each) => wireCommand(backend.guild.application, each)),
    ),
    route('commands.replace', `PUT ${path}`, { body }, (backend, { at, body: wanted }) =>
      backend.commands
        .replace(scopeOf(backend, at), wanted)
        .map((each) => wireCommand(backend.guild.application, each)),
    ),
  ];
}
