/**
 * The daemon as it is, in a world of the tests': with `CHAT_URL` its designs have a thread on the platform that
 * `chat-endpoint.ts` plays, named after their topic; at the moment `KILL_POINT` it sends itself `KILL_SIGNAL`.
 */
import { readConfiguration } from '../../src/entry/config.ts';
import { serve } from '../../src/entry/serve.ts';
import { Engine } from '../../src/runtime/engine/engine.ts';
import { createEndpointChat } from './chat-adapter.ts';
import { KillPoint } from './kill-point.ts';

const { CHAT_URL: chatUrl, KILL_POINT: pointName, KILL_SIGNAL: signal } = process.env;
const point = pointName === undefined ? null : new KillPoint(pointName, signal);
const around = <Port extends object>(name: string, port: Port): Port => point?.around(name, port) ?? port;

/** The HTTP API knows no threads, and chat gateways that start designs are not what is tried here. */
function giveDesignsThreads(): void {
  const { start } = Engine.prototype;
  Engine.prototype.start = function (this: Engine, request, ...others) {
    const thread = { platform: 'local', channel: 'tests', thread: request.topic.slice(0, 200), starter: '' };
    return start.call(this, { ...request, thread }, ...others);
  };
}

if (chatUrl !== undefined) giveDesignsThreads();
process.exitCode = await serve(readConfiguration(), {
  chats: chatUrl === undefined ? [] : [around('chat', createEndpointChat(chatUrl))],
  around: (parts) => ({
    ...parts,
    store: around('store', parts.store),
    fleet: around('fleet', parts.fleet),
    bundles: around('bundles', parts.bundles),
    sessions: around('sessions', parts.sessions),
  }),
});
