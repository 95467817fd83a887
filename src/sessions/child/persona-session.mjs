/**
 * A session inside its child process: parses and carries out incoming messages, measures and sends
 * outgoing ones. Everything that touches the process itself is passed in, so tests need no process.
 */
import { Conversation } from './conversation.mjs';
import { MESSAGE_BYTES, PROTOCOL_VERSION, parseJson } from './envelope.mjs';
import { ChildMessage, ParentMessage } from './protocol.mjs';

/**
 * @typedef {object} Channel
 * @property {(raw: string) => void} send
 * @property {() => void} stop Ends the process, as asked.
 * @property {(reason: string) => void} violated Ends the process: a message broke the protocol.
 */

/** Holds one conversation at a time: a new turn replaces the last. */
export class PersonaSession {
  /** @type {Conversation | null} */ #turn = null;
  #assigned;
  #channel;

  /**
   * @param {boolean} assigned True if this process was started for a session, false for a standby.
   * @param {Channel} channel
   */
  constructor(assigned, channel) {
    this.#assigned = assigned;
    this.#channel = channel;
  }

  /** @param {string} raw */
  receive(raw) {
    const result = ParentMessage.safeParse(parseJson(raw));
    if (!result.success) {
      const [issue] = result.error.issues;
      return this.#channel.violated(
        `an invalid message: ${issue?.path.join('.')}: ${issue?.message}`,
      );
    }
    this.#carryOut(result.data);
  }

  /** @param {ParentMessage} message */
  #carryOut(message) {
    switch (message.type) {
      case 'assign':
        return this.#assign(message);
      case 'take_turn':
        this.#turn = new Conversation(message.turnId, message.assignment, (outgoing) =>
          this.#say(outgoing),
        );
        return;
      case 'model_answer':
        return this.#turnOf(message)?.modelAnswered(message);
      case 'tool_answer':
        return this.#turnOf(message)?.toolAnswered(message);
      case 'wrap_up':
        return this.#turnOf(message)?.wrapUp();
      case 'abandon':
        if (this.#turnOf(message) !== null) this.#turn = null;
        return;
      case 'ping':
        this.#say({ type: 'pong', beat: message.beat });
        return;
      case 'stop':
        return this.#channel.stop();
      default:
        return this.#channel.violated(/** @satisfies {never} */ (message));
    }
  }

  /** @param {import('./protocol.mjs').ParentMessageOf<'assign'>} message */
  #assign({ version, sessionId }) {
    if (version !== PROTOCOL_VERSION) return this.#channel.violated(`protocol version ${version}`);
    if (this.#assigned) return this.#channel.violated('a second session for one process');
    this.#assigned = true;
    this.#say({ type: 'ready', version: PROTOCOL_VERSION, sessionId });
  }

  /**
   * Returns the message's turn, or `null` if that turn is over here: messages may cross.
   * @param {{ turnId: string }} message
   */
  #turnOf({ turnId }) {
    return this.#turn?.turnId === turnId ? this.#turn : null;
  }

  /**
   * @param {ChildMessage} message
   * @returns {'sent' | 'too_large'}
   */
  #say(message) {
    const raw = JSON.stringify(ChildMessage.parse(message));
    if (Buffer.byteLength(raw) > MESSAGE_BYTES) return 'too_large';
    this.#channel.send(raw);
    return 'sent';
  }
}
