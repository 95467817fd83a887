/**
 * An act is what a person does to a design or to the installation: one row of `table.ts` with its
 * words, who may, its input, by its kind the command that it is or `run`, which does it, and
 * `show`, which draws the answer. HTTP, the command line, MCP and chats are loops over the rows.
 * This file is the shape of a row.
 */

import * as z from 'zod';
import type { OutsideCommand, StartDesign } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { AskedAct } from '../core/vocabulary/event-parts.ts';
import type { Unsigned } from '../core/vocabulary/via.ts';
import type { Person } from '../engine/access/permission.ts';
import { TOKEN_ROLES, type TokenRole } from '../ports/access-tokens.ts';
import type { Document } from '../presentation/format/document.ts';
import type { Unchanging } from '../presentation/schema/field.ts';
import type {
  ActingPlace,
  ActParts,
  ActRequest,
  DesignBefore,
  Route,
  ThreadParts,
  Who,
} from './act-inputs.ts';
import type { ANSWERS } from './answers.ts';
import type { RightName } from './rights.ts';
import type { CommandWord } from './word.ts';

/** Least access: a token's role, the admin's token, or the command line on the same data folder. */
type Least = TokenRole | 'admin' | 'command line';

export const GROUPS = ['Run', 'Read', 'Act', 'Check and publish', 'Set up', 'Keep'] as const;
export type Group = (typeof GROUPS)[number];

/** A command to a design, to which its signature is added. */
type UnsignedCommand = Unsigned<Exclude<OutsideCommand, StartDesign>>;

/** The part of a design that an act's path names. */
export interface Subject {
  readonly name: string;
  readonly noun: string;
  readonly id: z.ZodType;
  among(design: Design): readonly { readonly id: string }[];
  /** Reads it from a command line. If absent, the open one is meant. */
  readonly typed?: { readonly argument: string; read(text: string): string | null };
}

/** A button or a word by which people do an act in a thread or on a page. */
export interface ActVerb {
  readonly words?: readonly CommandWord[];
  /** Act for which people without the right may ask the starter; absent for none. */
  readonly askedFor?: AskedAct;
  /** Fixed values of the act's fields. */
  readonly fills?: Readonly<Record<string, string | boolean>>;
  /** Field whose value follows the subject in `about`. */
  readonly names?: string;
  readonly asksFor?: Note;
  /** It is done by the form for a start. */
  readonly opensStart?: true;
  /** Why a person with the right cannot do it now; `null` if they can. */
  obstacle?(...intent: Intent): Promise<string | null>;
  /** Said at once if it takes long. */
  readonly meanwhile?: string;
}

/** A person about to do something with a design. */
export type Intent = readonly [place: ActingPlace, design: Design, person: Person];

/** The form of one text that asks for a verb's words. */
export interface Note {
  /** Field of the act's body. */
  readonly field: string;
  readonly title: string;
  readonly label: string;
  readonly hint?: string;
  /** Its hint is the price of a question. */
  readonly hasPrice?: true;
  readonly submit: string;
  /** A further field of the body, with two or more values to choose from; the first is chosen. */
  readonly choice?: {
    readonly field: string;
    readonly label: string;
    readonly choices: readonly { readonly value: string; readonly label: string }[];
  };
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the agent's model. */
  readonly description: string;
  /** At another stage of its design, a repeated call is another act. */
  readonly isOfStage?: true;
  /** Requires the consent of the agent's person, whom its client asks. */
  readonly asksPerson?: true;
  readonly annotations?: {
    readonly readOnlyHint?: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
  };
}

type Verbs = Readonly<Record<string, ActVerb>>;

export interface CommandLineVerb {
  /**
   * Name, perhaps of two words, and arguments: the design, the subject, fields of the act. All
   * other fields are options.
   */
  readonly synopsis: string;
  /** Absent: the act's. */
  readonly summary?: string;
  readonly examples: readonly string[];
  /** One of the dozen commands that people need first. */
  readonly isFirst?: true;
  readonly fills?: Readonly<Record<string, string | boolean>>;
  /** Absent: the act's. */
  readonly done?: string;
  /** Shows its preview, and asks for confirmation. */
  readonly asksFirst?: true;
  /** Field of the answer that stands alone on standard output, to be piped on. */
  readonly alone?: string;
}

/** How acts are done, by their kind: what a row of the kind has besides its words. */
interface Doing<Parts, Body extends z.ZodObject, Request, Answer> {
  /** Makes the command that it is. */
  readonly command: { command(input: Given<Body>): UnsignedCommand };
  /** Does it, and returns the answer. Throws `Problem`. */
  readonly run: { run(parts: Parts, who: Who, request: Request): Promise<Answer> };
  /** Shows a design, and does nothing. */
  readonly show: { show(answer: Answer, before?: DesignBefore): Document | Promise<Document> };
  /** A stream or a download, which a surface makes. No thread and no page has it. */
  readonly 'by hand': { readonly verbs?: never };
}

/** One of these kinds, told by its tag. */
type Tagged<Kinds> = {
  readonly [Kind in keyof Kinds]: { readonly kind: Kind } & Kinds[Kind];
}[keyof Kinds];

/** The words of a row that threads and pages need. */
interface ThreadRow<Body extends z.ZodObject, Named extends Verbs, Answer> {
  readonly group: Group;
  readonly summary: string;
  /** Right needed in threads and on pages; absent if it is done in neither. */
  readonly right?: RightName;
  readonly verbs?: Named;
  /** Fields besides the path's names. Strict: unknown fields are refused. */
  readonly body?: Body;
  readonly subject?: Subject;
  /** How people read the answer; absent: `done`. `before`: in chats and on pages. */
  show?(answer: Answer, before?: DesignBefore): Document | Promise<Document>;
}

/** The words of a row: everything that a surface cannot derive. */
interface ActRow<
  Path extends Route,
  Body extends z.ZodObject,
  Query extends z.ZodObject,
  Named extends Verbs,
  Answer extends AnswerName,
> extends ThreadRow<Body, Named, Answered<Answer>> {
  readonly route: Path;
  readonly least: Least;
  /** Name in the log; `null` if it only reads. */
  readonly noted: string | null;
  /** Body that the command line on the same data folder may send instead. */
  readonly bodyFromHere?: z.ZodObject;
  readonly query?: Query;
  /** With `?preview` it only says what it would do. */
  readonly hasPreview?: true;
  /** The answer has a secret and is stored nowhere. */
  readonly isSecret?: true;
  /**
   * It gives others access: a browser's session may do it only in the first minutes after sign-in,
   * or must send a token.
   */
  readonly asksAgain?: 'sign-in' | 'token';
  /** Absent: 200. */
  readonly status?: 201 | 202;
  /** Status if the design had already ended. */
  readonly statusAfterEnd?: 200;
  /**
   * Starts, ends or judges a design, calls a model or has files: without a daemon, the command line
   * needs an engine for it.
   */
  readonly needsEngine?: true;
  readonly typed?: readonly CommandLineVerb[];
  readonly tool?: Tool;
  /** Printed at a terminal when done. */
  readonly done?: string;
  /** JSON for programs, by its schema in `answers.ts`, or a file with a text type. */
  readonly answer: Answer;
  /**
   * `true` for an answer that only tells: a request that is repeated under its key is answered
   * anew.
   */
  isOfNow?(answer: Answered<Answer>): boolean;
}

type ThreadDoing<Body extends z.ZodObject, Answer> = Omit<
  Doing<ThreadParts, Body, ActRequest, Answer>,
  'by hand'
>;
type ActDoing<
  Path extends Route,
  Body extends z.ZodObject,
  Query extends z.ZodObject,
  Answer extends AnswerName,
> = Omit<Doing<ActParts, Body, ActRequest<Path, Body, Query>, Answered<Answer>>, 'show'>;

/** An act, or something to read. */
export type Act = ActRow<Route, z.ZodObject, z.ZodObject, Verbs, AnswerName> &
  Tagged<ActDoing<Route, z.ZodObject, z.ZodObject, AnswerName>>;

/** What threads and pages know of an act; the whole act where only they have it. */
export type ThreadAct = ThreadRow<z.ZodObject, Verbs, unknown> &
  Tagged<ThreadDoing<z.ZodObject, unknown>>;

/** A name, so that the schemas are loaded where an answer is read. */
type AnswerName = keyof typeof ANSWERS | 'file';
type Answered<Answer extends AnswerName> = AnswerName extends Answer
  ? unknown
  : Answer extends keyof typeof ANSWERS
    ? Unchanging<z.output<(typeof ANSWERS)[Answer]>>
    : string;

interface Given<Body extends z.ZodObject> {
  readonly design: Design;
  /** Id of its subject; empty for acts on the whole design. */
  readonly subject: string;
  readonly body: z.output<Body>;
}

export const NOTHING = z.strictObject({});

/** A row of this kind. */
export function act<
  const Kind extends Act['kind'],
  const Path extends Route,
  Body extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  const Named extends Verbs = Readonly<Record<never, never>>,
  Answer extends AnswerName = AnswerName,
>(
  kind: Kind,
  row: ActRow<Path, Body, Query, Named, Answer> & ActDoing<Path, Body, Query, Answer>[Kind],
) {
  return { ...row, kind };
}

/** A row of this kind that only threads and pages have. */
export function inThread<
  const Kind extends ThreadAct['kind'],
  Body extends z.ZodObject,
  const Named extends Verbs,
  Answer,
>(kind: Kind, row: ThreadRow<Body, Named, Answer> & ThreadDoing<Body, Answer>[Kind]) {
  return { ...row, kind };
}

/** Name of an act in the log: its verb with these fixed fields, else the row's. */
export function logNameOf(
  { noted, verbs = {} }: Act,
  body: Readonly<Record<string, unknown>>,
): string | null {
  const isMeant = ([, { fills }]: [string, ActVerb]) =>
    fills !== undefined && Object.entries(fills).every(([field, value]) => body[field] === value);
  return Object.entries(verbs).find(isMeant)?.[0] ?? noted;
}

export function isEnough(role: TokenRole, least: Least): boolean {
  return (
    least !== 'admin' &&
    least !== 'command line' &&
    TOKEN_ROLES.indexOf(role) >= TOKEN_ROLES.indexOf(least)
  );
}
