import { ownVariables } from '../../src/entry/config.ts';
import { refusalByProxy } from '../../src/foundation/connection.ts';

// Reads the settings as each command does, asks each address once, and prints what became of it.
ownVariables();
const outcomes: string[] = [];
for (const url of process.argv.slice(2)) {
  const asked = /^wss?:/.test(url)
    ? new Promise<string>((resolve) => {
        new WebSocket(url).addEventListener('close', () => resolve('closed'));
      })
    : fetch(url).then(
        ({ status }) => String(status),
        (error: unknown) => refusalByProxy(error)?.words ?? 'failed',
      );
  outcomes.push(await asked);
}
process.stdout.write(JSON.stringify(outcomes));
