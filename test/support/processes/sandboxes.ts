import { findObstacleToNamespaces } from '../../../src/sessions/namespaces.ts';
import type { Sandbox } from '../../../src/sessions/settings.ts';
import { needing } from '../runner/needing.ts';
import type { Need } from '../runner/needs.ts';

const NAMESPACES: readonly Need[] = ['bubblewrap'];

/** Both ways to hold a session, each with why it is not to be had here, and the `test` of what is shown with it. */
export const SANDBOXES: readonly {
  readonly sandbox: Sandbox;
  readonly missing: string | null;
  readonly test: Awaited<ReturnType<typeof needing>>['test'];
  toString(): string;
}[] = [
  { sandbox: 'node', missing: null, ...(await needing()), toString: () => 'node' },
  {
    sandbox: 'bwrap',
    missing: await findObstacleToNamespaces({ PATH: process.env.PATH }),
    ...(await needing(...NAMESPACES)),
    toString: () => 'bwrap',
  },
];
