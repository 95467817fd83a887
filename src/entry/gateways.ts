import type { Gateway, GatewayKind, GatewayParts } from '../acts/gateway/port.ts';
import { DISCORD } from '../surfaces/discord/kind.ts';
import { SLACK } from '../surfaces/slack/kind.ts';

/**
 * To add a platform, add a folder in `src/surfaces` and list it here: src/acts/gateway/README.md.
 */
export const GATEWAYS: readonly GatewayKind[] = [SLACK, DISCORD];

/** By platform name. `settings`: `null` for a platform that is not set up. */
export async function openGateways(
  platforms: readonly {
    readonly kind: GatewayKind;
    readonly settings: ReturnType<GatewayKind['settings']>;
  }[],
  parts: GatewayParts,
): Promise<ReadonlyMap<string, Gateway>> {
  const gateways = new Map<string, Gateway>();
  for (const { kind, settings } of platforms) {
    if (settings === null) continue;
    const gateway = await kind.open(settings, parts);
    const { platform } = gateway.chat;
    if (platform !== kind.name)
      throw new Error(`broken invariant: ${kind.name} has threads of ${platform}`);
    gateways.set(kind.name, gateway);
  }
  return gateways;
}
