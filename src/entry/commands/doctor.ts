import { cliContext } from '../cli/cli-context.ts';
import { printedLines } from '../cli/doctor-findings.ts';
import { gatewayLines } from '../cli/doctor-gateways.ts';
import { generalLines } from '../cli/doctor-lines.ts';
import { modelLines } from '../cli/doctor-models.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { findDaemon } from '../cli/find-daemon.ts';

export const configure = () => undefined;

/** One line for each thing that a design needs. Returns 0 when none of them is a problem. */
export async function run(): Promise<number> {
  const context = cliContext();
  const { configuration } = context;
  const found = await findDaemon(configuration);
  const lines = [
    ...generalLines(context, found),
    ...(await modelLines(configuration)),
    ...(await gatewayLines(context, found.daemon)),
  ];
  return (await printedLines(lines, context.redact)) === 0 ? EXIT.completed : EXIT.other;
}
