import { cameBy, wayOf } from '../../core/vocabulary/via.ts';
import type { GatewayContext } from './gateway-context.ts';

export function viaOf({
  platform,
  via,
}: Pick<GatewayContext, 'platform' | 'via'>): ReturnType<typeof cameBy> {
  return cameBy(via ?? wayOf(platform));
}
