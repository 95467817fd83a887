import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import {
  BOT_RIGHTS,
  findRightsFor,
  inviteLinkOf,
  listMissingRights,
} from '#surfaces/discord/calls/rights.ts';

const documented = readFileSync(join(import.meta.dirname, '../../../docs/discord.md'), 'utf8');
const all = BOT_RIGHTS.reduce((sum, { flag }) => sum | PermissionFlagsBits[flag], 0n);

describe('the rights of the bot', () => {
  test('the link asks for exactly the rights of the table, and for the bot with its commands', () => {
    const { origin, pathname, searchParams } = new URL(inviteLinkOf('123456789012345678'));
    expect(`${origin}${pathname}`).toBe('https://discord.com/oauth2/authorize');
    expect(searchParams.get('client_id')).toBe('123456789012345678');
    expect(searchParams.get('scope')).toBe('bot applications.commands');
    expect(BigInt(searchParams.get('permissions') ?? '')).toBe(all);
  });

  test('no right to moderate or administer is among those of the bot', () => {
    const {
      Administrator,
      ManageChannels,
      ManageThreads,
      ManageMessages,
      MentionEveryone,
      ManageGuild,
    } = PermissionFlagsBits;
    for (const flag of [
      Administrator,
      ManageChannels,
      ManageThreads,
      ManageMessages,
      MentionEveryone,
      ManageGuild,
    ])
      expect(all & flag).toBe(0n);
  });

  test('docs/discord.md explains the rights in a table', () => {
    const [, table = ''] =
      /\n\| right \| so that \|\n\|---\|---\|\n([\s\S]*?)\n\n/.exec(documented) ?? [];
    const rows = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
    expect(rows.map(([, title]) => title)).toEqual(BOT_RIGHTS.map(({ title }) => title));
    for (const [, title, reason] of rows) expect(reason, title).not.toBe('');
  });

  test('each right is missing when it is not granted, and none for an administrator', () => {
    expect(listMissingRights(all)).toEqual([]);
    expect(listMissingRights(PermissionFlagsBits.Administrator)).toEqual([]);
    for (const right of BOT_RIGHTS)
      expect(listMissingRights(all & ~PermissionFlagsBits[right.flag])).toEqual([right]);
  });

  test.each([
    ['GET', '/channels/1', ['ViewChannel']],
    ['post', '/channels/1/messages', ['SendMessages', 'SendMessagesInThreads', 'AttachFiles']],
    ['PATCH', '/channels/1/messages/2', ['SendMessages', 'SendMessagesInThreads', 'AttachFiles']],
    ['POST', '/channels/1/messages/2/threads', ['CreatePublicThreads']],
    ['GET', '/channels/1/messages', ['ReadMessageHistory']],
    [
      'PUT',
      '/channels/1/messages/2/reactions/%E2%9C%85/@me',
      ['ReadMessageHistory', 'AddReactions'],
    ],
    ['POST', '/interactions/1/token/callback', []],
  ])('%s %s takes what Discord wants for it', (method, path, flags) => {
    expect(findRightsFor(method, path).map(({ flag }) => flag)).toEqual(flags);
  });
});
