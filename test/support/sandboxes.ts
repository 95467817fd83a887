import { whyNoNamespaces } from '../../src/adapters/process/namespaces.ts';
import type { Sandbox } from '../../src/adapters/process/settings.ts';

/** Both ways to hold a session, each with why it is not to be had here, for the tests that are about both. */
export const SANDBOXES: readonly { sandbox: Sandbox; missing: string | null; toString(): string }[] = [
  { sandbox: 'node', missing: null, toString: () => 'node' },
  { sandbox: 'bwrap', missing: await whyNoNamespaces({ PATH: process.env.PATH }), toString: () => 'bwrap' },
];
