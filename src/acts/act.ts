import * as z from 'zod';
import type { OutsideCommand, StartDesign } from '../core/vocabulary/commands.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { AskedAct } from '../core/vocabulary/events.ts';
import { TOKEN_ROLES, type TokenRole } from '../engine/access/viewer.ts';
import type { CommandWord } from './gateway/word.ts';
import type { RightName } from './rights.ts';

/** At least this role of a token, the admin's token, or the listener for the command line on the same data folder. */
type Least = TokenRole | 'admin' | 'command line';

/** The headings of lists of acts, in their order. */
export const GROUPS = ['Run', 'Read', 'Act', 'Check and publish', 'Set up', 'Keep'] as const;
export type Group = (typeof GROUPS)[number];

/** A method and a path below `/api/v1`, with names as in `:id`. */
export type Route = `${'GET' | 'POST' | 'DELETE'} /${string}`;

/** Names in a path: `id` and `gateId` of `/designs/:id/gates/:gateId`. */
export type NamesIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Bare<Name> | NamesIn<More>
    : Bare<Rest>
  : never;
type Bare<Name extends string> = Name extends `${infer Word}{${string}` ? Word : Name;

type Unsigned<Any> = Any extends { by: string; byId?: unknown } ? Omit<Any, 'by' | 'byId' | 'via'> : never;
/** A command to a design before somebody has signed it. */
export type Wanted = Unsigned<Exclude<OutsideCommand, StartDesign>>;

/** A thing within a design that an act is about, which its path names. */
export interface Subject {
  readonly name: string;
  readonly noun: string;
  readonly id: z.ZodType;
  among(design: Design): readonly { readonly id: string }[];
  /** How a command line names it. Left out: it is the one that is open now. */
  readonly typed?: { readonly argument: string; read(text: string): string | null };
}

/** A control or a bare word of a thread and a page by which an act is done. */
export interface Verb {
  /** The bare word that means it, or the word behind a command. */
  readonly word?: CommandWord;
  /** The act that the design's starter may be asked for by somebody who may not do it; left out for none. */
  readonly askedFor?: AskedAct;
  /** Asked once more before it is done. */
  readonly asksFirst?: true;
  /** Values of the act's fields that it stands for. */
  readonly fills?: Readonly<Record<string, string | boolean>>;
  /** The field whose value stands behind the subject in what it is about. */
  readonly names?: string;
  /** The field whose words a form asks for. */
  readonly asksFor?: string;
}

/** A tool by which a coding agent does an act. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Read by the agent's model before it calls the tool. */
  readonly description: string;
  /** Only with the consent of its person, whom its client asks. */
  readonly asksPerson?: true;
  readonly annotations?: {
    readonly readOnlyHint?: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
  };
}

type Verbs = Readonly<Record<string, Verb>>;

/** A verb of the command line by which an act is done. */
export interface Typed {
  /** Its name, and its arguments: the design, the subject, and fields of the act. All other fields are options. */
  readonly synopsis: string;
  /** Left out: that of the act. */
  readonly summary?: string;
  /** Commands to type behind the name of the program, unchanged. */
  readonly examples: readonly string[];
  /** Among the dozen that people need first. */
  readonly isFirst?: true;
  /** Values of the act's fields that it stands for. */
  readonly fills?: Readonly<Record<string, string | boolean>>;
  /** The option that it cannot do without. */
  readonly requires?: string;
  /** Left out: that of the act. */
  readonly done?: string;
}

/** The part of a row that a thread and a page need; all of it for what is done nowhere else. */
export interface ThreadAct<Body extends z.ZodObject = z.ZodObject, Named extends Verbs = Verbs> {
  readonly group: Group;
  /** One line: what it does. */
  readonly summary: string;
  /** Who may in a thread and on a page; left out where it is done in neither. */
  readonly right?: RightName;
  readonly verbs?: Named;
  /** Fields beside the names in the path. Strict: an unknown one is refused. */
  readonly body?: Body;
  readonly subject?: Subject;
  /** Makes the command, where that is all that the act is. */
  command?(given: Given<Body>): Wanted;
}

/** One thing that can be done or read: everything that a surface needs of it and cannot make by itself. */
export interface Act<
  Path extends Route = Route,
  Body extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Named extends Verbs = Verbs,
> extends ThreadAct<Body, Named> {
  readonly route: Path;
  /** Who may by the API. */
  readonly least: Least;
  /** Its name in the audit log; `null` where it only reads. */
  readonly noted: string | null;
  readonly query?: Query;
  /** With `?preview` it says what it would do. */
  readonly hasPreview?: true;
  /** The answer has a secret, and is kept nowhere. */
  readonly isSecret?: true;
  /** It makes what others get in with: a session of a browser does it only minutes after signing in. */
  readonly asksFreshSignIn?: true;
  /** 200 where it is left out. */
  readonly status?: 201 | 202;
  /** The same for a design that had ended already. */
  readonly statusAfterEnd?: 200;
  /** It begins, ends or judges a design, asks a model or has files: in a command line without a daemon it takes an engine. */
  readonly needsEngine?: true;
  /** Verbs of the command line, by their names. */
  readonly typed?: readonly Typed[];
  readonly tool?: Tool;
  /** Said at a terminal once it is carried out, and the same of a design that had ended already. */
  readonly done?: string;
  readonly doneAfterEnd?: string;
  /** The answer to programs: JSON, or with a text type a file. */
  readonly answer: z.ZodType | 'file';
}

/** Everything that a command is made of. */
interface Given<Body extends z.ZodObject> {
  readonly design: Design;
  /** Id of its subject; empty for an act about the design as a whole. */
  readonly subject: string;
  readonly body: z.output<Body>;
  /** They have the rights of the operator. */
  readonly isOperator: boolean;
}

/** Returns the path of a call below the designs, or beside them, with these values for its names. */
export function pathOf({ route }: Pick<Act, 'route'>, ...values: readonly string[]): string {
  const left = [...values];
  const path = route.replace(/^\w+ (?:\/designs)?/, '');
  return path.replaceAll(/:\w+(\{\.\+\})?/g, (_, isRest) => {
    const value = encodeURIComponent(left.shift() ?? '');
    return isRest === undefined ? value : value.replaceAll('%2F', '/');
  });
}

/** An object without fields. */
export const NOTHING = z.strictObject({});

/** Returns the row as it is, with what its schemas say of its functions. */
export function act<
  const Path extends Route,
  Body extends z.ZodObject = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  const Named extends Verbs = Readonly<Record<never, never>>,
>(row: Act<Path, Body, Query, Named>): Act<Path, Body, Query, Named> {
  return row;
}

/** Returns the name of an act in the audit log: that of the verb which stands for these fields, if one does. */
export function notedAs({ noted, verbs = {} }: Act, body: Readonly<Record<string, unknown>>): string | null {
  const isMeant = ([, { fills }]: [string, Verb]) =>
    fills !== undefined && Object.entries(fills).every(([field, value]) => body[field] === value);
  return Object.entries(verbs).find(isMeant)?.[0] ?? noted;
}

/** Tells if somebody with this role may do what takes at least that. */
export function isEnough(role: TokenRole, least: Least): boolean {
  return (
    least !== 'admin' && least !== 'command line' && TOKEN_ROLES.indexOf(role) >= TOKEN_ROLES.indexOf(least)
  );
}
