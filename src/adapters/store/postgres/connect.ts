import postgres from 'postgres';
import { addressOf } from './tls.ts';

/** Seconds after which a server that does not answer is taken to be unreachable. */
const CONNECT_SECONDS = 5;
/** Seconds between two attempts of one connection. */
const BACKOFF_SECONDS = 0.25;
/** After this the server gives a statement up, whatever it waits for. */
const STATEMENT_MS = 10_000;
/** Seconds without traffic after which the system asks whether the other end is still there. */
const KEEP_ALIVE_SECONDS = 10;

/** The type of moments, which the driver would read as text: they are far from what a number cannot hold. */
const INT8 = 20;
/** Of JSON, which is passed on as the text that it is here. */
const [JSON_TEXT, JSON_BINARY] = [114, 3802];

interface ConnectionOptions {
  readonly connections: number;
  /** Milliseconds; 0 for none. */
  readonly statementMs?: number | undefined;
  readonly onNotify?: (channel: string, payload: string) => void;
  /** A connection was closed, by whomever. */
  readonly onClose?: () => void;
}

/** Connections are made when they are needed, and made again when they were lost, without their session's state. */
export function connect(
  url: string,
  { connections, statementMs = STATEMENT_MS, onNotify, onClose }: ConnectionOptions,
): postgres.Sql {
  // The driver takes this one too, though its types do not say so: they have it only for `listen`, which listens on a
  // separate connection and stops listening when it cannot reconnect at once.
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
    connection: { application_name: 'charrette', statement_timeout: statementMs },
    types: {
      moment: { to: INT8, from: [INT8], serialize: String, parse: Number },
      json: { to: JSON_TEXT, from: [JSON_TEXT, JSON_BINARY], serialize: String, parse: JSON.parse },
    },
    onnotice: () => undefined,
    onclose: () => onClose?.(),
  });
}
