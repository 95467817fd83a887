import { PermissionFlagsBits } from 'discord.js';

export interface Right {
  readonly flag: keyof typeof PermissionFlagsBits;
  readonly title: string;
  /** Continues “so that”. */
  readonly soThat: string;
  /** Calls that Discord refuses without it: method, and path below the version. */
  readonly calls: readonly RegExp[];
}

const ID = '\\d{1,20}';
const call = (method: string, path: string): RegExp =>
  new RegExp(`^${method} /channels/${path.replaceAll(':id', ID)}$`);
const SENDING = call('(?:POST|PATCH)', ':id/messages(?:/:id)?');

/**
 * Every permission that the bot asks for. docs/discord.md has the same table. Messages made of components need no *Embed
 * Links*.
 */
export const RIGHTS: readonly Right[] = [
  {
    flag: 'ViewChannel',
    title: 'View Channels',
    soThat: 'the bot hears what is said in the threads of a channel, and can say something there',
    calls: [call('GET', ':id')],
  },
  {
    flag: 'SendMessages',
    title: 'Send Messages and Create Posts',
    soThat: 'the card of a design is posted in the channel',
    calls: [SENDING],
  },
  {
    flag: 'SendMessagesInThreads',
    title: 'Send Messages in Threads and Posts',
    soThat: 'the design is held in its thread',
    calls: [SENDING, call('PATCH', ':id')],
  },
  {
    flag: 'CreatePublicThreads',
    title: 'Create Public Threads',
    soThat: 'a thread is opened under the card',
    calls: [call('POST', ':id/messages/:id/threads')],
  },
  {
    flag: 'AttachFiles',
    title: 'Attach Files',
    soThat: 'proposals, the brief and the other results are there as files',
    calls: [SENDING],
  },
  {
    flag: 'ReadMessageHistory',
    title: 'Read Message History',
    soThat:
      'answers that were written while no daemon was connected are read, and a message that may have been posted before is found instead of posted twice',
    calls: [call('GET', ':id/messages(?:/:id)?'), call('PUT', ':id/messages/:id/reactions/[^/]{1,100}/@me')],
  },
  {
    flag: 'AddReactions',
    title: 'Add Reactions',
    soThat: 'what was heard gets a 👀, and what answers a question a ✅, instead of a message',
    calls: [call('PUT', ':id/messages/:id/reactions/[^/]{1,100}/@me')],
  },
];

const SCOPES = ['bot', 'applications.commands'] as const;

export function missingRights(granted: bigint): Right[] {
  if ((granted & PermissionFlagsBits.Administrator) !== 0n) return [];
  return RIGHTS.filter(({ flag }) => (granted & PermissionFlagsBits[flag]) === 0n);
}

/** Permissions of which one is missing if this call is refused; empty if unknown. */
export function rightsFor(method: string, path: string): Right[] {
  return RIGHTS.filter(({ calls }) => calls.some((each) => each.test(`${method.toUpperCase()} ${path}`)));
}

/** The link by which an administrator adds the bot, with only the permissions that it needs. */
export function inviteLink(applicationId: string): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', applicationId);
  link.searchParams.set('scope', SCOPES.join(' '));
  const all = RIGHTS.reduce((sum, { flag }) => sum | PermissionFlagsBits[flag], 0n);
  link.searchParams.set('permissions', String(all));
  return link.href;
}
