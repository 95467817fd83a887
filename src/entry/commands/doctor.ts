import type { Command } from 'commander';
import { Fault } from '../../foundation/fault.ts';
import { problem } from '../../foundation/finding.ts';
import { createRedactor } from '../../foundation/redaction.ts';
import { type CliContext, createCliContext } from '../cli/cli-context.ts';
import { printChecks } from '../cli/doctor-findings.ts';
import { listGatewayChecks } from '../cli/doctor-gateways.ts';
import { listGeneralChecks } from '../cli/doctor-lines.ts';
import { listModelChecks, tryModels } from '../cli/doctor-models.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { findDaemon } from '../cli/find-daemon.ts';
import { copyEnvironment, listConfiguredSecrets } from '../config.ts';
import { listIneffective } from '../unknown-settings.ts';

export function configure(command: Command) {
  command.option(
    '--try',
    'only call each model to see what it accepts, and if it calls tools; about a cent each',
  );
}

export async function run({ try: isTrial = false }: { readonly try?: boolean }): Promise<number> {
  let context: CliContext;
  try {
    context = createCliContext();
    await context.readConfiguration();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const words = [error.message, ...listIneffective(copyEnvironment())].join('\n');
    await printChecks(
      [['settings', () => problem(words)]],
      createRedactor(listConfiguredSecrets()),
    );
    return EXIT.usage;
  }
  const lines = isTrial ? await tryModels(context) : await listChecks(context);
  return (await printChecks(lines, context.redact)) === 0 ? EXIT.completed : EXIT.other;
}

async function listChecks(context: CliContext) {
  const { configuration } = context;
  const found = await findDaemon(configuration);
  return [
    ...listGeneralChecks(context, found),
    ...(await listModelChecks(await context.readConfiguration(), found, context)),
    ...listGatewayChecks(context),
  ];
}
