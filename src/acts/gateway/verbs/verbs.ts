import { supersededBy } from '../../../core/follow-up/decision-status.ts';
import { hasKept, keptOf } from '../../../core/outcome/kept.ts';
import { UNKNOWN_NAME } from '../../../core/vocabulary/claimed-name.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import { ASKED_ACTS, type AskedAct } from '../../../core/vocabulary/event-parts.ts';
import { starterOf } from '../../../core/vocabulary/starter.ts';
import { mayOperate } from '../../../engine/access/operators.ts';
import { refusalForStarting } from '../../../engine/access/permission.ts';
import { refusalForSuccessor } from '../../../engine/starting/follow-up.ts';
import { aboutTopic } from '../../../presentation/about-topic.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { withPage } from '../../../presentation/format/page-address.ts';
import { listDocument } from '../../../presentation/lists.ts';
import { personIn } from '../../../presentation/people.ts';
import { foldedOf } from '../../../presentation/post.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import type { Verb as Row, ThreadAct } from '../../act.ts';
import { RIGHTS } from '../../rights.ts';
import { ACTS, IN_THREADS } from '../../table.ts';
import type { CommandWord } from '../../word.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { statusAnswer } from '../notices.ts';
import { readableAmong } from '../reading.ts';
import { command, type Request } from '../request.ts';
import { askByForm, askChoices, priceWords, tellFact } from './ask-record.ts';
import type { NoteOf } from './note.ts';
import { publishDecision, refusalForPublishingHere } from './publish.ts';
import { quickInstead, refusalForQuick, refusalForRunningAgain, runAgain } from './run-again.ts';

type Asking = Pick<Request, 'person' | 'channel'>;

/** Subject of a verb in its design (a gate, participant or position), and fields of the act's body from its form. */
export interface Meant {
  readonly about: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Behaviour of a verb beyond sending its command. */
interface Handler {
  /** Refusal besides the act's right; `null` if they may. */
  readonly whyNot?: (
    context: GatewayContext,
    design: Design,
    asking: Asking,
  ) => string | null | Promise<string | null>;
  /** Hint in its form that is looked up; absent: the row's. */
  readonly hint?: (context: GatewayContext, design: Design) => string;
  /** Absent: sends the row's command. */
  readonly does?: Does;
}

type Does = (
  context: GatewayContext,
  design: Design,
  meant: Meant,
  request: Request,
) => Promise<Document | null>;

/** One verb on a design, as threads and pages draw it. */
interface Verb extends Required<Pick<Handler, 'whyNot' | 'does'>>, Pick<Handler, 'hint'> {
  readonly word?: CommandWord | undefined;
  readonly askedFor?: AskedAct | undefined;
  /** Its form, and the body of the act that the form's fields are of; absent for none. */
  readonly note?: NoteOf | undefined;
}

type Rows = typeof ACTS & typeof IN_THREADS;
type VerbsOf<Name extends keyof Rows> = Rows[Name] extends { readonly verbs?: infer Verbs }
  ? NonNullable<Verbs>
  : never;
/** Names of a row's verbs of this type; `object` for all. */
type NamesWith<Common, Verbs> = {
  [Name in keyof Verbs & string]: Verbs[Name] extends Common ? Name : never;
}[keyof Verbs & string];
type Names<Common> = { [Name in keyof Rows]: NamesWith<Common, VerbsOf<Name>> }[keyof Rows];

export type VerbName = Names<object>;
type Derived = Names<{ readonly fills: object } | { readonly names: string }>;

const HANDLERS: Readonly<Record<Exclude<VerbName, Derived>, Handler>> = {
  status: { does: async (context, design) => statusAnswer(design, context) },
  peek: { does: async (_, design, { about }) => personIn(viewOf(design), about) },
  show: {
    does: async (_, design, { about }) => foldedOf(about, viewOf(design)) ?? wordsDocument(TEXTS.gone),
  },
  open_successor: { does: (context, design, _, request) => openSuccessor(context, design, request) },
  ask: { does: async (context, design) => askChoices(context, design) },
  fact: { does: (context, design, { about }, request) => tellFact(context, design, about, request) },
  ask_record: { hint: priceWords, does: askByForm },
  quick_instead: {
    whyNot: refusalForQuick,
    does: (context, design, _, request) => quickInstead(context, design, request),
  },
  publish: {
    whyNot: refusalForPublishingHere,
    does: (context, design, _, request) => publishDecision(context, design, request),
  },
  cancel: {
    does: (context, design, _, request) => cancel(context, design, request),
  },
  ask_starter: {
    does: (context, design, { about }, request) => askStarter(context, design, about, request),
  },
  run_again: {
    whyNot: refusalForRunningAgain,
    does: (context, design, _, request) => runAgain(context, design, request),
  },
  follow_up: {
    whyNot: ({ policy }, design, { person }) =>
      refusalForSuccessor(design) ?? refusalForStarting(policy, person),
  },
};

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.values<ThreadAct>({ ...ACTS, ...IN_THREADS }).flatMap((act) =>
    Object.entries(act.verbs ?? {}).map(([name, row]) => [name, verbOf(name, row, act)] as const),
  ),
);

function verbOf(name: string, row: Row, act: ThreadAct): Verb {
  const handlers: Readonly<Record<string, Handler>> = HANDLERS;
  const { does = commanding(row, act), ...handler } = handlers[name] ?? {};
  const { asksFor, fills } = row;
  const { body } = act;
  return {
    ...handler,
    does,
    word: row.word,
    askedFor: row.askedFor,
    note: asksFor === undefined || body === undefined ? undefined : { asksFor, body, fills },
    whyNot: (context, design, asking) => {
      const { person } = asking;
      const right = act.right === undefined ? null : RIGHTS[act.right];
      const barred = act.right === 'read' ? null : (person.barred ?? null);
      const reason = barred ?? right?.whyNot(context.policy, person, design) ?? null;
      return reason ?? handler.whyNot?.(context, design, asking) ?? null;
    },
  };
}

/** Sends a row's command. `about` begins with its subject. */
function commanding(row: Row, act: ThreadAct): Does {
  return async (context, design, { about, fields }, request) => {
    const [subject = '', rest = ''] = about.split('/', 2);
    const isSubject = act.subject?.id.safeParse(subject).success ?? true;
    const body = act.body?.safeParse({
      ...row.fills,
      ...(row.names === undefined ? {} : { [row.names]: rest }),
      ...fields,
      // The command is signed with the recorded name instead.
      author: UNKNOWN_NAME,
    });
    if (!isSubject || !body?.success || act.command === undefined) return wordsDocument(TEXTS.gone);
    const isOperator = mayOperate(context.policy, request.person);
    const wanted = act.command({ design, subject, body: body.data, isOperator });
    return command(context, design, wanted, request);
  };
}

export function verbNamed(name: VerbName): Verb {
  const verb = VERBS.get(name);
  if (verb === undefined) throw new Error(`broken invariant: no verb ${name}`);
  return verb;
}

export const VERB_NAMES = [...VERBS.keys()] as VerbName[];

/** `null` for a name that Charrette cannot have written. */
export function verbNameIn(given: string): VerbName | null {
  return VERB_NAMES.find((name) => name === given) ?? null;
}

/** Verb of a bare word; `null` for words about a channel. */
export function verbNameOf(word: CommandWord): VerbName | null {
  return VERB_NAMES.find((name) => verbNamed(name).word === word) ?? null;
}

/** Notifies the starter in the thread that this person asks for the act. */
async function askStarter(
  context: GatewayContext,
  design: Design,
  about: string,
  request: Request,
): Promise<Document | null> {
  const act = ASKED_ACTS.find((each) => each === about);
  if (act === undefined) return wordsDocument(TEXTS.gone);
  const refusal = await command(context, design, { type: 'ask_starter', act }, request);
  return refusal ?? wordsDocument(`${starterOf(design).name} has been asked in the thread.`);
}

/** Links the design that decided otherwise, if this person may read it. */
async function openSuccessor(
  context: GatewayContext,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const { successor } = supersededBy(design) ?? {};
  const { store, publicUrl } = context.engine.parts;
  const found = successor === undefined ? null : await store.summary(successor);
  const readable = found === null ? [] : await readableAmong(context, request, [withPage(found, publicUrl)]);
  return readable.length === 0 ? wordsDocument(TEXTS.gone) : listDocument(readable, null, context.linkTo);
}

async function cancel(context: GatewayContext, design: Design, request: Request): Promise<Document | null> {
  const refused = await command(context, design, { type: 'cancel', reason: '' }, request);
  const kept = hasKept(keptOf(design))
    ? 'What was said or proposed is kept.'
    : 'Nothing had been said or proposed yet.';
  return refused ?? aboutTopic(`Cancelled. ${kept}`, design);
}
