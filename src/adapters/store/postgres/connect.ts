import postgres from 'postgres';
import { listDropped } from './parameters.ts';
import { TLS_PARAMETERS, tlsOf } from './tls.ts';

const CONNECT_SECONDS = 5;
const BACKOFF_SECONDS = 0.25;
/** Milliseconds after which the server aborts a statement, whatever the reason. */
const STATEMENT_MS = 10_000;
/** Seconds without traffic until the system checks that the other end still exists. */
const KEEP_ALIVE_SECONDS = 10;

/**
 * The type of moments. The driver would read it as text, but a moment is far below the limit of a
 * number.
 */
const INT8 = 20;
/**
 * SQLSTATE of a warning without its own. Its text is in the server's language, so `routine`
 * identifies it.
 */
const WARNING = '01000';

/** JSON stays text here. */
const JSON_TEXT = 114;
const JSON_BINARY = 3802;

interface ConnectionOptions {
  readonly connections: number;
  /** Milliseconds; 0 for none. */
  readonly statementMs?: number | undefined;
  /**
   * Called when the server stopped waiting for its standby, although it reports the commit as done.
   */
  readonly onUnreplicated?: () => void;
  readonly onNotify?: (channel: string, payload: string) => void;
  /**
   * Through a pooler, other clients share the server's session: it keeps neither statements nor
   * settings.
   */
  readonly isPooled?: boolean;
  /**
   * Only a transaction that asks for it may write. The driver reconnects silently, and a
   * transaction is then lost.
   */
  readonly isReadOnly?: boolean;
}

/** Connects on demand. A lost connection is replaced without its session's state. */
export function connect(
  url: string,
  {
    connections,
    statementMs = STATEMENT_MS,
    onNotify,
    onUnreplicated,
    isPooled = false,
    isReadOnly = false,
  }: ConnectionOptions,
): postgres.Sql {
  // The driver accepts this option, although its types do not declare it. They offer only `listen`,
  // which uses a separate connection and stops if it cannot reconnect at once.
  const undeclared = { onnotify: onNotify };
  const address = new URL(url);
  const ssl = tlsOf(address);
  // The driver would read some differently, and send the others to the server.
  for (const name of [...TLS_PARAMETERS, ...listDropped(url)]) address.searchParams.delete(name);
  return postgres(address.href, {
    ...undeclared,
    ssl,
    max: connections,
    connect_timeout: CONNECT_SECONDS,
    backoff: () => BACKOFF_SECONDS,
    keep_alive: KEEP_ALIVE_SECONDS,
    // A separate connection is used for its session's state, so the driver must not renew it.
    ...(connections === 1 ? { max_lifetime: null } : {}),
    // Nobody catches the error of this query if the connection is lost meanwhile, which ends the
    // process.
    fetch_types: false,
    prepare: !isPooled,
    connection: {
      application_name: 'charrette',
      ...(isPooled ? {} : { statement_timeout: statementMs }),
      ...(isReadOnly ? { default_transaction_read_only: true } : {}),
    },
    types: {
      moment: { to: INT8, from: [INT8], serialize: String, parse: Number },
      json: { to: JSON_TEXT, from: [JSON_TEXT, JSON_BINARY], serialize: String, parse: JSON.parse },
    },
    onnotice: ({ code, routine }) => {
      if (code === WARNING && routine === 'SyncRepWaitForLSN') onUnreplicated?.();
    },
  });
}
