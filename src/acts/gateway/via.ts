import { type Via, wayOf } from '../../core/vocabulary/via.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import type { GatewayContext } from './gateway-context.ts';

export function viaOf({ platform, via }: Pick<GatewayContext, 'platform' | 'via'>): {
  readonly via?: Via;
} {
  return keepDefined({ via: via ?? wayOf(platform) });
}
