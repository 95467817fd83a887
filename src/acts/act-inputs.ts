import type * as z from 'zod';
import type { Design } from '../core/vocabulary/design.ts';
import type { Pinned, Thread } from '../core/vocabulary/event-parts.ts';
import type { Signed, Via } from '../core/vocabulary/via.ts';
import type { Reader } from '../engine/access/may-read.ts';
import type { Person, Policy } from '../engine/access/permission.ts';
import type { findStartPlace } from '../engine/access/start-place.ts';
import type { Engine } from '../engine/engine.ts';
import type { OpenedStore } from '../ports/opened-store.ts';
import type { DesignSummary, InboxAnswer } from '../ports/store.ts';
import type { DesignView } from '../presentation/schema/view.ts';
import type { Moment } from './moment.ts';

export const API = '/api/v1';

/** Method and path below `API`, with names like `:id`. */
export type Route = `${'GET' | 'POST' | 'DELETE'} /${string}`;

/** Names in a path: `id` and `gateId` of `/designs/:id/gates/:gateId`. */
type NamesIn<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Bare<Name> | NamesIn<More>
    : Bare<Rest>
  : never;
type Bare<Name extends string> = Name extends `${infer Word}{${string}` ? Word : Name;

/** Designs of an engine, or of a store without one. */
export interface Designs
  extends Pick<
    Engine,
    'design' | 'findForgotten' | 'previewRetry' | 'follow' | 'course' | 'onWaiting'
  > {
  command(...inputs: Parameters<Engine['command']>): {
    readonly stored?: Promise<unknown>;
    readonly answered: Promise<InboxAnswer>;
  };
  readonly parts: Pick<
    Engine['parts'],
    'store' | 'identifiers' | 'log' | 'redact' | 'clock' | 'tokens' | 'logins' | 'rehearsal'
  >;
}

export interface KnownRepositories {
  readonly names: readonly string[];
  /** Pins a configured repository by its name; `null` for an unknown name. */
  pin(name: string): Promise<Pinned | null>;
  /** Pins the repository in a folder at `commit`, or by default at its current commit. */
  bring(path: string, commit?: string): Promise<Pinned>;
  /** `null` for an unknown repository. */
  reopen(name: string, commit: string): Promise<unknown>;
}

/** What acts work on. */
export interface ActParts {
  readonly designs: Designs;
  /** Only for acts with `needsEngine`. */
  readonly engine: Engine;
  readonly repositories: KnownRepositories;
  readonly publicUrl: URL | null;
  readonly adminToken: string;
  readonly backup: OpenedStore['backup'];
}

/** Where people act in threads and on pages: what decides, besides rights, if they can. */
export interface ActingPlace {
  readonly engine: Engine;
  readonly policy: Policy;
  readonly repositories: KnownRepositories;
  /** How the person came in, if that is more than the platform, for example a token. */
  readonly via?: Via;
  /** Refusal for this person in this place; `null` if designs are possible. */
  readonly placeProblem?: (person: Person) => Promise<string | null>;
}

/** What acts in threads and on pages work on. */
export type ThreadParts = Pick<ActParts, 'designs' | 'engine' | 'repositories'>;

/** A design in a thread or on a page, before the act. */
export interface DesignBefore {
  readonly view: DesignView;
  /** The control's subject in the design. */
  readonly about: string;
  /** Link to a design's thread; `null` if unknown. */
  readonly linkTo: (thread: Thread) => string | null;
}

/** Who acts, as their way in knows them. Rights were checked before. */
export interface Who extends Signed {
  readonly via: Via;
  readonly isOperator: boolean;
  /** What they may read. */
  reader(): Promise<Reader>;
  /** As `findStartPlace`; absent in threads, where a design starts in place. */
  startPlace?(channel: string): ReturnType<typeof findStartPlace>;
}

/** A valid request for an act. */
export interface ActRequest<
  Path extends Route = Route,
  Body extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
> {
  readonly names: Readonly<Record<NamesIn<Path>, string>>;
  readonly body: z.output<Body>;
  readonly query: z.output<Query>;
  readonly isPreview: boolean;
  /** Without a key if its sender gave none. */
  readonly moment: Partial<Moment>;
  /** Its design. Throws `Problem`: `gone` for a forgotten one, `not_found` for any other. */
  design(): Promise<Design>;
  /** As `design`, without loading it. */
  summary(): Promise<DesignSummary>;
  /** The act's subject for the log, as in `LoggedAct`. */
  detail(words: string): void;
}
