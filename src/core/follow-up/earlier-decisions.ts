import { cutText, cutWords } from '../../foundation/cut-text.ts';
import { findDecisionInForce, outcomeOf } from '../outcome/outcome.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { Design } from '../vocabulary/design.ts';
import type { EarlierDecision, Status } from '../vocabulary/event-parts.ts';
import type { DesignId } from '../vocabulary/ids.ts';
import { distinctSearchWordsOf, rank } from '../vocabulary/ranked.ts';
import { type DecisionStatus, decisionStatusOf } from './decision-status.ts';

/** Facts of a listed design by which it is found. */
interface Listed {
  readonly id: DesignId;
  readonly topic: string;
  readonly status: Status;
  readonly decision: string | null;
  readonly standing: DecisionStatus | null;
  readonly successorOf: DesignId | null;
  readonly rehearsal: boolean;
  readonly setAside?: string | undefined;
}

/**
 * Least share of a topic's rare words, by weight, in an earlier design. Tried on the topics of the
 * tests.
 */
const FLOOR = 0.3;
/** Weight of about twenty rare words; no more is required of a longer topic. */
const ENOUGH = 100;

/**
 * Designs that share a word of topic, decision or outcome with a search, best match first; ties
 * keep their order.
 */
export function searchDesigns<Each extends Listed>(words: string, listed: readonly Each[]): Each[] {
  return rank(cut(words), listed, (each) => `${matterOf(each)}\n${endOf(each)}`, {
    wordsOf: distinctSearchWordsOf,
  });
}

/**
 * Designs on the same question as a topic, best match first: decisions in force, and designs under
 * way, each as its newest run has it. A rehearsal decides nothing.
 */
export function findDesignsOnSameQuestion<Each extends Listed>(
  topic: string,
  listed: readonly Each[],
): Each[] {
  const inForce = listed.filter(isInForce);
  const repeated = new Set(inForce.map(({ successorOf }) => successorOf));
  const newest = inForce.filter(({ id }) => !repeated.has(id));
  const letters = lettersOf(topic);
  const same = newest.filter((each) => lettersOf(each.topic) === letters);
  const suffices = (shared: number, rare: number) => shared / Math.min(rare, ENOUGH) >= FLOOR;
  return [...new Set([...same, ...rank(cut(topic), newest, matterOf, { suffices })])];
}

function isInForce({ status, decision, standing, rehearsal, setAside }: Listed): boolean {
  if (rehearsal || setAside !== undefined) return false;
  const isUnderWay = status === 'running' || status === 'awaiting_input';
  return isUnderWay || (decision !== null && standing !== 'superseded');
}

function matterOf({ topic, decision }: Listed): string {
  return `${cut(topic)}\n${decision ?? ''}`;
}

function endOf({ status, standing }: Listed): string {
  return `${status.replaceAll('_', ' ')} ${standing ?? ''}`;
}

function cut(text: string): string {
  return cutText(text, BOUNDS.topicCharacters);
}

/**
 * An ended design's decision, for later designs on the same question; `null` if none is in force. A
 * rehearsal decides nothing, and a person who stopped a design has decided nothing either.
 */
export function earlierDecisionOf(design: Design): EarlierDecision | null {
  const { id, topic, end, rehearsal } = design;
  const decided = findDecisionInForce(design);
  if (end === null || decided === null || rehearsal) return null;
  const standing = decisionStatusOf(design);
  if (standing === 'superseded' || outcomeOf(design).decidedBy?.choice === 'stop') return null;
  return {
    designId: id,
    topic: cutWords(topic, BOUNDS.earlierTopicCharacters),
    status: end.status,
    endedAt: end.at,
    decision: decided.decision.sentence,
    ...(standing === 'declined' ? { isDeclined: true } : {}),
  };
}
