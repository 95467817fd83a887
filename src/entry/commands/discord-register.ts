import * as z from 'zod';
import { createRest } from '../../adapters/discord/client.ts';
import {
  placeName,
  type Refused,
  type Registration,
  readRegistrations,
  registerCommands,
} from '../../adapters/discord/register.ts';
import { inviteLink } from '../../adapters/discord/rights.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { standardOutput } from './output.ts';
import { surroundings } from './surroundings.ts';

const Options = z.object({ preview: z.boolean().default(false) });

/** Puts the commands in place, or says what that would do. Throws `UsageError` where Discord is not set up. */
export async function discordRegister(words: unknown): Promise<number> {
  const { preview } = Options.parse(words);
  const { configuration, log } = surroundings();
  const { discord } = configuration;
  if (discord === null) {
    throw new UsageError(
      'Discord is not set up: set DISCORD_TOKEN and DISCORD_APPLICATION_ID, both from https://discord.com/developers/applications.',
    );
  }
  const rest = createRest({ ...discord, log });
  const found = preview ? await readRegistrations(rest, discord) : await registerCommands(rest, discord);
  const output = standardOutput();
  for (const each of found) {
    const place = placeName(discord, each.guildId);
    output.write(`${oneLine(`${place}: ${wordsOf(each, preview)}`)}\n`);
  }
  output.write(`Invite the bot: ${inviteLink(discord.applicationId)}\n`);
  return found.some(({ is }) => is === 'refused') ? EXIT.other : EXIT.completed;
}

function wordsOf(found: Registration | Refused, preview: boolean): string {
  switch (found.is) {
    case 'up_to_date':
      return 'up to date';
    case 'missing':
      return preview ? 'missing; would be put in place' : 'put in place';
    case 'outdated':
      return preview ? 'outdated; would be replaced' : 'replaced';
    case 'refused':
      return found.why;
  }
}
