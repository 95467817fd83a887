import * as z from 'zod';
import { Fault } from '../../runtime/fault.ts';
import type { VerbOutcome } from '../../runtime/ports/gateway.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { createRest } from './calls/rest.ts';
import { inviteLink } from './calls/rights.ts';
import {
  placeName,
  type Refused,
  type Registration,
  readRegistrations,
  registerCommands,
} from './commands/registration.ts';
import type { DiscordSettings } from './settings.ts';

const Options = z.object({ preview: z.boolean().default(false) });

/** Puts the commands in place, or says what that would do. Throws `Fault` where Discord is not set up. */
export async function register(
  words: unknown,
  settings: DiscordSettings | null,
  log: Log,
): Promise<VerbOutcome> {
  const { preview } = Options.parse(words);
  if (settings === null) {
    throw new Fault(
      'bad_configuration',
      'Discord is not set up: set DISCORD_TOKEN and DISCORD_APPLICATION_ID, both from https://discord.com/developers/applications.',
    );
  }
  const rest = createRest({ ...settings, log });
  const found = preview ? await readRegistrations(rest, settings) : await registerCommands(rest, settings);
  const lines = found.map((each) => `${placeName(settings, each.guildId)}: ${wordsOf(each, preview)}`);
  return {
    output: `${[...lines, `Invite the bot: ${inviteLink(settings.applicationId)}`].join('\n')}\n`,
    remark: '',
    isComplete: !found.some(({ is }) => is === 'refused'),
  };
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
      return found.why.replaceAll(/\s+/g, ' ');
  }
}
