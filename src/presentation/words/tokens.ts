import { type Document, document, documentOfWords, line, lines } from '../format/document.ts';

interface Token {
  readonly name: string;
  readonly role: string;
  /** `null`: all. */
  readonly channels: readonly string[] | null;
  readonly holds: boolean;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly asleepSince: string | null;
}

/** Never shows the token itself. */
export function drawTokens(tokens: readonly Token[]): Document {
  if (tokens.length === 0) return documentOfWords('No tokens yet, except the admin token.');
  return document('Tokens', [lines(...tokens.map(tokenLine))]);
}

export function drawWoken(
  token: Token & { readonly createdBy: string; readonly sleptSince: string },
): Document {
  const { createdBy, sleptSince } = token;
  const made = line`Awake again, after it slept since ${minute(sleptSince)}. ${createdBy} made it.`;
  return document('Tokens', [lines(tokenLine(token), made)]);
}

function tokenLine({ name, role, channels, createdAt, lastUsedAt, ...token }: Token) {
  const where = channels === null ? 'all channels' : channels.join(', ');
  const used = lastUsedAt === null ? 'never used' : `last used ${minute(lastUsedAt)}`;
  return line`${name} · ${role} · ${where} · ${stateOf(token)} · made ${minute(createdAt)} · ${used}`;
}

function stateOf({
  holds,
  expiresAt,
  revokedAt,
  asleepSince,
}: Pick<Token, 'holds' | 'expiresAt' | 'revokedAt' | 'asleepSince'>): string {
  if (revokedAt !== null) return `revoked ${minute(revokedAt)}`;
  if (asleepSince !== null) return `asleep since ${minute(asleepSince)}`;
  return `${holds ? 'until' : 'expired'} ${minute(expiresAt)}`;
}

function minute(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
