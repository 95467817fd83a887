import { viaFieldsOf, wayOf } from '../../core/vocabulary/via.ts';
import type { GatewayContext } from './gateway-context.ts';

export function viaOf({
  platform,
  via,
}: Pick<GatewayContext, 'platform' | 'via'>): ReturnType<typeof viaFieldsOf> {
  return viaFieldsOf(via ?? wayOf(platform));
}
