import { type Look, minute } from './format.ts';
import { oneLine } from './safe.ts';

interface Listed {
  readonly name: string;
  readonly role: string;
  readonly channels: readonly string[] | null;
  readonly holds: boolean;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** Never shows the token itself. */
export function tokenLines(tokens: readonly Listed[], { paint }: Pick<Look, 'paint'>): string {
  const wide = Math.max(...tokens.map(({ name }) => oneLine(name).length));
  const lines = tokens.map(({ name, role, channels, lastUsedAt, ...token }) => {
    const where = channels === null ? 'all channels' : oneLine(channels.join(', '));
    const used = lastUsedAt === null ? 'never used' : `last used ${minute(lastUsedAt)}`;
    const words = [oneLine(name).padEnd(wide), role.padEnd(9), where, stateOf(token), used].join('  ');
    return token.holds ? words : paint('dim', words);
  });
  return `${lines.join('\n')}\n`;
}

function stateOf({ holds, expiresAt, revokedAt }: Pick<Listed, 'holds' | 'expiresAt' | 'revokedAt'>): string {
  if (revokedAt !== null) return `revoked ${minute(revokedAt)}`;
  return `${holds ? 'until' : 'expired'} ${minute(expiresAt)}`;
}
