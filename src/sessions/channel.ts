/** The parent's end of a session's two pipes: frames in and out, and what was said last. */

import type { ChildProcess } from 'node:child_process';
import {
  BadMessage,
  type ChildMessage,
  FrameReader,
  frameOf,
  type ParentMessage,
  parseMessage,
} from './protocol.ts';

const KEPT_MESSAGES = 20;

interface Listener {
  /** May throw `BadMessage`. */
  onMessage(message: ChildMessage): void;
  /** Nothing is read after it. */
  onBadMessage(error: BadMessage): void;
}

export class Channel {
  /** Kinds and sizes of the last messages, both ways; never what they say. */
  readonly lastMessages: string[] = [];
  readonly #child: ChildProcess;
  #isClosed = false;

  constructor(child: ChildProcess, listener: Listener) {
    this.#child = child;
    const reader = new FrameReader();
    child.stdout?.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.read(chunk)) {
          if (this.#isClosed) return;
          const message = parseMessage(frame);
          if (message.type !== 'pong') this.#note(`← ${message.type}, ${frame.length} bytes`);
          listener.onMessage(message);
        }
      } catch (error) {
        if (!(error instanceof BadMessage)) throw error;
        if (!this.#isClosed) listener.onBadMessage(error);
      }
    });
  }

  send(message: ParentMessage): void {
    if (this.#isClosed) return;
    const frame = frameOf(message);
    if (message.type !== 'ping') this.#note(`→ ${message.type}, ${frame.length} bytes`);
    this.#child.stdin?.write(frame);
  }

  /** The child's standard input ends, and so does an honest child. */
  close(): void {
    this.#isClosed = true;
    this.#child.stdin?.end();
  }

  #note(line: string): void {
    this.lastMessages.push(line);
    if (this.lastMessages.length > KEPT_MESSAGES) this.lastMessages.shift();
  }
}
