import type { DoctorLine } from '../../acts/gateway/port.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { note } from '../../foundation/finding.ts';
import type { CliContext } from './cli-context.ts';
import { urlOf } from './doctor-lines.ts';
import type { Daemon } from './find-daemon.ts';

export async function gatewayLines(
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
    return [[kind.name, () => note(`not set up (${needed}); docs/${kind.name}.md has the steps`)]];
  });
  return (await Promise.all(lines)).flat();
}
