/** A daemon in its own process, for tests that kill it: `node test/chat/daemon.ts slack URL FOLDER`. */

import { startDiscord } from '#chat/discord/start.ts';
import { startSlack } from '#chat/slack/start.ts';
import { createLog } from '#support/log.ts';
import type { GatewayWorld } from './gateway-world.ts';
import { openHouse } from './house.ts';

const [, , platform, apiUrl = '', folder = ''] = process.argv;
const log = createLog({ level: 'error', redact: (line) => line });
const onLost = (line: string) => {
  throw new Error(line);
};
const common = { apiUrl, operators: [], log, onLost };

const connect: GatewayWorld['connect'] = (designs, onReconnect) =>
  platform === 'slack'
    ? startSlack({
        ...common,
        designs,
        onReconnect,
        botToken: 'xoxb-local',
        appToken: 'xapp-local',
      })
    : startDiscord({
        ...common,
        designs,
        onReconnect,
        token: 'local.discord.token',
      });

const lines: string[] = [];
await openHouse({ platform: platform === 'slack' ? 'slack' : 'discord', connect }, folder, lines);
process.stdout.write('ready\n');
