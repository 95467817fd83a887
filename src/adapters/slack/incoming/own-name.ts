import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Identity } from '../connection/connection.ts';
import type { People } from './people.ts';

export function createOwnName(people: Pick<People, 'name'>) {
  let name: string | null = null;
  return {
    /** `null` before the look-up. */
    known: (): string | null => name,
    /** Uses the display name, or the handle if Slack does not answer in time. Never throws. */
    lookUp: async ({ user, user_id }: Pick<Identity, 'user' | 'user_id'>): Promise<void> => {
      const shown = await people.name(user_id);
      name = shown === UNKNOWN_NAME ? user : shown;
    },
  };
}
