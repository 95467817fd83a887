import { cutText } from './cut-text.ts';
import { errorCodeOf } from './fault.ts';

/** Codes of connections that failed before anything could be sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
/** Codes of a certificate by an authority that Node does not know. */
const UNKNOWN_AUTHORITY =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET|VERIFY)_\w+)$/;
const MESSAGE_CHARACTERS = 500;

/** True if the request failed before there was a connection, so nothing was sent. */
export function hasNeverConnected(error: unknown): boolean {
  const code = codeOf(error);
  return (
    NEVER_CONNECTED.has(code) || UNKNOWN_AUTHORITY.test(code) || findProxyRefusal(error) !== null
  );
}

/**
 * True if no address belongs to the name of the host. Without any network, the code is another one.
 */
export function hasUnknownName(error: unknown): boolean {
  return codeOf(error) === 'ENOTFOUND';
}

function codeOf(error: unknown): string {
  return (error instanceof Error && codeOf(error.cause)) || errorCodeOf(error);
}

/**
 * The setting of the proxy in front of an address. Known from the settings alone: no error says
 * which way it came.
 */
let proxySettingOf: (url: string) => string | null = () => null;

export function knowProxies(settingOf: typeof proxySettingOf): void {
  proxySettingOf = settingOf;
}

/**
 * Node's words for a proxy's own refusal of a tunnel to an https address, with its status, or of a
 * request to an http address.
 */
const TUNNEL_REFUSED =
  /^Proxy response \((\d{3})\)|^Failed to establish tunnel .* HTTP\/1\.\d (\d{3})/;
const REQUEST_REFUSED = /^Proxy Authentication Required \((407)\)/;
/** Node's codes of a proxy that opens no tunnel, and says nothing. */
const NO_TUNNEL = ['UND_ERR_PRX_CONN', 'ERR_PROXY_TUNNEL'];

/** A failure at a proxy itself, in words that name the setting; `null` for any other. */
export function findProxyRefusal(
  error: unknown,
): { readonly words: string; readonly isLasting: boolean } | null {
  if (!(error instanceof Error)) return null;
  const [, byFetch, byAgent] = TUNNEL_REFUSED.exec(error.message) ?? [];
  const [, plain] = REQUEST_REFUSED.exec(error.message) ?? [];
  const status = Number(byFetch ?? byAgent ?? plain ?? 0);
  if (status === 0 && !NO_TUNNEL.includes(errorCodeOf(error))) return findProxyRefusal(error.cause);
  const name = (plain === undefined && proxySettingOf('https://any.invalid')) || 'HTTP_PROXY';
  const remedy =
    status === 407
      ? `put its user name and password, with an @ behind them, before the host in ${name}`
      : 'see that its address is right and that it may reach this one, or except this one in NO_PROXY';
  return {
    words: `the proxy in ${name} does not pass it on (${status || 'no answer'}): ${remedy}`,
    isLasting: status >= 400 && status < 500 && status !== 429,
  };
}

/**
 * Message of the innermost cause, at most two levels deep, with what stands between and what helps.
 */
export function causeOf(error: Error, url: string): string {
  const refusal = findProxyRefusal(error);
  if (refusal !== null) return refusal.words;
  const { cause } = error;
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const message = shortenMessage(
    deeper instanceof Error ? deeper.message || deeper.name : error.message,
  ).trim();
  const proxy = proxySettingOf(url);
  const way = proxy === null ? '' : `, through the proxy in ${proxy}`;
  const help = UNKNOWN_AUTHORITY.test(codeOf(error))
    ? '; start with NODE_EXTRA_CA_CERTS=/path/of/authorities if you trust who signed it'
    : '';
  return `${message}${way}${help}`;
}

export function shortenMessage(text: string): string {
  return cutText(text, MESSAGE_CHARACTERS);
}
