import { NONE, positionLabel, positionOf } from '../divergence/labels.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import { nameIn } from '../question/author.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { personOnRecord } from '../vocabulary/claimed-name.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Afterwards, Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { Publication, Recheck } from '../vocabulary/events.ts';
import { cutText } from '../vocabulary/text.ts';
import { cameBy, type Signed } from '../vocabulary/via.ts';
import {
  assigneeOf,
  publicationOf,
  rechecksOf,
  settledAfterwardsOf,
  supersededBy,
  verdictsOf,
} from './standing.ts';

type Actor = Signed & { readonly byId?: string | undefined };

/** Carries out what people do with a decision after the end (J14). Nothing of what was decided and signed changes. */
export function doAfterwards(
  draft: Draft,
  command: CommandOf<
    'judge_decision' | 'assign_step' | 'record_answer' | 'supersede' | 'record_publication' | 'record_recheck'
  >,
): Refusal | null {
  switch (command.type) {
    case 'judge_decision':
      return judgeDecision(draft, command);
    case 'assign_step':
      return assignStep(draft, command);
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
  const refusal = whyNotAfterwards(draft.design);
  if (refusal !== null) return refusal;
  const person = personOnRecord(actor.by, actor.via);
  const before = verdictsOf(draft.design).find(({ by, via }) => personOnRecord(by, via) === person);
  if (before?.verdict === verdict && before.note === note) return null;
  draft.record({ type: 'decision_judged', verdict, note: cutText(note, 2_000), ...byPerson(actor) });
  return null;
}

/** A person says who does a step, and by when; to nobody takes it back. */
function assignStep(
  draft: Draft,
  { step, to, toId, date, ...actor }: CommandOf<'assign_step'>,
): Refusal | null {
  const refusal = whyNotAfterwards(draft.design);
  if (refusal !== null) return refusal;
  const steps = decisionInForce(draft.design)?.decision.steps ?? [];
  if (step < 1 || step > steps.length) {
    const known = steps.length === 0 ? 'no steps' : `steps 1 to ${steps.length}`;
    return refuse('unknown_reference', `There is no step ${step}: the decision has ${known}.`, 'step');
  }
  const noDate = whyNoDate(date);
  if (noDate !== null) return refuse('invalid', noDate, 'date');
  const noName = toId === undefined && to !== '' ? whyNoName(to) : null;
  if (noName !== null) return refuse('invalid', noName, 'to');
  const name = toId === undefined ? to : nameIn(draft.design, { author: to, authorId: toId });
  const before = assigneeOf(draft.design, step);
  if (before === null ? to === '' : before.to === name && before.date === date) return null;
  const who = { to: name, ...(toId === undefined ? {} : { toId }) };
  draft.record({ type: 'step_assigned', step, ...who, date: to === '' ? '' : date, ...byPerson(actor) });
  return null;
}

/** A person settles after the end what was left open (J8), or leaves it open again. The text that was signed does not change. */
export function settleAfterwards(
  draft: Draft,
  { divergenceId, position, note, ...actor }: CommandOf<'settle_divergence'>,
): Refusal | null {
  const refusal = whyNotAfterwards(draft.design);
  if (refusal !== null) return refusal;
  const divergence = draft.design.divergences.find(({ id }) => id === divergenceId);
  if (divergence === undefined) {
    const known = draft.design.divergences.map(({ id }) => id).join(', ') || 'none';
    return refuse('unknown_reference', `There is no difference ${divergenceId}: this design has ${known}.`);
  }
  const { settlement } = divergence;
  if (settlement?.outcome === 'settled_by_person')
    return refuse('not_open', `This was settled already by ${settlement.person}.`);
  const chosen = positionOf(divergence, position);
  if (chosen === null) {
    const known = divergence.positions.map(
      ({ id, statement }) => `${positionLabel(divergence.id, id)} (${statement})`,
    );
    const message = `There is no position ${position}; the positions are ${known.join('; ')}, and ${NONE} to leave it open.`;
    return refuse('unknown_reference', message, 'position');
  }
  if (settledAfterwardsOf(draft.design, divergence.id)?.position === chosen) return null;
  const what = { divergenceId: divergence.id, position: chosen, note: cutText(note, BOUNDS.noteCharacters) };
  draft.record({ type: 'point_settled', ...what, ...byPerson(actor) });
  return null;
}

/** Keeps a question about the decision with its answer, which code has checked against the record. */
function recordAnswer(
  draft: Draft,
  { question, answer, costUsd, isPrivate, isRehearsal, ...actor }: CommandOf<'record_answer'>,
): Refusal | null {
  const refusal = whyNotAsk(draft.design);
  if (refusal !== null) return refusal;
  const seen = isPrivate === true ? { isPrivate } : {};
  const by = isRehearsal === true ? { isRehearsal, ...byPerson(actor) } : byPerson(actor);
  draft.record({ type: 'record_asked', question, answer, costUsd, ...seen, ...by });
  return null;
}

/** Says why no question about a design is taken; `null` if one is. Asked before a model is. */
export function whyNotAsk(design: Design): Refusal | null {
  if (design.end === null)
    return refuse('not_open', 'This design has not ended yet. Its record can be asked once it has.');
  const asked = design.afterwards.filter(({ type }) => type === 'record_asked').length;
  if (asked >= BOUNDS.questionsAsked)
    return refuse(
      'not_open',
      `${BOUNDS.questionsAsked} questions have been asked about this decision, and no more are taken. Its files have everything.`,
    );
  return whyFull(design);
}

/** Records once that a later design has decided otherwise. */
function supersede(draft: Draft, { successor, decision }: CommandOf<'supersede'>): Refusal | null {
  if (draft.design.end === null) return refuse('not_open', 'This design has not ended yet.');
  if (supersededBy(draft.design)?.successor === successor) return null;
  draft.record({ type: 'decision_superseded', successor, decision: cutText(decision, 400) });
  return null;
}

/** Records once that the decision stands in a repository; the same once more changes nothing. */
function recordPublication(
  draft: Draft,
  { publication, ...actor }: CommandOf<'record_publication'>,
): Refusal | null {
  const refusal = whyNotAfterwards(draft.design);
  if (refusal !== null) return refusal;
  const before = publicationOf(draft.design, publication.repository);
  if (before !== null && isSame(Publication, before, publication)) return null;
  draft.record({ type: 'decision_published', ...publication, ...byPerson(actor) });
  return null;
}

/** Records a look at what the decision rests on, unless the one before has found the same. */
function recordRecheck(draft: Draft, { recheck, ...actor }: CommandOf<'record_recheck'>): Refusal | null {
  const refusal = whyNotAfterwards(draft.design);
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
export function whyNotAfterwards(design: Design): Refusal | null {
  if (design.end === null) return refuse('not_open', 'This design has not ended yet.');
  if (decisionInForce(design) === null)
    return refuse(
      'not_open',
      'This design has ended without a decision, so there is nothing to accept or to assign.',
    );
  return whyFull(design);
}

function whyFull({ afterwards }: Pick<Design, 'afterwards'>): Refusal | null {
  if (afterwards.length < BOUNDS.afterwards) return null;
  const full = `So much was done with this decision since its end that no more is kept: ${BOUNDS.afterwards} entries. Follow it up with a new design.`;
  return refuse('not_open', full);
}

/** Says why a step cannot be assigned until this date; `null` if it can, and for none. */
export function whyNoDate(date: string): string | null {
  return date === '' || isDate(date) ? null : `“${cutText(date, 40)}” is no date; write it like 2026-12-01.`;
}

/** Says why a text is nobody's name: too long, or nothing in it to read; `null` if it may be one. */
export function whyNoName(name: string): string | null {
  if (name.length > BOUNDS.personCharacters)
    return `A name has at most ${BOUNDS.personCharacters} characters; this has ${name.length}.`;
  const seen = name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
  return /[\p{L}\p{N}]/u.test(seen) ? null : 'There is no letter to read in this name. Write another one.';
}

/** `2026-12-01`, of a day that there is. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function byPerson({
  by,
  byId,
  via,
}: Actor): Pick<Extract<Afterwards, { type: 'decision_judged' }>, 'by' | 'byId' | 'via'> {
  return { by, ...(byId === undefined ? {} : { byId }), ...cameBy(via) };
}
