import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import {
  type CommandSet,
  GUILD_COMMANDS,
  listDirectCommands,
  listGlobalCommands,
} from '#surfaces/discord/commands/definitions.ts';
import { newCommand } from '../../platforms/discord/commands.ts';

const sets: [string, CommandSet][] = [
  ['a server', GUILD_COMMANDS],
  ['all servers', listGlobalCommands(false)],
  ['all servers and people', listGlobalCommands(true)],
  ['direct messages', listDirectCommands(false)],
  ['direct messages and people', listDirectCommands(true)],
];

const Verbs = z.object({
  options: z.array(
    z.object({
      name: z.string(),
      options: z.array(z.looseObject({ name: z.string() })).optional(),
    }),
  ),
});

describe('the commands', () => {
  test.each(sets)('Discord takes those of %s', (_name, set) => {
    expect(() => z.array(newCommand).parse(set)).not.toThrow();
    expect(set.map(({ name }) => name)).toEqual(['design', 'Design this']);
  });

  test('a server’s say nothing of where they work, and the others do', () => {
    for (const command of GUILD_COMMANDS) expect(command).not.toHaveProperty('contexts');
    for (const command of listGlobalCommands(false))
      expect(command).toMatchObject({ contexts: [0, 1], integration_types: [0] });
    for (const command of listGlobalCommands(true))
      expect(command).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1] });
    for (const command of listDirectCommands(false))
      expect(command).toMatchObject({ contexts: [1], integration_types: [0] });
    for (const command of listDirectCommands(true))
      expect(command).toMatchObject({ contexts: [1, 2], integration_types: [0, 1] });
  });

  test('no right of Discord’s is asked for: who may do what is a matter of settings', () => {
    for (const command of [...GUILD_COMMANDS, ...listGlobalCommands(true)])
      expect(command).not.toHaveProperty('default_member_permissions');
  });

  test('all that people do by typing has a command, with the options that it takes', () => {
    const { options } = Verbs.parse(GUILD_COMMANDS[0]);
    const verbs = Object.fromEntries(
      options.map((verb) => [verb.name, verb.options?.map(({ name }) => name) ?? []]),
    );
    expect(verbs).toEqual({
      start: ['topic', 'context', 'personas', 'depth', 'budget', 'deadline', 'repo'],
      new: [],
      'sign-in': [],
      find: ['words'],
      accept: ['design'],
      cancel: ['design'],
      done: ['design'],
      help: [],
      list: [],
      retry: ['design'],
      skip: ['design'],
      status: ['design'],
      stop: ['design'],
    });
  });

  test('a topic may be as long here as anywhere', () => {
    const [start] = Verbs.parse(GUILD_COMMANDS[0]).options;
    expect(start?.options?.[0]).toMatchObject({
      required: true,
      max_length: BOUNDS.topicCharacters,
    });
  });
});
