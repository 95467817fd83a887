import postgres from 'postgres';
import { addressOf } from './tls.ts';

/** Seconds without an answer after which a server counts as unreachable. */
const CONNECT_SECONDS = 5;
/** Seconds between two attempts of one connection. */
const BACKOFF_SECONDS = 0.25;
/** Milliseconds after which the server gives a statement up, for any reason. */
const STATEMENT_MS = 10_000;
/** Seconds without traffic after which the system asks whether the other end is still there. */
const KEEP_ALIVE_SECONDS = 10;

/** The type of moments, which the driver would read as text. They stay far below the limit of a number. */
const INT8 = 20;
/** The SQLSTATE of a warning without one of its own. Its words are in the server's language: the routine tells which. */
const WARNING = '01000';

/** The types of JSON, which stays text here. */
const [JSON_TEXT, JSON_BINARY] = [114, 3802];

interface ConnectionOptions {
  readonly connections: number;
  /** Milliseconds; 0 for none. */
  readonly statementMs?: number | undefined;
  /** Called when the server gave up waiting for its standby, and reports a commit all the same. */
  readonly onUnreplicated?: () => void;
  readonly onNotify?: (channel: string, payload: string) => void;
  /** A server's session serves each transaction of others as well: it keeps neither statements nor settings. */
  readonly isPooled?: boolean;
  /** Only a transaction that says so may write: the driver connects again without a word, and the transaction is then gone. */
  readonly isReadOnly?: boolean;
}

/** Creates connections on demand, and replaces lost ones without their session's state. */
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
  // The driver accepts this one too, though its types do not declare it: they offer only `listen`, which uses a separate
  // connection and stops when it cannot reconnect at once.
  const undeclared = { onnotify: onNotify };
  const { url: address, ssl } = addressOf(url);
  return postgres(address, {
    ...undeclared,
    ssl,
    max: connections,
    connect_timeout: CONNECT_SECONDS,
    backoff: () => BACKOFF_SECONDS,
    keep_alive: KEEP_ALIVE_SECONDS,
    // A separate connection is used for its session's state: the driver must not renew it periodically.
    ...(connections === 1 ? { max_lifetime: null } : {}),
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
