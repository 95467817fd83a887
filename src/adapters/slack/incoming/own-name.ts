import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Identity } from '../connection/connection.ts';
import type { People } from './people.ts';

/** The bot's own name, as people see it in its workspace. */
export function createOwnName(people: Pick<People, 'person'>) {
  let name: string | null = null;
  return {
    /** Returns `null` before it was looked up. */
    known: (): string | null => name,
    /** Reads the display name; where Slack does not tell it in time, the handle has to do. Never throws. */
    lookUp: async ({ user, user_id }: Pick<Identity, 'user' | 'user_id'>): Promise<void> => {
      const bot = await people.person(user_id);
      name = bot.name === UNKNOWN_NAME ? user : bot.name;
    },
  };
}
