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
import type { Act, ActVerb as Row, ThreadAct } from '../../act.ts';
import type { ActRequest, Who } from '../../act-inputs.ts';
import { platformViaOf } from '../../log-act.ts';
import { Problem } from '../../problem.ts';
import { RIGHTS } from '../../rights.ts';
import { runAct } from '../../runs/run-act.ts';
import { ACTS, IN_THREADS } from '../../table.ts';
import type { CommandWord } from '../../word.ts';
import { channelReaderOf } from '../reading.ts';
import type { AskingPerson, Request } from '../request.ts';
import type { NoteOf } from './note-form.ts';

/** A verb on a design, with the act that it does. */
interface Verb extends Row {
  readonly act: ThreadAct;
}

type Rows = typeof ACTS & typeof IN_THREADS;
type VerbsOf<Name extends keyof Rows> = Rows[Name] extends { readonly kind: 'by hand' }
  ? Readonly<Record<never, never>>
  : Rows[Name] extends { readonly verbs?: infer Verbs }
    ? NonNullable<Verbs>
    : never;
export type VerbName = { [Name in keyof Rows]: keyof VerbsOf<Name> & string }[keyof Rows];

/** A verb that somebody means, and its subject in the design: a gate, participant or position. */
export interface Meant {
  readonly name: VerbName;
  readonly about: string;
}

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.values<Act | ThreadAct>({ ...ACTS, ...IN_THREADS }).flatMap((act) =>
    act.kind === 'by hand'
      ? []
      : Object.entries(act.verbs ?? {}).map(([name, row]) => [name, { ...row, act }] as const),
  ),
);

export function findVerb(name: VerbName): Verb {
  const verb = VERBS.get(name);
  if (verb === undefined) throw new Error(`broken invariant: no verb ${name}`);
  return verb;
}

export const VERB_NAMES = [...VERBS.keys()] as VerbName[];

/** `null` for a name that Charrette cannot have written. */
export function parseVerbName(word: string): VerbName | null {
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
export function findNoteVerb(id: string): VerbName | null {
  return id.startsWith(NOTE) ? parseVerbName(id.slice(NOTE.length)) : null;
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
  { context, person }: Pick<AskingPerson, 'context' | 'person'>,
  { name, about }: Meant,
  design: Design,
): Promise<string | null> {
  const { obstacle, act } = findVerb(name);
  const { right } = act;
  const barred = right === 'read' ? undefined : person.barred;
  const reason =
    right === undefined ? null : RIGHTS[right].whyNot(context.policy, person, design, about);
  return barred ?? reason ?? (await obstacle?.(context, design, person)) ?? null;
}

export interface FromForm {
  /** Of the act's body, from the verb's form. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Runs a verb's row. Returns what to answer; `null` if its thread shows it. Throws `Problem`. */
export async function runRowOf(
  request: Request,
  meant: Meant & FromForm,
  design: Design,
): Promise<Document | null> {
  const verb = findVerb(meant.name);
  const { act, meanwhile } = verb;
  const { engine, repositories, linkTo } = request.context;
  const parts = { designs: engine, engine, repositories };
  const who = whoOf(request);
  const actRequest = actRequestOf(verb, meant, { design, moment: request.moment });
  if (meanwhile !== undefined) request.moment.meanwhile?.(documentOfWords(meanwhile));
  const answer = await runAct(act, parts, who, actRequest);
  const isForEverybody = actRequest.body.private === false;
  return isForEverybody
    ? null
    : ((await act.show?.(answer, { view: viewOf(design), about: meant.about, linkTo })) ?? null);
}

/** Who acts, for the acts' rows. */
export function whoOf(asking: AskingPerson): Who {
  const { context, person } = asking;
  const { platform, via = platformViaOf(platform), policy } = context;
  return {
    by: person.name,
    byId: person.id,
    via,
    isOperator: mayOperate(policy, person),
    reader: () => channelReaderOf(asking),
  };
}

/** The request for a verb's act; `about` begins with the part of the design that the act names. */
function actRequestOf(
  { fills, names, act: { subject, body } }: Verb,
  { about, fields = {} }: Meant & FromForm,
  { design, moment }: Pick<Request, 'moment'> & { readonly design: Design },
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
    moment,
    design: async () => design,
    summary: () => Promise.reject(new Error('broken invariant: the design is loaded')),
    detail: () => undefined,
  };
}
