import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../model-endpoint-answers.ts';
import type { Json } from '../model-endpoint-validation.ts';

export type WireAnswer = Answer;

export type Message = Extract<Answer, { kind: 'message' }>;

export interface Counted {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** One request, as the server has read it. */
export interface Asked {
  readonly number: number;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Json;
}

/** One way of speaking: what a strict server of it refuses, and how it says an answer. */
export interface WireForm {
  /** Part of the address that clients are given. */
  readonly root: string;
  /**
   * What is wrong with the request, in words. `signed`: thoughts by the id of the call that they
   * came with.
   */
  problems(asked: Asked, signed: ReadonlyMap<string, string>): string[];
  /** Texts of the prompt, in order; and those that came after the model last spoke. */
  texts(body: Json): { readonly all: readonly string[]; readonly last: readonly string[] };
  /**
   * The answer's stream, a piece to a list item. `usage`: `null` where the endpoint does not count.
   */
  frames(message: Message, asked: Asked, usage: Counted | null): readonly string[];
  /** The body of an answer with this status. */
  error(status: number, type: string): unknown;
  /** A frame that is an error in the middle of a stream. */
  readonly errorFrame: string;
}

export function frame(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export function pieces(text: string): string[] {
  return text.match(/.{1,20}/gs) ?? [''];
}

/** What a thought is signed with: it goes back with its call, or the call is refused. */
export function signature(number: number, index: number): string {
  return `signed-${number}-${index}`;
}
