import { type Document, document, documentOfWords, line, lines, untrusted } from './format/document.ts';

interface Token {
  readonly name: string;
  readonly role: string;
  /** `null`: all. */
  readonly channels: readonly string[] | null;
  readonly holds: boolean;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** Never shows the token itself. */
export function drawTokens(tokens: readonly Token[]): Document {
  if (tokens.length === 0) return documentOfWords('No tokens yet, except the admin token.');
  return document('Tokens', () => [lines(...tokens.map(tokenLine))]);
}

function tokenLine({ name, role, channels, lastUsedAt, ...token }: Token) {
  const where = channels === null ? 'all channels' : channels.join(', ');
  const used = lastUsedAt === null ? 'never used' : `last used ${minute(lastUsedAt)}`;
  return line`${untrusted(name)} · ${role} · ${untrusted(where)} · ${stateOf(token)} · ${used}`;
}

function stateOf({ holds, expiresAt, revokedAt }: Pick<Token, 'holds' | 'expiresAt' | 'revokedAt'>): string {
  if (revokedAt !== null) return `revoked ${minute(revokedAt)}`;
  return `${holds ? 'until' : 'expired'} ${minute(expiresAt)}`;
}

function minute(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
