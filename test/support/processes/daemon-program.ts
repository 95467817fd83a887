/**
 * The daemon as it is, in a world of the tests': with `CHAT_URL` its designs have a thread on the
 * platform that `chat-endpoint.ts` plays, named after their topic; at the moment `KILL_POINT` it
 * sends itself `KILL_SIGNAL`; with levers (`levers.ts`) it has other constants.
 */
import { readConfiguration } from '#entry/models.ts';
import { serve } from '#entry/serve.ts';
import { withLevers } from '../runner/levers.ts';
import { createEndpointChat, givingThreads } from '../services/chat-adapter.ts';
import { KillPoint } from './kill-point.ts';

const { CHAT_URL: chatUrl, KILL_POINT: pointName, KILL_SIGNAL: signal = 'SIGKILL' } = process.env;
const configuration = withLevers(readConfiguration(), process.env);
const strike = (): unknown => process.kill(process.pid, signal);
const point =
  pointName === undefined ? null : new KillPoint(pointName, configuration.dataDir, strike);
point?.watchFiles();
const around = <Port extends object>(name: string, port: Port): Port =>
  point?.around(name, port) ?? port;

process.exitCode = await serve(configuration, {
  around: (parts) => ({
    ...parts,
    chats:
      chatUrl === undefined
        ? parts.chats
        : [around('chat', createEndpointChat(chatUrl)), ...parts.chats],
    store: around('store', chatUrl === undefined ? parts.store : givingThreads(parts.store)),
    fleet: around('fleet', parts.fleet),
    bundles: around('bundles', parts.bundles),
    sessions: around('sessions', parts.sessions),
  }),
});
