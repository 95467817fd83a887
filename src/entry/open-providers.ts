import { type CompanySettings, companyServer } from '../adapters/openid/company.ts';
import { identityProvider } from '../adapters/openid/provider.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { GatewayConnection } from '../runtime/ports/gateway.ts';
import type { IdentityProvider } from '../runtime/ports/identity-provider.ts';

/** Returns the providers by which people sign in: chat platforms that are set up for it, and the company's. */
export function providersOf(
  company: CompanySettings | null,
  connections: ReadonlyMap<string, GatewayConnection>,
  clock: Clock,
): IdentityProvider[] {
  const platforms = [...connections.values()].flatMap(({ identity }) => identity ?? []);
  const servers = [...platforms, ...(company === null ? [] : [companyServer(company)])];
  return servers.map((server) => identityProvider(server, () => clock.now()));
}
