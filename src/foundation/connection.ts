import { errorCode } from './fault.ts';

/** Codes of connections that failed before anything could be sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
const MESSAGE_CHARACTERS = 500;

/** True if the request failed before there was a connection, so nothing was sent. */
export function hasNeverConnected(error: unknown): boolean {
  return NEVER_CONNECTED.has(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error instanceof Error && codeOf(error.cause)) || errorCode(error);
}

/** Message of the innermost cause, at most two levels deep. */
export function causeOf(error: Error): string {
  const { cause } = error;
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return short(deeper instanceof Error ? deeper.message || deeper.name : error.message);
}

export function short(text: string): string {
  return text.slice(0, MESSAGE_CHARACTERS);
}
