import { WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import { REST } from 'discord.js';
import { ownVariables } from '#entry/config.ts';
import { causeOf } from '#foundation/connection.ts';

// Reads the settings as each command does, asks each address once, and prints what became of it.
ownVariables();
const outcomes: string[] = [];
for (const url of process.argv.slice(2)) outcomes.push(await outcomeOf(url));
process.stdout.write(JSON.stringify(outcomes));
process.exit();

async function outcomeOf(url: string): Promise<string> {
  if (url.startsWith('wss://gateway.')) return discordSocket(url);
  if (/^wss?:/.test(url))
    return new Promise<string>((resolve) => {
      new WebSocket(url).addEventListener('close', () => resolve('closed'));
    });
  try {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return String(answer.status);
  } catch (error) {
    return error instanceof Error ? causeOf(error, url) : 'failed';
  }
}

/** Opens the socket of Discord's library, whatever comes of it. */
function discordSocket(url: string): Promise<string> {
  const limit = { total: 1, remaining: 1, reset_after: 1, max_concurrency: 1 };
  const rest = new REST();
  rest.get = async () => ({ url, shards: 1, session_start_limit: limit });
  const manager = new WebSocketManager({
    token: 'made-up',
    intents: 0,
    rest,
  });
  return new Promise((resolve) => {
    manager.on(WebSocketShardEvents.Error, ({ error }) => resolve(causeOf(error, url)));
    manager.connect().catch(() => undefined);
  });
}
