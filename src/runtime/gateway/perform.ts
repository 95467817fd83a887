import { type Document, wordsDocument } from '../../core/telling/document.ts';
import { aboutTopic } from '../../core/telling/message/about-topic.ts';
import { listDocument, refused } from '../../core/telling/message/answers.ts';
import { TEXTS } from '../../core/telling/message/texts.ts';
import { BARE_VERBS, type Question, type Subject } from '../../core/telling/message/verb-words.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { acceptedAt, openGate } from '../../core/vocabulary/status.ts';
import { textDocument } from '../message/markdown.ts';
import { whyNotCancel } from '../permission.ts';
import type { DesignSummary } from '../ports/store.ts';
import { ACTIONS, actionValue, idOf } from './actions.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Request } from './request.ts';
import { type VerbName, verbNamed, verbNameOf } from './verbs.ts';
import type { Word } from './word.ts';

/** Designs of a channel that are looked at for what somebody may mean. */
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

/** A verb on a design, and what it is about there. */
export interface Meaning {
  readonly name: VerbName;
  readonly about: string;
}

/** Carries out a bare verb on the designs of the channel; asks which one is meant where that is not clear. */
export async function perform(
  context: GatewayContext,
  word: Word,
  request: Request,
): Promise<Document | null> {
  const { engine, platform, texts, policy, linkTo } = context;
  const newest = (limit: number, status?: DesignSummary['status']) =>
    engine.parts.store.list({ platform, channel: request.channel, limit, ...(status && { status }) });
  const open = async (): Promise<DesignSummary[]> => {
    const both = [newest(MAX_LOOKED_AT, 'running'), newest(MAX_LOOKED_AT, 'awaiting_input')];
    return (await Promise.all(both)).flat().toSorted((one, other) => other.startedAt - one.startedAt);
  };
  switch (word) {
    case 'help':
      return textDocument(texts.help);
    case 'list':
      return listDocument(await newest(MAX_LISTED), null, linkTo);
    case 'status': {
      const running = await open();
      const last = running.length === 0 ? await newest(1) : [];
      return last.length > 0 ? listDocument(last, null, linkTo) : chosen(context, word, running, request);
    }
    case 'cancel': {
      const running = await open();
      const may = running.filter((each) => whyNotCancel(policy, request.person, each) === null);
      // Of one that this person may not cancel they read who may.
      return chosen(context, word, may.length === 0 ? running.slice(0, 1) : may, request);
    }
    case 'done':
    case 'skip':
      return chosen(context, word, await newest(MAX_LOOKED_AT, 'awaiting_input'), request);
    case 'stop':
      return chosen(context, word, await open(), request);
    case 'retry': {
      const here = await newest(MAX_LOOKED_AT);
      const again = newestRuns(here).filter(({ status }) => CAN_RUN_AGAIN[status]);
      const isDecided = here.some(({ decision }) => decision !== null);
      if (again.length === 0)
        return wordsDocument(isDecided ? TEXTS.decidedNotRetried : TEXTS.nothingToRetry);
      return chosen(context, word, again, request);
    }
  }
}

/** The same for one design, for the verbs that are about one. */
export function performOn(
  context: GatewayContext,
  word: Word,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const meant = meantBy(word, design);
  return meant === null ? perform(context, word, request) : askedFirst(context, meant, design, request);
}

/** Stopping is for the gate that offers it; elsewhere a design that is to end is cancelled. */
function meantBy(word: Word, design: Design): Meaning | null {
  if (word === 'stop') {
    const gate = openGate(design);
    if (!gate?.choices.includes('stop')) return { name: 'cancel', about: '' };
    return { name: 'stop', about: gate.id };
  }
  const name = verbNameOf(word);
  return name === null ? null : { name, about: '' };
}

/** Carries a verb out where nothing is asked before; else asks, or says why it cannot be. */
export async function askedFirst(
  context: GatewayContext,
  { name, about }: Meaning,
  design: Design,
  request: Request,
): Promise<Document | null> {
  const { asks, asksAbout } = verbNamed(name);
  if (asks === undefined && asksAbout === undefined)
    return carriedOut(context, { name, about }, design, request);
  const reason = await whyNot(context, name, design, request);
  if (reason !== null) return wordsDocument(reason);
  const question = asks?.(subjectOf(design, about)) ?? (await asksAbout?.(context, design));
  return question === undefined ? null : questionDocument(question, name, about, design);
}

/** Carries a verb out, or says why this person may not. */
export async function carriedOut(
  context: GatewayContext,
  { name, about }: Meaning,
  design: Design,
  request: Request,
  words = '',
): Promise<Document | null> {
  const reason = await whyNot(context, name, design, request);
  if (reason !== null) return refused(reason, request.typed);
  return verbNamed(name).does(context, design, { about, words }, request);
}

/** Why this person may not do it, in words for them, before anything is typed or confirmed in vain; `null` if they may. */
export async function whyNot(
  context: GatewayContext,
  name: VerbName,
  design: Design,
  request: Pick<Request, 'person' | 'channel'>,
): Promise<string | null> {
  return (await verbNamed(name).whyNot?.(context, design, request)) ?? null;
}

function subjectOf(design: Design, about: string): Subject {
  const gate = design.gates.find(({ id }) => id === about);
  const [difference, position] = about.split('/', 2);
  const { positions = [] } = design.divergences.find(({ id }) => id === difference) ?? {};
  return {
    accepts: gate === undefined ? 'decision' : acceptedAt(design, gate),
    statement: positions.find(({ id }) => id === position)?.statement ?? '',
  };
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

/** Asks the person which of several designs they mean. */
async function chosen(
  context: GatewayContext,
  word: Word,
  among: readonly DesignSummary[],
  request: Request,
): Promise<Document | null> {
  const [only, second] = among;
  if (only === undefined) return wordsDocument(TEXTS.nothingRuns);
  if (second !== undefined) {
    const reading = { at: context.clock.now(), utcOffsetMs: request.person.utcOffsetMs };
    const label = BARE_VERBS[word].choose;
    return listDocument(among, { of: word, label, reading }, context.linkTo);
  }
  const design = await context.engine.design(only.id);
  return design === null ? wordsDocument(TEXTS.gone) : performOn(context, word, design, request);
}

/** Without those that were run again already. */
function newestRuns(designs: readonly DesignSummary[]): DesignSummary[] {
  const before = new Set(designs.map(({ successorOf }) => successorOf));
  return designs.filter(({ id }) => !before.has(id));
}
