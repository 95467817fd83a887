import type { Document } from '../../core/presentation/format/document.ts';
import type { Pinned, Thread } from '../../core/vocabulary/events.ts';
import type { Via } from '../../core/vocabulary/via.ts';
import type { PlatformReaders } from '../../engine/access/may-read.ts';
import type { Person, Policy } from '../../engine/access/permission.ts';
import type { Engine } from '../../engine/engine.ts';
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

/** Texts in the platform's own words. */
export interface PlatformTexts {
  /** The platform's name, for people. */
  readonly platform: string;
  /** Markdown. */
  readonly help: string;
  /** A command that starts a design, as it is typed. */
  readonly example: string;
  /** Tells how to choose one of several repositories, where none was chosen. */
  readonly chooseRepository: string;
  /** Tells somebody of whom the platform does not say that they belong there; left out where nothing more is known of why. */
  readonly notMember?: string;
}

/** Parts that the handlers of one chat platform share. */
export interface GatewayContext extends PlatformAccess {
  readonly texts: PlatformTexts;
  /** The way in, where that says more than the platform: with whose token. */
  readonly via?: Via;
  /** The address that acts come from, for the audit log; left out where the platform tells none. */
  readonly from?: string;
  readonly engine: Engine;
  readonly policy: Policy;
  readonly readers: PlatformReaders;
  /** The bot's own display name there; `null` or left out where that is not known. */
  readonly ownName?: () => string | null;
  /** Why the bot holds no designs for this person where the context is, in words for them; `null` if it does. */
  readonly placeProblem?: (person: Person) => Promise<string | null>;
  readonly repositories: Repositories;
  /** Returns the link to a design's thread, in the platform's own way; `null` where none is known. */
  readonly linkTo: (thread: Thread) => string | null;
  /** Sends an ephemeral message. A failure is logged. */
  readonly sendEphemeral: (person: string, place: Place, what: Document) => Promise<void>;
}
