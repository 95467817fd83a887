import type { DecidedBefore, SameQuestion } from '../../outcome/same-question.ts';
import { dayWords } from '../../vocabulary/figures.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { type Line, line, moment, momentWords, untrusted } from '../format/document.ts';

/** So much of a decision and of a topic as shows which it is. */
const [DECISION_CHARACTERS, TOPIC_CHARACTERS] = [400, 200];

/** The clock by which a person reads a day: now, and their offset from UTC. Both in milliseconds. */
export interface ReadAt {
  readonly at: number;
  readonly utcOffsetMs?: number | undefined;
}

/** `Decided on 23 November by Ana: “…”` */
function decidedBeforeWords({ status, decision, by, endedAt }: DecidedBefore, now: ReadAt): string {
  const day = dayWords(endedAt, now.at, now.utcOffsetMs);
  const said = `“${cutWords(decision, DECISION_CHARACTERS)}”`;
  return status === 'completed'
    ? `Decided on ${day} by ${by}: ${said}`
    : `Left for review on ${day}, asked by ${by}: ${said}`;
}

/** The same question, where a document can show it: what runs on it, then what was decided. `open`: the way to one of them. */
export function sameQuestionLines(
  { decided, running }: SameQuestion,
  now: ReadAt,
  open: (found: NonNullable<SameQuestion['decided' | 'running']>) => Line,
): Line[] {
  return [
    ...(running === null
      ? []
      : [line`This has been under discussion since ${moment(running.startedAt, now.at)}: ${open(running)}`]),
    ...(decided === null
      ? []
      : [line`${untrusted(decidedBeforeWords(decided, now), DECISION_CHARACTERS * 2)} ${open(decided)}`]),
  ];
}

/** The same as one line each, for a terminal. `program`: how Charrette is called there. */
export function sameQuestionWords(
  { decided, running }: SameQuestion,
  now: ReadAt,
  program: string,
): string[] {
  const since = (atMs: number) => momentWords(moment(atMs, now.at), now.utcOffsetMs);
  const topic = (text: string) => cutWords(text, TOPIC_CHARACTERS);
  return [
    ...(running === null
      ? []
      : [
          `This has been under discussion since ${since(running.startedAt)}: “${topic(running.topic)}” (${program} show ${running.id})`,
        ]),
    ...(decided === null
      ? []
      : [
          `${decidedBeforeWords(decided, now)} (${program} show ${decided.id}; to follow up: --follow-up ${decided.id})`,
        ]),
  ];
}
