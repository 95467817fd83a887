import type { PlatformReaders } from '#engine/access/may-read.ts';
import { type Chat, ChatFault, makeUnconfiguredChat } from '#ports/chat.ts';

export const SILENCE = new ChatFault('The platform does not say.', 'passing');

/** A platform that says nothing of anybody. */
export const SILENT_PLATFORM: PlatformReaders = {
  isOperator: () => false,
  canOpen: () => Promise.reject(SILENCE),
  channelsOf: async () => null,
};

/** A platform of this name that takes everything that is posted there, and shows it to nobody. */
export function takingAll(platform: string): Chat {
  return {
    ...makeUnconfiguredChat(platform),
    post: async () => 'receipt',
    findPosted: async () => null,
    removeCopies: async () => undefined,
    edit: async () => undefined,
    acknowledge: async () => undefined,
    tellRequester: async () => undefined,
    say: async () => undefined,
  };
}
