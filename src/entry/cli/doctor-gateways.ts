import type { DoctorLine } from '../../acts/gateway/port.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { note } from '../../foundation/finding.ts';
import type { CliContext } from './cli-context.ts';

export function listGatewayChecks({ configuration, log }: CliContext): DoctorLine[] {
  const context = { clock: systemClock, log };
  return configuration.gateways.map(({ kind, settings }): DoctorLine => {
    const [needed] = Object.keys(kind.variables);
    return [
      kind.name,
      () =>
        settings === null
          ? note(`not set up (${needed}); docs/${kind.name}.md has the steps`)
          : kind.doctor(settings, context),
    ];
  });
}
