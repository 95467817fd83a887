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

/** Node's words for a proxy's own refusal, of a tunnel to an https address or of a request to an http address. */
const REFUSED_BY_PROXY = /^Proxy response \((\d{3})\)|^Proxy Authentication Required \((407)\)/;

/** A proxy's own refusal, in words that name the setting; `null` for any other failure. */
export function refusalByProxy(
  error: unknown,
): { readonly words: string; readonly isLasting: boolean } | null {
  if (!(error instanceof Error)) return null;
  const [, tunnel, plain] = REFUSED_BY_PROXY.exec(error.message) ?? [];
  const status = Number(tunnel ?? plain);
  if (!(status > 0)) return refusalByProxy(error.cause);
  const name = tunnel === undefined ? 'HTTP_PROXY' : 'HTTPS_PROXY';
  const remedy =
    status === 407
      ? `put its user name and password into ${name}, as in http://user:password@host:port`
      : 'allow the address there, or except it in NO_PROXY';
  return {
    words: `the proxy in ${name} refuses to pass it on (${status}): ${remedy}`,
    isLasting: status < 500 && status !== 429,
  };
}

/** Message of the innermost cause, at most two levels deep. */
export function causeOf(error: Error): string {
  const refusal = refusalByProxy(error);
  if (refusal !== null) return refusal.words;
  const { cause } = error;
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return short(deeper instanceof Error ? deeper.message || deeper.name : error.message);
}

export function short(text: string): string {
  return text.slice(0, MESSAGE_CHARACTERS);
}
