import type { Design } from '../../core/vocabulary/design.ts';
import type { Thread } from '../../core/vocabulary/event-parts.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import { starterOf } from '../../core/vocabulary/starter.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import type { ReadableFacts } from '../../engine/access/may-read.ts';
import type { Person } from '../../engine/access/permission.ts';
import { No } from '../../foundation/no.ts';
import { type Document, documentOfWords } from '../../presentation/format/document.ts';
import { TEXTS } from '../../presentation/words/texts.ts';
import type { Moment } from '../moment.ts';
import type { AttachedFile, FetchFile } from './attachments.ts';
import type { Form } from './form.ts';
import type { ChatPlace, GatewayContext } from './gateway-context.ts';
import { logDenied } from './log-denied.ts';
import { mayReadHere } from './reading.ts';
import type { Request } from './request.ts';

/**
 * A message by the platform's ids, and its thread, which would be added to the context; `null` for
 * none.
 */
export interface MessageAddress {
  readonly channel: string;
  readonly thread: string | null;
  readonly message: string;
}

export interface FoundMessage {
  readonly author: string;
  /** Without the bot's name. */
  readonly words: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly hasFiles: boolean;
  readonly message: string;
}

/**
 * A person's words or act on a platform: who, where, and with what rights. Adapters say it;
 * everything else is shared.
 */
interface Acting<Here> {
  /** With the place's policy. */
  readonly context: GatewayContext;
  readonly place: ChatPlace;
  /** Its key is the platform's id. */
  readonly moment: Moment;
  /**
   * True if the person is alone with the bot, where words can be about any design that they may
   * read.
   */
  readonly isDirect?: boolean;
  /** The person as recorded. */
  person(): Promise<Person>;
  /** The person as known without waiting. */
  personAtOnce(): Promise<Person>;
  /** The same in another place; `null` if impossible for this person. */
  moveTo(place: ChatPlace): Promise<Here | null>;
  /**
   * Checks reading rights on all platforms, for a way in to the designs of all platforms. Absent
   * elsewhere.
   */
  readonly mayRead?: (design: ReadableFacts | null) => Promise<boolean>;
}

/** A person's words or act where no form opens, as in a message to the bot. */
export interface Addressed extends Acting<Addressed> {}

/** One act of a person on a platform: a command, a click, a form. */
export interface Interaction extends Acting<Interaction> {
  /** True if the platform itself asks for confirmation. */
  readonly isAskedAlready: boolean;
  startPlace(): StartPlace;
  /** Reason why no design can start there; `null` if one can. Checked before a form opens. */
  unreachable(): Promise<string | null>;
  /**
   * Words that go along with a start, from a message or, if `null`, from this place; `null` for
   * none.
   */
  along(message: string | null): Along | null;
  readMessage(written: MessageAddress): Promise<FoundMessage | null>;
  /** Absent where people cannot send files. */
  readonly fetchFile?: FetchFile;
  /**
   * Returns what waits behind a button with this value. Absent where such buttons are not drawn.
   */
  readonly readWaiting?: (value: string) => Promise<Document>;
  /** Opens a form; returns words if it does not open. */
  open(form: Form): Promise<Document | null>;
}

/** Where a design starts. */
export interface StartPlace {
  /** Reason why the bot cannot post there; `null` if it can. */
  readonly preconditionProblem: () => Promise<string | null>;
  /**
   * Returns the design's place once nothing prevents the start; without a thread if the first
   * message opens it.
   */
  readonly openThread: (topic: string) => Promise<Pick<Thread, 'channel' | 'thread'>>;
  /** Under which only one can start; absent for the request's own key. */
  readonly key?: string;
}

/** Oldest first; `null` marks left-out messages. */
export type SaidBefore = readonly (Said | null)[];

export interface Said {
  readonly name: string;
  readonly words: string;
  readonly files: readonly AttachedFile[];
  /** True for the message on which the start was requested. */
  readonly isMeant?: boolean;
}

interface Along {
  readonly note: string;
  readonly read: () => Promise<SaidBefore>;
}

export async function gatewayRequestOf(
  { context, place, isDirect, person, moment }: Addressed,
  typed?: readonly string[],
): Promise<Request> {
  return {
    context,
    person: await person(),
    channel: place.channel,
    isDirect,
    moment: { ...moment, key: `${context.platform} ${moment.key}` },
    typed,
  };
}

/**
 * Loads the named design, in its place, or says why not. A design that the person may not read
 * looks missing.
 */
export async function reachDesign<Here extends Acting<Here>>(
  acting: Here,
  id: string,
): Promise<{ readonly design: Design; readonly there: Here } | No<Document>> {
  const { context } = acting;
  const { engine, platform } = context;
  const designId = DesignId.safeParse(id);
  const [summary, person] = await Promise.all([
    designId.success ? engine.parts.store.summary(designId.data) : null,
    acting.personAtOnce(),
  ]);
  const { channel } = acting.place;
  const isReadable =
    (await acting.mayRead?.(summary)) ?? (await mayReadHere({ context, person, channel }, summary));
  const design = summary !== null && isReadable ? await engine.design(summary.id) : null;
  if (design === null) return new No(documentOfWords(TEXTS.gone));
  const { thread } = design;
  const belongsHere = acting.mayRead !== undefined || thread?.platform === platform;
  // Nobody can act where nothing can be posted: its starter was told in a direct message, and acts
  // there.
  const isMoved = acting.isDirect === true && openGate(design)?.unreachable != null;
  const there =
    isMoved && starterOf(design).id === person.id
      ? acting
      : belongsHere
        ? await acting.moveTo(thread ?? acting.place)
        : null;
  if (there !== null) return { design, there };
  logDenied({ context, person }, 'reach', design.id, TEXTS.elsewhere);
  return new No(documentOfWords(TEXTS.elsewhere));
}
