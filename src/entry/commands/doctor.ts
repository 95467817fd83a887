import { systemClock } from '../../adapters/system/clock.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { type Finding, note, problem } from '../../runtime/finding.ts';
import type { DoctorLine } from '../../runtime/ports/gateway.ts';
import { type CliContext, cliContext } from '../cli/cli-context.ts';
import { generalLines, urlOf } from '../cli/doctor-lines.ts';
import { modelLines } from '../cli/doctor-models.ts';
import { EXIT, wordsOf } from '../cli/exit-codes.ts';
import { type Daemon, findDaemon } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';

const SHORTEST_COLUMN = 13;

export const configure = () => undefined;

/** One line for each thing that a design needs. Returns 0 when none of them is a problem. */
export async function run(): Promise<number> {
  const context = cliContext();
  const { configuration } = context;
  const found = await findDaemon(configuration);
  const findings = [
    ...generalLines(context, found),
    ...(await modelLines(configuration)),
    ...(await gatewayLines(context, found.daemon)),
  ];
  const width = Math.max(SHORTEST_COLUMN, ...findings.map(([name]) => name.length));
  let problems = 0;
  for (const [name, look] of findings) {
    const { mark, words } = await looked(look);
    if (mark === 'problem') problems += 1;
    output.write(`${name.padEnd(width)} ${mark.padEnd(8)} ${oneLine(context.redact(words))}\n`);
  }
  return problems === 0 ? EXIT.completed : EXIT.other;
}

/** An error during a check is its finding. */
async function looked(look: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    return problem(wordsOf(error));
  }
}

/** Returns the lines of each chat platform; one, where it is not set up. */
async function gatewayLines(
  { configuration, log }: CliContext,
  running: Daemon | null,
): Promise<DoctorLine[]> {
  const { environment, gateways } = configuration;
  const context = {
    clock: systemClock,
    log,
    daemon: { url: running?.url ?? urlOf(configuration), isRunning: running !== null },
    isSet: (name: string) => (environment[name] ?? '') !== '',
  };
  const lines = gateways.map(({ kind, settings }): readonly DoctorLine[] | Promise<readonly DoctorLine[]> => {
    if (settings !== null) return kind.doctor(settings, context);
    const [needed] = Object.keys(kind.variables);
    return [[kind.name, () => note(`not set up (${needed}); docs/start-${kind.name}.md has the steps`)]];
  });
  return (await Promise.all(lines)).flat();
}
