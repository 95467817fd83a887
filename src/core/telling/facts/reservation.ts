import type { Reservation, Titled } from '../../outcome/reservation/kinds.ts';
import { confidence } from '../../vocabulary/figures.ts';
import { facilitatorOf } from '../../vocabulary/round.ts';
import { listed } from '../../vocabulary/text.ts';
import { WITHOUT_REASON } from '../../vocabulary/words.ts';
import { cutLine } from '../plain.ts';
import { changedPart } from './change.ts';
import { deathsWords, stoodInWords } from './loss.ts';
import { REASON_WORDS } from './reasons.ts';
import { attemptsFailedWords, leftOutWords, notWaitedForWords } from './round.ts';
import { dissentWords } from './signature.ts';

/** So much of a difference, a finding or a dissent as shows which it is. */
const MATTER_CHARACTERS = 140;
/** People, parts and sources that are named before the rest is counted. */
const MAX_NAMED = 4;

/** Reservations that a headline names, and the characters that they may take together; the rest is counted. */
const [MAX_IN_HEADLINE, HEADLINE_CHARACTERS] = [3, 300];

/** The words of one kind of reservation. */
type Words<Kind extends Reservation['kind']> = (matter: Extract<Reservation, { kind: Kind }>) => string;

/** A thing that could make a reader wrong, by its matter. Each continues a headline, and ends without a full stop. */
export function reservationWords(each: Reservation): string {
  switch (each.kind) {
    case 'stopped':
      return `${each.by} stopped it`;
    case 'person_left_out':
      return leftOutOfTextWords(each);
    case 'not_signed':
      return notSignedWords(each);
    case 'dissent_of_half':
      return dissentOfHalfWords(each);
    case 'dissent':
      return dissentWords(each.title, clause(each.reason));
    case 'blocking_finding':
    case 'major_finding':
      return findingWords(each);
    case 'unresolved_high_impact':
      return `${quoted(each.description)} is open${unexplained(each.moved)}`;
    case 'high_impact_settled_without_reason':
    case 'moved_without_reason':
      return `${names(each.moved)} moved ${WITHOUT_REASON} on ${quoted(each.description)}`;
    case 'open_difference': {
      const state = each.isArgued ? 'is open' : 'was not argued and is for you to decide';
      return `${quoted(each.description)} ${state}${unexplained(each.moved)}`;
    }
    case 'moved_with_the_crowd':
      return `all who moved on ${quoted(each.description)} joined the larger side, and for no source that stands there`;
    case 'citation_failed':
      return `${quoted(each.text)} rests on a quotation that does not stand where it is cited (${clause(each.place)})`;
    case 'low_confidence':
      return lowConfidenceWords(each);
    case 'disputed_answer':
      return `${listed(each.authors)} answer ${quoted(each.question)} differently`;
    case 'unfounded_change':
      return unfoundedWords(each);
    case 'contradicts_itself':
      return `it contradicts what it adopts: ${someOf(each.claims.map(({ title, text }) => `${quoted(text)} (${title})`))}`;
    case 'about_itself':
      return `it speaks of its own signatures, audit or checks: ${quoted(each.sentences[0] ?? '')}`;
    default:
      return courseWords(each);
  }
}

/** The kinds that are about the course of a design, and not about its text or its arguments. */
type OfCourse = Extract<
  Reservation,
  {
    kind:
      | 'not_compared'
      | 'not_audited'
      | 'degraded_participation'
      | 'budget'
      | 'time'
      | 'other_reason'
      | 'unsure_proposals'
      | 'no_source'
      | 'one_proposal'
      | 'lost'
      | 'not_to_the_end'
      | 'not_waited_for'
      | 'stand_in';
  }
>;

function courseWords(each: OfCourse): string {
  switch (each.kind) {
    case 'not_compared':
    case 'not_audited':
      return REASON_WORDS[each.kind];
    case 'degraded_participation':
      return `only ${each.toTheEnd} of ${each.of} took part to the end${inBrackets(deathsWords(each.dead))}`;
    case 'budget':
      return each.isUsedUp ? 'the money was used up' : leftOutWords(each.dropped).join('; ');
    case 'time':
      return leftOutWords(each.dropped).join('; ');
    case 'other_reason':
      return REASON_WORDS[each.reason];
    case 'one_proposal':
      return 'there was really only one proposal';
    case 'unsure_proposals':
      return `nobody was sure of their own proposal (${rangeWords(each)})`;
    case 'no_source':
      return 'no claim has a source that stands there';
    case 'lost':
      return deathsWords(each.dead).join('; ');
    case 'not_to_the_end':
      return `${names(each.missing)} did not take part to the end`;
    case 'not_waited_for':
      return missingWords(each);
    case 'stand_in':
      return stoodInWords(
        each.by.map(({ title }) => title),
        each.role,
      );
  }
}

const leftOutOfTextWords: Words<'person_left_out'> = ({ by, about, settled }) =>
  settled === ''
    ? `${by} corrected the answer to ${quoted(about)}, but the decision does not reflect it`
    : `${by} settled ${quoted(about)}, but the decision does not reflect it: ${clause(settled)}`;

const notSignedWords: Words<'not_signed'> = ({ dissents }) => {
  if (dissents === 0) return 'nobody has signed it';
  return `nobody has signed it (${dissents === 1 ? 'the only one who was asked dissents' : `all ${dissents} dissent`})`;
};

const dissentOfHalfWords: Words<'dissent_of_half'> = ({ dissents, of }) => {
  const [first] = dissents;
  const why = first === undefined ? '' : ` (${first.title}: ${clause(first.reason)})`;
  return `${dissents.length} of ${of} dissent${why}`;
};

const findingWords: Words<'blocking_finding' | 'major_finding'> = ({ kind, text, left }) => {
  const what = kind === 'blocking_finding' ? 'a blocking finding' : 'a major finding';
  const state = {
    open: `${what} of the audit is left open`,
    unconfirmed: `the auditor does not confirm that ${what} is answered`,
    unasked: `nobody has confirmed that ${what} is answered`,
  }[left];
  return `${state}: ${clause(text)}`;
};

const lowConfidenceWords: Words<'low_confidence'> = ({ unsure }) => {
  const each = unsure.map(({ title, confidence: sure }) => `${title} (${confidence(sure)})`);
  return `${someOf(each)} ${unsure.length === 1 ? 'is' : 'are'} not sure of it`;
};

const unfoundedWords: Words<'unfounded_change'> = ({ changes, claims }) => {
  const accounts = claims.map((text) => `the fate of the claim ${quoted(text)}`);
  const parts = [...new Set([...changes.map(changedPart), ...accounts])];
  return `${someOf(parts)} ${parts.length === 1 ? 'was' : 'were'} changed after the audit, for nothing that was found`;
};

const missingWords: Words<'not_waited_for'> = ({ round, missing, hasFailed }) => {
  const facilitator = facilitatorOf(round);
  if (hasFailed) return attemptsFailedWords(round, facilitator, missing.length);
  return notWaitedForWords(someOf(missing.map(({ title }) => title)), missing.length, round);
};

/** `0.05 to 0.3`, or one of them where they are the same. */
export function rangeWords({ least, most }: { readonly least: number; readonly most: number }): string {
  return [...new Set([confidence(least), confidence(most)])].join(' to ');
}

function unexplained(moved: readonly Titled[]): string {
  return moved.length === 0 ? '' : ` (${names(moved)} moved ${WITHOUT_REASON})`;
}

function names(people: readonly Titled[]): string {
  return someOf(people.map(({ title }) => title));
}

function someOf(words: readonly string[]): string {
  const more = words.length - MAX_NAMED;
  return listed(more > 0 ? [...words.slice(0, MAX_NAMED), `${more} more`] : words);
}

function inBrackets(words: readonly string[]): string {
  return words.length === 0 ? '' : ` (${words.join('; ')})`;
}

function quoted(text: string): string {
  return `“${cutLine(text, MATTER_CHARACTERS)}”`;
}

/** Words that others wrote as a part of our sentence, which has its own end. */
function clause(text: string): string {
  return cutLine(text, MATTER_CHARACTERS).replace(/\.$/, '');
}

/** The gravest, as many as one reads, and how many more there are. */
export function namedGravest(words: readonly string[]): string {
  const fitting = [...words.keys()].filter(
    (index) => index < MAX_IN_HEADLINE && words.slice(0, index + 1).join('; ').length <= HEADLINE_CHARACTERS,
  );
  const count = Math.max(1, fitting.length);
  const more = words.length - count;
  return [...words.slice(0, count), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
