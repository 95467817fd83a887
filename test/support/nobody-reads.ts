import type { PlatformReaders } from '../../src/runtime/may-read.ts';

/** A platform that says nothing of anybody. */
export const SILENT_PLATFORM: PlatformReaders = {
  isOperator: () => false,
  canOpen: async () => null,
  channelsOf: async () => null,
};
