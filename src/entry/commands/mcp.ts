import type { Command } from 'commander';
import { systemClock } from '../../adapters/system/clock.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { serveMcp } from '../../surfaces/mcp/server.ts';
import { cliContext } from '../cli/cli-context.ts';
import { withApi } from '../cli/designs.ts';

export function configure(command: Command) {
  return command;
}

/** Serves until the agent closes its end. Without a daemon, designs run in this process, and continue in the next one. */
export async function run() {
  const context = cliContext();
  const { agentBudgetUsd } = context.configuration;
  const closing = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => closing.abort());
  await withApi(context, ({ call }) =>
    serveMcp(
      {
        ...{ call, clock: systemClock, agentBudgetUsd, closing: closing.signal, program: context.program },
        person: context.person,
        version: CHARRETTE_VERSION,
      },
      process.stdin,
    ),
  );
}
