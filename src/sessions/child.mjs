/**
 * A session's process: holds a turn's conversation and runs its tool loop. It loads no package, so
 * that a spawn costs a bare Node, and has no rights but its two pipes (`sandbox.ts`). It asks the
 * parent for everything, one thing at a time, and ends when its pipe closes: a killed daemon leaves
 * no orphans.
 */

/** @typedef {import('./protocol.ts').ParentMessage} ParentMessage */
/** @typedef {import('./protocol.ts').ChildMessage} ChildMessage */
/** @typedef {import('./session.ts').ChildTurn} ChildTurn */
/** @typedef {import('./session.ts').ChildEnd} ChildEnd */
/** @typedef {import('#models/model.ts').UserBlock} UserBlock */

const LENGTH_BYTES = 4;
/** Times that a model which used no tool is told which one ends the turn. */
const MAX_REMINDERS = 3;

/**
 * By turn: who waits for the parent's answer. A turn may begin before the one that was cancelled has
 * noticed it.
 * @type {Map<string, (value: any) => void>}
 */
const waiting = new Map();

/**
 * Asks until a tool that ends the turn is accepted, or a bound is reached.
 * @param {ChildTurn} turn
 * @returns {Promise<ChildEnd>}
 */
async function converse({ turnId, terminalTools, maxCalls, maxRefusals }) {
  /** @type {Extract<ChildMessage, { type: 'call' }>['messages']} */
  const messages = [];
  let reminders = 0;
  let refusals = 0;
  for (let calls = 0; calls < maxCalls; calls += 1) {
    const { content } = await ask({ type: 'call', turnId, messages });
    // Endpoints refuse an empty message.
    if (content.length > 0) messages.push({ role: 'assistant', content });
    /** @type {Extract<import('#models/model.ts').Block, { type: 'tool_use' }>[]} */
    const uses = content.filter((/** @type {{ type: string }} */ { type }) => type === 'tool_use');
    const [first, ...others] = uses;
    if (first === undefined) {
      reminders += 1;
      if (reminders > MAX_REMINDERS) return 'no_submission';
      const names = terminalTools.map((tool) => `\`${tool}\``).join(' or ');
      const text = `You called no tool, so nothing was recorded. End this turn with ${names}.`;
      messages.push({ role: 'user', content: [{ type: 'text', text }] });
      continue;
    }
    const { id: toolUseId, name: tool, input } = first;
    /** @type {UserBlock} */
    let result;
    if (terminalTools.includes(tool)) {
      const { problem } = await ask({ type: 'submit', turnId, tool, input });
      if (problem === null) return 'submitted';
      refusals += 1;
      if (refusals > maxRefusals) return 'refused';
      result = { type: 'tool_result', toolUseId, text: problem, isError: true };
    } else {
      const { text, isError } = await ask({ type: 'use', turnId, tool, input });
      result = { type: 'tool_result', toolUseId, text, isError };
    }
    messages.push({ role: 'user', content: [result, ...others.map(({ id }) => oneAtATime(id))] });
  }
  return 'too_many_calls';
}

/**
 * @param {string} toolUseId
 * @returns {UserBlock}
 */
function oneAtATime(toolUseId) {
  const text = 'This call was not made: call one tool at a time.';
  return { type: 'tool_result', toolUseId, text, isError: true };
}

/**
 * Never resolves once the turn is cancelled.
 * @param {Extract<ChildMessage, { turnId: string }>} message
 * @returns {Promise<any>}
 */
function ask(message) {
  return new Promise((resolve) => {
    waiting.set(message.turnId, resolve);
    send(message);
  });
}

/** @param {ParentMessage} message */
function hear(message) {
  switch (message.type) {
    case 'turn':
      void converse(message).then((end) => send({ type: 'end', turnId: message.turnId, end }));
      return;
    case 'reply': {
      const resolve = waiting.get(message.turnId);
      waiting.delete(message.turnId);
      resolve?.(message.value);
      return;
    }
    case 'cancel':
      waiting.delete(message.turnId);
      return;
    case 'ping':
      send({ type: 'pong', number: message.number, rssBytes: process.memoryUsage.rss() });
  }
}

/** @param {ChildMessage} message */
function send(message) {
  const json = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(json.length);
  process.stdout.write(Buffer.concat([length, json]));
}

/** What has arrived and is no whole frame. */
let rest = Buffer.alloc(0);

/** @param {Buffer} chunk */
function read(chunk) {
  rest = Buffer.concat([rest, chunk]);
  while (rest.length >= LENGTH_BYTES) {
    const end = LENGTH_BYTES + rest.readUInt32BE();
    if (rest.length < end) return;
    hear(JSON.parse(rest.toString('utf8', LENGTH_BYTES, end)));
    rest = rest.subarray(end);
  }
}

process.stdin.on('data', read);
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdout.on('error', () => process.exit(0));
send({
  type: 'ready',
  sessionId: process.argv[2] ?? '',
  rssBytes: process.memoryUsage.rss(),
});
