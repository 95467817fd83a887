import { TLS_PARAMETERS, USE_REQUIRE } from './tls.ts';

/** Any value has no effect. */
const WHATEVER = /^/;

/**
 * Parameters of a database URL, of libpq and of other clients, with the values that change nothing
 * here: they are dropped. What asks for more, or stands in neither table, is refused: it may be
 * meant to protect something, or to name another schema.
 */
const DROPPED: Readonly<Record<string, RegExp>> = {
  application_name: WHATEVER,
  fallback_application_name: WHATEVER,
  connect_timeout: WHATEVER,
  keepalives: WHATEVER,
  keepalives_idle: WHATEVER,
  keepalives_interval: WHATEVER,
  keepalives_count: WHATEVER,
  tcp_user_timeout: WHATEVER,
  client_encoding: /^(?:auto|utf-?8)$/i,
  // The first host that may be written to is used, in the order written.
  target_session_attrs: /^(?:any|read-write|primary)$/,
  load_balance_hosts: /^disable$/,
  min_protocol_version: /^3\.0$/,
  max_protocol_version: WHATEVER,
  replication: /^(?:false|off|no|0)$/,
  channel_binding: /^(?:prefer|disable)$/,
  gssencmode: /^(?:prefer|disable)$/,
  gsslib: WHATEVER,
  krbsrvname: WHATEVER,
  gssdelegation: /^0$/,
  requiressl: /^0$/,
  // Node's own bounds.
  ssl_min_protocol_version: /^TLSv1(?:\.[12])?$/,
  ssl_max_protocol_version: /^TLSv1\.3$/,
  sslcompression: /^0$/,
  sslnegotiation: /^postgres$/,
  sslsni: /^1$/,
  sslcertmode: /^allow$/,
  // Of Prisma, of Supabase, of node-postgres and of JDBC.
  schema: /^public$/,
  pgbouncer: WHATEVER,
  connection_limit: WHATEVER,
  pool_timeout: WHATEVER,
  socket_timeout: WHATEVER,
  statement_cache_size: WHATEVER,
  supa: WHATEVER,
  uselibpqcompat: WHATEVER,
  search_path: /^public$/,
  currentSchema: /^public$/,
};
/** `options` goes to the server as it is: some providers find the database by it. */
const OBEYED: readonly string[] = [...TLS_PARAMETERS, 'options'];

/** The first parameter that is refused, in words for people; `null` for none. */
export function findParameterProblem(url: string): string | null {
  const refused = [...new URL(url).searchParams].find(
    ([name, value]) => !OBEYED.includes(name) && !isDropped(name, value),
  );
  if (refused === undefined) return null;
  const [name] = refused;
  if (name === 'channel_binding')
    return 'channel_binding in it asks for what is not supported. Remove it; sslmode=verify-full protects from the same attack.';
  if (/^(?:require)?ssl$|^sslaccept$/.test(name))
    return `${name} in it is not supported: ${USE_REQUIRE}`;
  return Object.hasOwn(DROPPED, name)
    ? `${name} in it asks for what is not supported.`
    : `${name} in it is not supported.`;
}

/** Names of parameters that have no effect. */
export function listDropped(url: string): string[] {
  return [...new URL(url).searchParams]
    .filter(([name, value]) => isDropped(name, value))
    .map(([name]) => name);
}

function isDropped(name: string, value: string): boolean {
  return Object.hasOwn(DROPPED, name) && DROPPED[name]?.test(value) === true;
}
