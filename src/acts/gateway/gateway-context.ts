import type { Thread } from '../../core/vocabulary/event-parts.ts';
import type { PlatformReaders } from '../../engine/access/may-read.ts';
import type { Document } from '../../presentation/format/document.ts';
import type { ActingPlace } from '../act-inputs.ts';
import type { PlatformAccess } from './platform-access.ts';
import type { Told } from './private-ways.ts';

export interface ChatPlace {
  readonly channel: string;
  /** Thread id; `null` outside of threads. */
  readonly thread: string | null;
}

export interface PlatformTexts {
  readonly platform: string;
  readonly help: string;
  /** How to choose one of several repositories. */
  readonly chooseRepository: string;
  /** Refusal for people whose membership the platform does not confirm; absent for the default. */
  readonly notMember?: string;
}

export interface GatewayContext extends PlatformAccess, ActingPlace {
  readonly texts: PlatformTexts;
  /** Address for the log; absent if the platform gives none. */
  readonly from?: string;
  readonly readers: PlatformReaders;
  /** Link to a design's thread; `null` if unknown. */
  readonly linkTo: (thread: Thread) => string | null;
  /**
   * Tells one person, trying every way to them in turn: in this place, if it is not `null`, and in
   * a direct message.
   */
  readonly sendEphemeral: (
    person: string,
    place: ChatPlace | null,
    what: Document,
  ) => Promise<Told>;
}

/** Of a platform whose events arrive until this process stops. */
export interface ConnectedContext extends GatewayContext {
  readonly stopping: AbortSignal;
}
