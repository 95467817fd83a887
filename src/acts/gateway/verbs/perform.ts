import type { Design } from '../../../core/vocabulary/design.ts';
import { openGate } from '../../../core/vocabulary/status.ts';
import { refusalForDeciding } from '../../../engine/access/permission.ts';
import type { DesignSummary } from '../../../engine/ports/store.ts';
import { findDesigns } from '../../../engine/starting/earlier-decisions.ts';
import { aboutTopic } from '../../../presentation/about-topic.ts';
import { type Document, wordsDocument } from '../../../presentation/format/document.ts';
import { withPage } from '../../../presentation/format/page-address.ts';
import { earlierDocument, listDocument } from '../../../presentation/lists.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { COMMAND_VERBS, type Question, questionOf } from '../../../presentation/verb-words.ts';
import { viewOf } from '../../../presentation/view/view.ts';
import { textDocument } from '../../message/markdown.ts';
import type { CommandWord } from '../../word.ts';
import { ACTIONS, actionValue, idOf } from '../actions.ts';
import { deniedDocument, starterToAsk } from '../denied.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { logDenied } from '../log-denied.ts';
import { readableAmong, readingHere } from '../reading.ts';
import { command, type Request } from '../request.ts';
import { signIn } from './sign-in.ts';
import { type Meant, type VerbName, verbNamed, verbNameOf } from './verbs.ts';

const MAX_LOOKED_AT = 50;
const MAX_LISTED = 10;
const CAN_RUN_AGAIN: Record<DesignSummary['status'], boolean> = {
  running: false,
  awaiting_input: false,
  completed: false,
  needs_review: true,
  cancelled: true,
  failed: true,
};

interface Meaning {
  readonly name: VerbName;
  readonly about: string;
}

/**
 * Carries out a bare verb on the channel's designs; asks which one is meant if that is unclear. `words`: the words
 * after the verb.
 */
export async function perform(
  context: GatewayContext,
  word: CommandWord,
  request: Request,
  words = '',
): Promise<Document | null> {
  const { engine, platform, texts, policy, linkTo } = context;
  const newest = async (limit: number, status?: DesignSummary['status']) => {
    const filter = { platform, channel: request.channel, limit, ...(status && { status }) };
    const found = await readableAmong(context, request, await engine.parts.store.list(filter));
    return found.map((each) => withPage(each, engine.parts.publicUrl));
  };
  const open = async (): Promise<DesignSummary[]> => {
    const both = [newest(MAX_LOOKED_AT, 'running'), newest(MAX_LOOKED_AT, 'awaiting_input')];
    return (await Promise.all(both)).flat().toSorted((one, other) => other.startedAt - one.startedAt);
  };
  switch (word) {
    case 'help':
      return textDocument(texts.help);
    case 'sign-in':
      return signIn(context, request);
    case 'find':
      return find(context, words, request);
    case 'list':
      return listDocument(await newest(MAX_LISTED), null, linkTo);
    case 'status': {
      const running = await open();
      const last = running.length === 0 ? await newest(1) : [];
      return last.length > 0 ? listDocument(last, null, linkTo) : chosen(context, word, running, request);
    }
    case 'cancel': {
      const running = await open();
      const may = running.filter(
        (each) => refusalForDeciding(policy, request.person, each, 'cancel') === null,
      );
      // For a design that this person may not cancel, the answer names who may.
      return chosen(context, word, may.length === 0 ? running.slice(0, 1) : may, request);
    }
    case 'done':
    case 'skip':
    case 'accept': {
      const waiting = await newest(MAX_LOOKED_AT, 'awaiting_input');
      const meant = await among(context, waiting, (design) => isMeant(word, design));
      return chosen(context, word, meant, request);
    }
    case 'stop':
      return chosen(context, word, await open(), request);
    case 'retry': {
      const here = await newest(MAX_LOOKED_AT);
      const again = newestRuns(here).filter(({ status }) => CAN_RUN_AGAIN[status]);
      const isDecided = here.some(({ decision }) => decision !== null);
      if (again.length === 0)
        return wordsDocument(
          isDecided
            ? 'No design in this channel can be run again. A decided design is not run again; to take it further, press Follow up… under it.'
            : 'No design in this channel can be run again.',
        );
      return chosen(context, word, again, request);
    }
  }
}

/** Carries out a verb on one design; verbs without one go to `perform`. */
export function performOn(
  context: GatewayContext,
  word: CommandWord,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const isOver = design.end !== null && word !== 'accept';
  if (WAITS.includes(word) && !isOver && !isMeant(word, design)) {
    const words = word === 'accept' ? TEXTS.nothingToAccept : 'This design is not waiting for answers.';
    return Promise.resolve(wordsDocument(words));
  }
  const meant = meantBy(word, design);
  if (meant === null) return perform(context, word, request);
  return word === 'done' ? doneBy(context, design, request) : askedFirst(context, meant, design, request);
}

/** Ends the answers; *done* of a person who may not reaches the starter, once. */
async function doneBy(context: GatewayContext, design: Design, request: Request): Promise<Document | null> {
  const meant = { name: 'done_answering', about: '' } as const;
  const isDenied = (await verbNamed(meant.name).whyNot(context, design, request)) !== null;
  if (!isDenied || starterToAsk('end_answers', design, request.person) === null)
    return askedFirst(context, meant, design, request);
  const refusal = await command(context, design, { type: 'ask_starter', act: 'end_answers' }, request);
  const asked = await context.engine.design(design.id);
  return refusal ?? askedFirst(context, meant, asked ?? design, request);
}

/**
 * Stop* refers to a gate that offers it, or to the wait for answers; otherwise it cancels. *Accept* refers to a gate.
 */
function meantBy(word: CommandWord, design: Design): Meaning | null {
  const gate = openGate(design);
  if (word === 'stop' && gate === null && design.answering !== null)
    return { name: 'done_answering', about: '' };
  if (word === 'stop' && !gate?.choices.includes('stop')) return { name: 'cancel', about: '' };
  if (word === 'stop' || word === 'accept') return { name: word, about: gate?.id ?? '' };
  const name = verbNameOf(word);
  return name === null ? null : { name, about: '' };
}

/** Words that need a waiting design. */
const WAITS: readonly CommandWord[] = ['done', 'skip', 'accept'];

function isMeant(word: CommandWord, design: Design): boolean {
  if (word === 'accept') return openGate(design)?.choices.includes('accept') ?? false;
  return design.answering !== null;
}

async function among(
  { engine }: GatewayContext,
  designs: readonly DesignSummary[],
  isSo: (design: Design) => boolean,
): Promise<DesignSummary[]> {
  const found: DesignSummary[] = [];
  for (const summary of designs) {
    const design = await engine.listedDesign(summary);
    if (design !== null && isSo(design)) found.push(summary);
  }
  return found;
}

/** Carries out a verb that needs no confirmation; otherwise asks, or refuses. */
export async function askedFirst(
  context: GatewayContext,
  { name, about }: Meaning,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const question = questionOf(name, viewOf(design), about);
  if (question === null) return carriedOut(context, { name, about }, design, request);
  const reason = await refusalFor(context, name, design, request);
  if (reason !== null) return denied(reason, name, design, request);
  return questionDocument(question, name, about, design);
}

export async function carriedOut(
  context: GatewayContext,
  { name, about }: Meaning,
  design: Design,
  request: Request,
  fields: Meant['fields'] = {},
): Promise<Document | null> {
  const reason = await refusalFor(context, name, design, request);
  if (reason !== null) return denied(reason, name, design, request);
  return verbNamed(name).does(context, design, { about, fields }, request);
}

/** Refuses, with an offer to ask the starter. */
export function denied(
  reason: string,
  name: VerbName,
  design: Design,
  request: Pick<Request, 'person' | 'typed'>,
): Document {
  return deniedDocument(reason, verbNamed(name).askedFor ?? null, design, request);
}

/** Refusal in words, before anything is typed or confirmed in vain; `null` if they may. Logs the refusal. */
export async function refusalFor(
  context: GatewayContext,
  name: VerbName,
  design: Design,
  request: Pick<Request, 'person' | 'channel'>,
): Promise<string | null> {
  const reason = (await verbNamed(name).whyNot?.(context, design, request)) ?? null;
  const { person } = request;
  if (reason !== null) logDenied(context, { person, what: name, designId: design.id }, reason);
  return reason;
}

function questionDocument(
  { title, text, yes, isDanger }: Question,
  name: VerbName,
  about: string,
  design: Design,
): Document {
  const value = `${idOf(name)} ${actionValue(design.id, about)}`;
  const look = isDanger ? 'danger' : 'primary';
  return aboutTopic(title, design, text, {
    kind: 'buttons',
    buttons: [
      { action: ACTIONS.sure, value, label: yes, look },
      { action: ACTIONS.notSure, value: design.id, label: TEXTS.notYet, look: 'plain' },
    ],
  });
}

const NOTHING: Readonly<Partial<Record<CommandWord, string>>> = {
  done: TEXTS.nothingAsked,
  skip: TEXTS.nothingAsked,
  accept: TEXTS.nothingToAccept,
};

async function chosen(
  context: GatewayContext,
  word: CommandWord,
  among: readonly DesignSummary[],
  request: Request,
): Promise<Document | null> {
  const [only, second] = among;
  if (only === undefined)
    return wordsDocument(
      NOTHING[word] ??
        'Nothing is running in this channel. To start something, write @Charrette and your question.',
    );
  if (second !== undefined) {
    const reading = { at: context.clock.now(), utcOffsetMs: request.person.utcOffsetMs };
    const label = COMMAND_VERBS[word].choose;
    return listDocument(among, { of: word, label, reading }, context.linkTo);
  }
  const design = await context.engine.design(only.id);
  return design === null ? wordsDocument(TEXTS.gone) : performOn(context, word, design, request);
}

/** Leaves out designs that were run again. */
function newestRuns(designs: readonly DesignSummary[]): DesignSummary[] {
  const before = new Set(designs.map(({ successorOf }) => successorOf));
  return designs.filter(({ id }) => !before.has(id));
}

const MAX_FOUND = 10;
const WORDS_CHARACTERS = 200;

/** Finds earlier decisions by words, among all of this platform that the person may read (A14, A18). */
async function find(
  context: GatewayContext,
  given: string,
  asking: Pick<Request, 'person' | 'channel'>,
): Promise<Document> {
  const { engine, linkTo } = context;
  const words = given.slice(0, WORDS_CHARACTERS).trim();
  if (words === '')
    return wordsDocument(
      'Find what? Type /design find and words from the question, the decision or the outcome.',
    );
  const { store, publicUrl } = engine.parts;
  const found = await findDesigns(words, store, await readingHere(context, asking), { limit: MAX_FOUND });
  const paged = found.map((each) => withPage(each, publicUrl));
  return found.length === 0
    ? wordsDocument(
        `No design you may read has a word of “${words}” in its question, decision or outcome. /design list shows the newest in this channel.`,
      )
    : earlierDocument(`Best matches for “${words}”, at most ${MAX_FOUND}:`, paged, linkTo);
}
