import type { DesignView } from '../../src/core/view.ts';
import { childrenOf } from '../support/child-sessions.ts';
import type { Daemon } from './daemon.ts';
import { until } from './slack/world.ts';

/** The daemon that has the processes of a design. */
export async function ownerOf(
  design: () => Promise<DesignView>,
  daemons: readonly Daemon[],
): Promise<Daemon> {
  let owner: Daemon | undefined;
  await until('processes of the design', async () => {
    const pids = (await design()).personas.flatMap(({ pid }) => (pid === null ? [] : [pid]));
    owner = daemons.find((each) => childrenOf(each.pid).some((pid) => pids.includes(pid)));
    return owner !== undefined;
  });
  if (owner === undefined) throw new Error('nobody has the design');
  return owner;
}
