import postgres from 'postgres';

/** Seconds after which a database that does not answer is taken to be unreachable. */
const CONNECT_SECONDS = 10;

/** `onClosed` is called whenever one of the connections is gone; the driver makes another one by itself. */
export function connect(
  url: string,
  connections: number,
  onClosed: () => void = () => undefined,
): postgres.Sql {
  return postgres(url, {
    max: connections,
    connect_timeout: CONNECT_SECONDS,
    connection: { application_name: 'charrette' },
    onnotice: () => undefined,
    onclose: onClosed,
  });
}
