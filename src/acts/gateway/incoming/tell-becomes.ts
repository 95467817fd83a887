/** What the author of words learns of them: what becomes of them, or why they were refused. */

import { isLeftUnread } from '#core/answering/reading.ts';
import { isMoreThanQuestions } from '#core/questions/replies/answers-given.ts';
import type { Refusal } from '#core/vocabulary/commands.ts';
import type { Design } from '#core/vocabulary/design.ts';
import { openGate } from '#core/vocabulary/status.ts';
import { type Person, refuseDeciding, refuseStarting } from '#engine/access/permission.ts';
import { addWords } from '#presentation/format/document.ts';
import { sayPrice } from '../../runs/in-threads.ts';
import {
  explainNumbers,
  explainRefusal,
  REPLY_TEXTS,
  type ReplyCommand,
  sayBecomes,
} from '../reply-texts.ts';
import { askPrivately } from '../verbs/ask-record.ts';
import { drawHowItStands } from '../verbs/how-it-stands.ts';
import { addOffer } from '../verbs/offers.ts';
import { findVerb } from '../verbs/verbs.ts';
import { removeMention } from './mentions.ts';
import { askingAuthorOf, type DesignMessage, isRecent, keyOf } from './message.ts';
import { tellAuthor } from './tell-author.ts';

/** Words that were stored as a reply. */
interface StoredWords {
  readonly replyId: string;
  readonly person: Person;
  /** Theirs; empty for a redelivery. */
  readonly words: string;
}

/**
 * Tells the author what becomes of words: of all that name the bot, at a gate once if they may
 * decide, after the end of their first ones, and once of those that nobody reads.
 */
export async function tellWhatBecomesOf(
  incoming: DesignMessage,
  { replyId, person, words }: StoredWords,
): Promise<void> {
  const { context, message, isToBot, isDirect } = incoming;
  const { id } = incoming.design;
  const design = await context.engine.design(id);
  if (design === null) return;
  const gate = openGate(design);
  const isOver = design.end !== null;
  const isWaitedFor = words !== '' && isRecent(incoming);
  if (isWaitedFor && isToBot && (isOver || gate !== null))
    return answerFromRecord(incoming, design, person, { question: removeMention(words), replyId });
  const numbers = isOver ? null : explainNumbers(design, replyId);
  if (numbers !== null) tellAuthor(incoming, `numbers ${message}`, numbers);
  const isUnread = !isOver && isLeftUnread(design, replyId);
  const mayDecide = gate !== null && refuseDeciding(context.policy, person, design) === null;
  const isAlone = isOver && isDirect && isWaitedFor;
  if (!isToBot && !isUnread && !mayDecide && !isOver) return;
  const about = isToBot || isAlone ? message : `${id} ${isUnread} ${design.gates.length}`;
  const said = isUnread ? REPLY_TEXTS.leftUnread : sayBecomes(design);
  await tellHowItStands(incoming, design, person, { about: `open ${about}`, said, isAlone });
}

interface Standing {
  readonly about: string;
  readonly said: string;
  /** Its author, alone with the bot, has no other place to ask for another design. */
  readonly isAlone?: boolean;
}

async function tellHowItStands(
  incoming: DesignMessage,
  design: Design,
  person: Person,
  { about, said, isAlone = false }: Standing,
): Promise<void> {
  const notice = await drawHowItStands(askingAuthorOf(incoming, person), design, said);
  const mayStart = isAlone && refuseStarting(incoming.context.policy, person) === null;
  tellAuthor(incoming, about, mayStart ? addOffer(notice, incoming) : notice);
}

/**
 * Answers words to the bot at a gate or after the end from the record, in private. Where it does
 * not say, they are words all the same.
 */
async function answerFromRecord(
  incoming: DesignMessage,
  design: Design,
  person: Person,
  inquiry: { readonly question: string; readonly replyId: string },
): Promise<void> {
  const { context, message } = incoming;
  const price = await sayPrice(context.engine, design);
  tellAuthor(incoming, `looking ${message}`, `${findVerb('ask_record').meanwhile} ${price}`);
  const request = { ...askingAuthorOf(incoming, person), moment: { key: keyOf(incoming) } };
  const { answer, isAnswered } = await askPrivately(request, design, inquiry);
  const isKept = !isAnswered && isMoreThanQuestions({ text: inquiry.question });
  tellAuthor(incoming, `answer ${message}`, isKept ? addWords(answer, sayBecomes(design)) : answer);
}

/**
 * Tells the author of words that were changed after the end, or withdrawn if there is no `person`.
 */
export async function tellOfLateChange(
  incoming: DesignMessage,
  replyId: string,
  person: Person | null = null,
): Promise<void> {
  const design = await incoming.context.engine.design(incoming.design.id);
  if (!design?.replies.some((reply) => reply.id === replyId)) return;
  const { text } = design.lateWords.findLast((late) => late.id === replyId) ?? {};
  const { message } = incoming;
  if (text === '') tellAuthor(incoming, `taken back ${message}`, REPLY_TEXTS.takenBackLate);
  else if (text !== undefined && person !== null) {
    const said = sayBecomes(design);
    await tellHowItStands(incoming, design, person, { about: `ended ${message}`, said });
  }
}

/** Tells the author why the design did not take their words. */
export function tellRefusal(
  incoming: DesignMessage,
  command: ReplyCommand,
  refusal: Refusal,
): void {
  const words = explainRefusal(command, refusal);
  if (words === null) return;
  const { code } = refusal;
  // A message with its files gets one notice. A full record is announced once per design.
  const [message] = command.replyId.split('/');
  const isFull = command.type === 'record_reply' && code === 'not_open';
  tellAuthor(incoming, `${code} ${isFull ? incoming.design.id : message}`, words);
}
