import { decisionInForce } from '../outcome/outcome.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { personOnRecord } from '../vocabulary/claimed-name.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, FollowUpEvent } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { Publication, Recheck } from '../vocabulary/events.ts';
import { openGate } from '../vocabulary/status.ts';
import { cutText } from '../vocabulary/text.ts';
import { cameBy, type Signed } from '../vocabulary/via.ts';
import { acceptedAtGate, publicationOf, rechecksOf, supersededBy, verdictsOf } from './decision-status.ts';

type Actor = Signed & { readonly byId?: string | undefined };

/** Carries out what people do with a decision after the end (J14). Nothing of what was decided and signed changes. */
export function followUp(
  draft: Draft,
  command: CommandOf<
    'judge_decision' | 'record_answer' | 'supersede' | 'record_publication' | 'record_recheck'
  >,
): Refusal | null {
  switch (command.type) {
    case 'judge_decision':
      return judgeDecision(draft, command);
    case 'record_answer':
      return recordAnswer(draft, command);
    case 'supersede':
      return supersede(draft, command);
    case 'record_publication':
      return recordPublication(draft, command);
    case 'record_recheck':
      return recordRecheck(draft, command);
  }
}

/**
 * A person accepts or declines a decision that has ended, in their name (J14). Somebody who changes their mind does it again; the same
 * once more changes nothing.
 */
function judgeDecision(
  draft: Draft,
  { verdict, note, ...actor }: CommandOf<'judge_decision'>,
): Refusal | null {
  const refusal = refusalForFollowUp(draft.design);
  if (refusal !== null) return refusal;
  const person = personOnRecord(actor.by, actor.via);
  const before = verdictsOf(draft.design).find(({ by, via }) => personOnRecord(by, via) === person);
  if (before?.verdict === verdict && before.note === note) return null;
  const atGate = acceptedAtGate(draft.design);
  const isSaid = atGate !== null && personOnRecord(atGate.by, atGate.via) === person;
  if (isSaid && verdict === 'accepted' && note === '') return null;
  draft.record({ type: 'decision_judged', verdict, note: cutText(note, 2_000), ...byPerson(actor) });
  return null;
}

/** Keeps a question about the decision with its answer, which code has checked against the record. */
function recordAnswer(
  draft: Draft,
  { question, answer, costUsd, isPrivate, isRehearsal, kind, replyId, ...actor }: CommandOf<'record_answer'>,
): Refusal | null {
  const refusal = whyFullOfQuestions(draft.design);
  if (refusal !== null) return refusal;
  // The gate at which it was asked may have closed meanwhile.
  if (draft.design.end === null && draft.design.gates.length === 0) return NOT_YET;
  const seen = {
    ...(isPrivate === true ? { isPrivate } : {}),
    ...(kind === undefined ? {} : { kind }),
    ...(replyId === undefined ? {} : { replyId }),
  };
  const by = isRehearsal === true ? { isRehearsal, ...byPerson(actor) } : byPerson(actor);
  draft.record({ type: 'record_asked', question, answer, costUsd, ...seen, ...by });
  return null;
}

const NOT_YET = refuse(
  'not_open',
  'This design has not ended yet. Its record can be asked at a gate, and once it has ended.',
);

/** Says why no question about a design is taken; `null` if one is: at an open gate and after the end. Asked before a model is. */
export function refusalForAsking(design: Design): Refusal | null {
  if (design.end === null && openGate(design) === null) return NOT_YET;
  return whyFullOfQuestions(design);
}

function whyFullOfQuestions(design: Design): Refusal | null {
  const asked = design.followUps.filter(({ type }) => type === 'record_asked').length;
  if (asked >= BOUNDS.questionsAsked)
    return refuse(
      'not_open',
      `${BOUNDS.questionsAsked} questions have been asked about this decision, and no more are taken. Its files have everything.`,
    );
  return whyFull(design);
}

/** Records once that a later design has decided otherwise. */
function supersede(draft: Draft, { successor }: CommandOf<'supersede'>): Refusal | null {
  if (draft.design.end === null) return refuse('not_open', 'This design has not ended yet.');
  if (supersededBy(draft.design)?.successor === successor) return null;
  draft.record({ type: 'decision_superseded', successor });
  return null;
}

/** Records once that the decision stands in a repository; the same once more changes nothing. */
function recordPublication(
  draft: Draft,
  { publication, ...actor }: CommandOf<'record_publication'>,
): Refusal | null {
  const refusal = refusalForFollowUp(draft.design);
  if (refusal !== null) return refusal;
  const before = publicationOf(draft.design, publication.repository);
  if (before !== null && isSame(Publication, before, publication)) return null;
  draft.record({ type: 'decision_published', ...publication, ...byPerson(actor) });
  return null;
}

/** Records a look at what the decision rests on, unless the one before has found the same. */
function recordRecheck(draft: Draft, { recheck, ...actor }: CommandOf<'record_recheck'>): Refusal | null {
  const refusal = refusalForFollowUp(draft.design);
  if (refusal !== null) return refusal;
  const before = rechecksOf(draft.design).at(-1);
  if (before !== undefined && isSame(Recheck, before, recheck)) return null;
  draft.record({ type: 'decision_rechecked', ...recheck, ...byPerson(actor) });
  return null;
}

/** Compares the facts that a schema names; not who has found them, and when. */
function isSame(schema: typeof Publication | typeof Recheck, one: object, other: object): boolean {
  const facts = schema.strip();
  return JSON.stringify(facts.parse(one)) === JSON.stringify(facts.parse(other));
}

/** Says why nothing can be done with a decision; `null` if something can. */
export function refusalForFollowUp(design: Design): Refusal | null {
  if (design.end === null) return refuse('not_open', 'This design has not ended yet.');
  if (decisionInForce(design) === null)
    return refuse('not_open', 'This design has ended without a decision, so there is nothing to accept.');
  return whyFull(design);
}

function whyFull({ followUps }: Pick<Design, 'followUps'>): Refusal | null {
  if (followUps.length < BOUNDS.afterwards) return null;
  const full = `So much was done with this decision since its end that no more is kept: ${BOUNDS.afterwards} entries. Follow it up with a new design.`;
  return refuse('not_open', full);
}

function byPerson({
  by,
  byId,
  via,
}: Actor): Pick<Extract<FollowUpEvent, { type: 'decision_judged' }>, 'by' | 'byId' | 'via'> {
  return { by, ...(byId === undefined ? {} : { byId }), ...cameBy(via) };
}
