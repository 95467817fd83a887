/**
 * A persona's process. It is plain JavaScript, and says `ready` before it loads the conversation
 * and its schemas, which it does at its first message: so a design begins once its processes run,
 * and they load while the first of them waits for the model. If loading fails, the process ends,
 * and the session counts as crashed.
 *
 * With a session id as its argument, it starts for that session. Without one, it is a standby that
 * waits for `assign`. It ends when its channel closes, so a killed daemon leaves no orphans.
 */
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { Socket } from 'node:net';
import {
  CHANNEL_DESCRIPTOR,
  FrameReader,
  frameOf,
  PROTOCOL_EXIT_CODE,
  PROTOCOL_VERSION,
} from '../sessions/child/envelope.mjs';

const STDERR = 2;
const [sessionId] = process.argv.slice(2);

/**
 * @type {string[]} Messages that arrive before the conversation is loaded.
 */
const early = [];
/** @param {string} raw */
let receive = (raw) => {
  if (early.push(raw) === 1) void load();
};

const channel = new Socket({ fd: CHANNEL_DESCRIPTOR });
const end = () => process.exit(0);

/** @param {string} raw */
function send(raw) {
  channel.write(frameOf(raw));
}

/** @param {string} reason */
function endRefusing(reason) {
  writeSync(STDERR, `charrette: the session ended itself, having received ${reason}\n`);
  process.exit(PROTOCOL_EXIT_CODE);
}

const reader = new FrameReader({
  message: (message) => receive(message.toString()),
  refused: endRefusing,
});
channel.on('data', (chunk) => reader.read(Buffer.from(chunk)));
channel.on('end', end);
channel.on('error', end);
if (sessionId !== undefined) {
  send(JSON.stringify({ type: 'ready', version: PROTOCOL_VERSION, sessionId }));
}

async function load() {
  // zod's messages in other languages are two thirds of its modules, and a fifth of a session's
  // cost before its first turn. If zod's layout changes, they load, and the start is only slower.
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '../locales/index.js' && context.parentURL?.includes('/zod/')
        ? { url: 'data:text/javascript,', format: 'module', shortCircuit: true }
        : next(specifier, context),
  });
  // A session reads some dozens of messages. Compiling the schemas first would make its first turn
  // twice as slow, and later ones no faster. Nothing in this process generates code from text.
  const { config } = await import('zod');
  config({ jitless: true });
  const { PersonaSession } = await import('../sessions/child/persona-session.mjs');
  const session = new PersonaSession(sessionId !== undefined, {
    send,
    stop: end,
    violated: endRefusing,
  });
  for (const raw of early.splice(0)) session.receive(raw);
  receive = (raw) => session.receive(raw);
  setImmediate(giveBackMemory);
}

/**
 * Frees the memory that loading took, after urgent work: a session mostly waits for a model.
 * Enables the collector at run time, because a command-line flag would make Node discard its
 * compiled modules at the start: 11 ms, half the start of an empty process.
 */
async function giveBackMemory() {
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([
    import('node:v8'),
    import('node:vm'),
  ]);
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
