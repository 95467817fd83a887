/**
 * Verbs: what a person does to a design in a chat or on a page, by a word, a button or a form. Each
 * is a part of a row in src/acts/table.ts and is found here by its name. `act-path.ts` is the way
 * of one verb through its checks; the other files are verbs that need more than their row.
 */

import { UNKNOWN_NAME } from '#core/vocabulary/claimed-name.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { mayOperate } from '#engine/access/operators.ts';
import { type Document, documentOfWords } from '#presentation/format/document.ts';
import { viewOf } from '#presentation/view/view.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import type { ActVerb as Row, ThreadAct } from '../../act.ts';
import type { ActRequest, Who } from '../../act-inputs.ts';
import { platformViaOf } from '../../log-act.ts';
import { Problem } from '../../problem.ts';
import { RIGHTS } from '../../rights.ts';
import { runAct } from '../../runs/run-act.ts';
import { ACTS, IN_THREADS } from '../../table.ts';
import type { CommandWord } from '../../word.ts';
import { readerInChannel } from '../reading.ts';
import type { AskingPerson, Request } from '../request.ts';
import type { NoteOf } from './note-form.ts';

/**
 * Subject of a verb in its design (a gate, participant or position), and fields of the act's body
 * from its form.
 */
export interface Meant {
  readonly about: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A verb on a design, with the act that it does. */
interface Verb extends Row {
  readonly act: ThreadAct;
}

type Rows = typeof ACTS & typeof IN_THREADS;
type VerbsOf<Name extends keyof Rows> = Rows[Name] extends { readonly verbs?: infer Verbs }
  ? NonNullable<Verbs>
  : never;
export type VerbName = { [Name in keyof Rows]: keyof VerbsOf<Name> & string }[keyof Rows];

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.values<ThreadAct>({ ...ACTS, ...IN_THREADS }).flatMap((act) =>
    Object.entries(act.verbs ?? {}).map(([name, row]) => [name, { ...row, act }] as const),
  ),
);

export function findVerb(name: VerbName): Verb {
  const verb = VERBS.get(name);
  if (verb === undefined) throw new Error(`broken invariant: no verb ${name}`);
  return verb;
}

export const VERB_NAMES = [...VERBS.keys()] as VerbName[];

/** `null` for a name that Charrette cannot have written. */
export function verbNameIn(word: string): VerbName | null {
  return VERB_NAMES.find((name) => name === word) ?? null;
}

/** Its form, and the body that the form's fields are of; `null` for none. */
export function noteOf(name: VerbName): NoteOf | null {
  const { asksFor, fills, act } = findVerb(name);
  return asksFor === undefined || act.body === undefined
    ? null
    : { asksFor, body: act.body, fills };
}

/** Before the name of the verb, in the id of its form. */
const NOTE = 'charrette.form.';

export function noteId(name: VerbName): string {
  return `${NOTE}${name}`;
}

/** The verb of a form with this id; `null` for another form. */
export function noteVerbIn(id: string): VerbName | null {
  return id.startsWith(NOTE) ? verbNameIn(id.slice(NOTE.length)) : null;
}

/** Verb of a bare word; `null` for words about a channel. */
export function verbNameOf(word: CommandWord): VerbName | null {
  return VERB_NAMES.find((name) => findVerb(name).words?.includes(word)) ?? null;
}

/**
 * Why a person may not do it now, by the act's right and by what is possible there; `null` if they
 * may.
 */
export async function refuseVerb(
  name: VerbName,
  { context, person }: Pick<AskingPerson, 'context' | 'person'>,
  design: Design,
  about = '',
): Promise<string | null> {
  const { obstacle, act } = findVerb(name);
  const { right } = act;
  const barred = right === 'read' ? undefined : person.barred;
  const reason =
    right === undefined ? null : RIGHTS[right].whyNot(context.policy, person, design, about);
  return barred ?? reason ?? (await obstacle?.(context, design, person)) ?? null;
}

/** Runs a verb's row. Returns what to answer; `null` if its thread shows it. Throws `Problem`. */
export async function runRowOf(
  name: VerbName,
  request: Request,
  design: Design,
  subject: Meant,
): Promise<Document | null> {
  const { act, ...row } = findVerb(name);
  const { engine, repositories, linkTo } = request.context;
  const parts = { designs: engine, engine, repositories };
  const who = whoIn(request);
  const call = askedOf(row, act, design, subject, request);
  if (row.meanwhile !== undefined) request.reportStored(documentOfWords(row.meanwhile));
  const answer = await runAct(act, parts, who, call);
  const isForEverybody = call.body.private === false;
  return isForEverybody
    ? null
    : ((await act.show?.(answer, { view: viewOf(design), about: subject.about, linkTo })) ?? null);
}

/** Who acts, for the acts' rows. */
export function whoIn(asking: AskingPerson): Who {
  const { context, person } = asking;
  const { platform, via = platformViaOf(platform), policy } = context;
  return {
    by: person.name,
    byId: person.id,
    via,
    isOperator: mayOperate(policy, person),
    reader: () => readerInChannel(asking),
  };
}

/** The request for an act; `about` begins with its subject. */
function askedOf(
  { fills, names }: Row,
  { subject, body }: ThreadAct,
  design: Design,
  { about, fields }: Meant,
  { key, reportStored }: Request,
): ActRequest {
  const [first = '', second = ''] = about.split('/', 2);
  const result = body?.safeParse({
    ...fills,
    ...(names === undefined ? {} : { [names]: subject === undefined ? about : second }),
    ...fields,
    // The act is signed with the recorded name instead.
    author: UNKNOWN_NAME,
  });
  // Forged, or of another version.
  if (result?.success === false) throw new Problem('not_found', TEXTS.gone);
  return {
    names: subject === undefined ? {} : { [subject.name]: first },
    body: result?.data ?? {},
    query: {},
    isPreview: false,
    key,
    design: async () => design,
    summary: () => Promise.reject(new Error('broken invariant: the design is loaded')),
    reportStored: () => reportStored(),
    about: () => undefined,
  };
}
