/**
 * A persona's process. It is plain JavaScript and says `ready` before it loads the conversation and its schemas: a
 * crashed persona is replaced in the time that an empty Node process takes to start. If what it loads afterwards
 * cannot be loaded, it ends, and the session is lost like any other.
 *
 * With a session id as its argument it is started for that session; without, it is a standby that waits for `assign`.
 * It holds nothing open but its channel, and ends when that closes: a killed daemon leaves no orphans.
 */
import { writeSync } from 'node:fs';
import { PROTOCOL_EXIT_CODE, PROTOCOL_VERSION } from '../runtime/session/envelope.mjs';

const STDERR = 2;
const [sessionId] = process.argv.slice(2);

/** @type {unknown[]} What arrives before the conversation is loaded. */
const early = [];
/** @param {unknown} raw */
let receive = (raw) => {
  early.push(raw);
};

/** @param {string} raw */
function send(raw) {
  // After the parent has gone there is nobody to tell; `disconnect` then ends this process.
  if (process.connected) process.send?.(raw);
}

/** @param {string} reason */
function violated(reason) {
  writeSync(STDERR, `charrette: the session ended itself, having received ${reason}\n`);
  process.exit(PROTOCOL_EXIT_CODE);
}

process.on('message', (raw) => receive(raw));
process.on('disconnect', () => process.exit(0));
if (sessionId !== undefined) {
  send(JSON.stringify({ type: 'ready', version: PROTOCOL_VERSION, sessionId }));
}

// A session reads some dozens of messages in its life. Compiling the schemas first would make its first turn twice as
// slow, and every later one no faster. Nothing in this process makes code out of text.
const { config } = await import('zod');
config({ jitless: true });
const { PersonaSession } = await import('../runtime/session/persona-session.mjs');
const session = new PersonaSession(sessionId !== undefined, { send, stop: () => process.exit(0), violated });
for (const raw of early.splice(0)) session.receive(raw);
receive = (raw) => session.receive(raw);
setImmediate(giveBackMemory);

/**
 * A session spends its life waiting for a model, so it gives back what loading took, once what was urgent is done.
 * The collector is asked for at run time, because a flag on the command line would make Node throw away its compiled
 * modules at the start: 11 ms, half of what an empty process takes.
 */
async function giveBackMemory() {
  const [{ setFlagsFromString }, { runInNewContext }] = await Promise.all([
    import('node:v8'),
    import('node:vm'),
  ]);
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
