import { type Document, wordsDocument } from '../../core/presentation/format/document.ts';
import { TEXTS } from '../../core/presentation/run/texts.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { DesignId } from '../../core/vocabulary/ids.ts';
import type { ReadableFacts } from '../../engine/access/may-read.ts';
import type { Person } from '../../engine/access/permission.ts';
import type { FetchFile } from './attachments.ts';
import type { Form } from './form.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { noteDenied } from './noted.ts';
import type { Found, Written } from './offers.ts';
import { mayReadHere } from './reading.ts';
import type { Request } from './request.ts';
import type { SaidBefore } from './requested-design.ts';
import type { Requester } from './start-design.ts';

/**
 * One thing that a person did on a platform: a command, a click, a form. An adapter says who and where, and how forms are opened;
 * everything that comes of it is the same everywhere.
 */
export interface Interaction {
  /** The context with the policy of that place. */
  readonly context: GatewayContext;
  readonly place: Place;
  /** The platform's own id of it: a redelivery has the same (P5). */
  readonly id: string;
  /** Says that the platform itself asks before a click that has a question. */
  readonly isAskedAlready: boolean;
  /** The person, as they go on record. */
  person(): Promise<Person>;
  /** The same for what cannot wait; `isSure` says that all of their groups are known. */
  personAtOnce(): Promise<{ readonly person: Person; readonly isSure: boolean }>;
  /** This as if it was done in another place; `null` where this person cannot do that from here. */
  at(place: Place): Promise<Interaction | null>;
  /** Returns the requester of a design there. */
  requester(person: Person): Requester;
  /** Reason in words why no design can be started there at all; `null` if one can. Asked before a form is opened. */
  unreachable(): Promise<string | null>;
  /** Returns the words that go along with a start: on a message or, with `null`, at this place. `null` for nothing. */
  along(message: string | null): Along | null;
  found(written: Written): Promise<Found | null>;
  /** Fetches a file that came with a form; left out where people send none. */
  readonly fetchFile?: FetchFile;
  /** Opens a form; answers with words where it does not open. */
  open(form: Form): Promise<Document | null>;
  /** Tells who may read a design, whatever its platform: for a way in that leads to all of them. Left out elsewhere. */
  readonly mayRead?: (design: ReadableFacts) => Promise<boolean>;
}

interface Along {
  /** Tells the person who starts it about that. */
  readonly note: string;
  readonly read: () => Promise<SaidBefore>;
}

export type Stored = Request['stored'];

/** Turns an interaction into a request of this person, signed with their name. */
export async function requestOf(
  { context, place, id, person }: Interaction,
  stored: Stored,
  typed?: readonly string[],
): Promise<Request> {
  const key = `${context.platform} ${id}`;
  const about = { person: await person(), channel: place.channel, key, stored };
  return typed === undefined ? about : { ...about, typed };
}

/** Facts of no design: looked up in place of a missing one, so that its answer takes as long as a refused one. */
const NOWHERE = { channel: '', thread: '', starter: '' };

/**
 * Runs `work` on a design that a control or a command names, where it belongs. A design that this person may not read is the same
 * to them as one that does not exist (A18).
 */
export async function withDesign<Answer>(
  interaction: Interaction,
  id: string,
  work: (design: Design, there: Interaction) => Promise<Answer>,
): Promise<Answer | Document> {
  const { engine, platform } = interaction.context;
  const known = DesignId.safeParse(id);
  const [summary, { person }] = await Promise.all([
    known.success ? engine.parts.store.summary(known.data) : null,
    interaction.personAtOnce(),
  ]);
  const facts = summary ?? { thread: { platform, ...NOWHERE }, followUpOf: null };
  const { channel } = interaction.place;
  const isReadable =
    (await interaction.mayRead?.(facts)) ??
    (await mayReadHere(interaction.context, { person, channel }, facts));
  const design = summary !== null && isReadable ? await engine.design(summary.id) : null;
  if (design === null) return wordsDocument(TEXTS.gone);
  const { thread } = design;
  const belongsHere = interaction.mayRead !== undefined || thread?.platform === platform;
  const there = belongsHere ? await interaction.at(thread ?? interaction.place) : null;
  if (there !== null) return work(design, there);
  noteDenied(interaction.context, { person, what: 'reach', designId: design.id }, TEXTS.elsewhere);
  return wordsDocument(TEXTS.elsewhere);
}
