import { PermissionFlagsBits } from 'discord.js';

export interface Right {
  readonly flag: keyof typeof PermissionFlagsBits;
  readonly title: string;
  /**
   * Calls that Discord refuses without it. Each matches the method and the path after the API
   * version.
   */
  readonly calls: readonly RegExp[];
}

const ID = '\\d{1,20}';
const call = (method: string, path: string): RegExp =>
  new RegExp(`^${method} /channels/${path.replaceAll(':id', ID)}$`);
const SENDING = call('(?:POST|PATCH)', ':id/messages(?:/:id)?');

/**
 * Every permission that the bot asks for; docs/discord.md has the reason of each. *Embed Links* is
 * not needed: messages are made of components.
 */
export const BOT_RIGHTS: readonly Right[] = [
  {
    flag: 'ViewChannel',
    title: 'View Channels',
    calls: [call('GET', ':id')],
  },
  {
    flag: 'SendMessages',
    title: 'Send Messages and Create Posts',
    calls: [SENDING],
  },
  {
    flag: 'SendMessagesInThreads',
    title: 'Send Messages in Threads and Posts',
    calls: [SENDING, call('PATCH', ':id')],
  },
  {
    flag: 'CreatePublicThreads',
    title: 'Create Public Threads',
    calls: [call('POST', ':id/messages/:id/threads')],
  },
  {
    flag: 'AttachFiles',
    title: 'Attach Files',
    calls: [SENDING],
  },
  {
    flag: 'ReadMessageHistory',
    title: 'Read Message History',
    calls: [
      call('GET', ':id/messages(?:/:id)?'),
      call('PUT', ':id/messages/:id/reactions/[^/]{1,100}/@me'),
    ],
  },
  {
    flag: 'AddReactions',
    title: 'Add Reactions',
    calls: [call('PUT', ':id/messages/:id/reactions/[^/]{1,100}/@me')],
  },
];

const SCOPES = ['bot', 'applications.commands'] as const;

export function listMissingRights(permissions: bigint): Right[] {
  if ((permissions & PermissionFlagsBits.Administrator) !== 0n) return [];
  return BOT_RIGHTS.filter(({ flag }) => (permissions & PermissionFlagsBits[flag]) === 0n);
}

/**
 * Permissions that this call may need: if Discord refuses it, one of them is missing. Empty if
 * unknown.
 */
export function findRightsFor(method: string, path: string): Right[] {
  return BOT_RIGHTS.filter(({ calls }) =>
    calls.some((each) => each.test(`${method.toUpperCase()} ${path}`)),
  );
}

/** Link for an administrator to add the bot, with only the permissions that it needs. */
export function inviteLinkOf(applicationId: string): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', applicationId);
  link.searchParams.set('scope', SCOPES.join(' '));
  const all = BOT_RIGHTS.reduce((sum, { flag }) => sum | PermissionFlagsBits[flag], 0n);
  link.searchParams.set('permissions', String(all));
  return link.href;
}
