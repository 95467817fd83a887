import type { DecidedBefore, SameQuestion } from '../../outcome/same-question.ts';
import { dayWords } from '../../vocabulary/figures.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { type Line, line, moment, momentWords, untrusted } from '../format/document.ts';

const [DECISION_CHARACTERS, TOPIC_CHARACTERS] = [400, 200];

/** The reader's clock: now, and the offset from UTC. Both in milliseconds. */
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

/** Lines of a document about designs on the same question: the running one, then the decided one. `open`: a link to it. */
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

/** Designs on the same question for a terminal, one line each. `program`: Charrette's name there. */
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
