import type { PlatformReaders } from '../../src/engine/access/may-read.ts';
import { type Chat, notConfigured } from '../../src/engine/ports/chat.ts';

/** A platform that says nothing of anybody. */
export const SILENT_PLATFORM: PlatformReaders = {
  isOperator: () => false,
  canOpen: async () => null,
  channelsOf: async () => null,
};

/** A platform of this name that takes everything that is posted there, and shows it to nobody. */
export function takingAll(platform: string): Chat {
  return {
    ...notConfigured(platform),
    post: async () => 'receipt',
    find: async () => null,
    removeCopies: async () => undefined,
    edit: async () => undefined,
    acknowledge: async () => undefined,
    tellRequester: async () => undefined,
    say: async () => undefined,
  };
}
