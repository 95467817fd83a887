import type { Document } from '../../core/telling/document.ts';
import type { Pinned, Thread } from '../../core/vocabulary/events.ts';
import type { Engine } from '../engine/engine.ts';
import type { Person, Policy } from '../permission.ts';
import type { PlatformAccess } from './platform-access.ts';

/** The repositories that a design may read, by name; `null` for a name that is not configured. */
export interface Repositories {
  readonly names: readonly string[];
  readonly pin: (name: string) => Promise<Pinned | null>;
}

/** A place on a chat platform where something can be said to one person. */
export interface Place {
  readonly channel: string;
  /** The thread's id; `null` outside of threads. */
  readonly thread: string | null;
}

/** What is said in words of the platform's own. */
export interface PlatformTexts {
  /** The platform's name, for people. */
  readonly platform: string;
  /** Markdown. */
  readonly help: string;
  /** A command that starts a design, as it is typed. */
  readonly example: string;
  /** How one of several repositories is chosen, where none was. */
  readonly chooseRepository: string;
}

/** What the handlers of one chat platform share. */
export interface GatewayContext extends PlatformAccess {
  readonly texts: PlatformTexts;
  readonly engine: Engine;
  readonly policy: Policy;
  /** Why the bot holds no designs for this person where the context is, in words for them; `null` if it does. */
  readonly placeProblem?: (person: Person) => Promise<string | null>;
  readonly repositories: Repositories;
  /** Where the thread of a design can be opened, in the platform's own way; `null` where that is not known. */
  readonly linkTo: (thread: Thread) => string | null;
  /** Sends an ephemeral message. A failure is logged. */
  readonly sendEphemeral: (person: string, place: Place, what: Document) => Promise<void>;
}
