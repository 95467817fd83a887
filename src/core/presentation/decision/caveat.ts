import type { Caveat, Titled } from '../../outcome/caveats/kinds.ts';
import { counted } from '../../vocabulary/figures.ts';
import { facilitatorOf } from '../../vocabulary/round.ts';
import { listed } from '../../vocabulary/text.ts';
import { cutLine } from '../format/plain.ts';
import { deathsWords, stoodInWords } from '../run/crash.ts';
import { NOBODY_SURE, REASON_WORDS } from '../run/ending.ts';
import { attemptsFailedWords, leftOutWords, notWaitedForWords } from '../run/round.ts';
import { dissentWords } from './signature.ts';

/** Longest excerpt of a difference, finding or dissent. */
const MATTER_CHARACTERS = 120;
/** People, parts or sources named before the rest is counted. */
const MAX_NAMED = 4;

/** Most caveats in a headline, and their characters together; the rest is counted. */
const [MAX_IN_HEADLINE, HEADLINE_CHARACTERS] = [2, 280];

type Words<Kind extends Caveat['kind']> = (matter: Extract<Caveat, { kind: Kind }>) => string;

/** A caveat's words. They continue a headline and have no full stop. */
export function caveatWords(each: Caveat): string {
  switch (each.kind) {
    case 'stopped':
      return `${each.by} stopped it`;
    case 'contradicts_person':
      return each.isOfTopic
        ? `it goes against what ${each.by} wrote in the question: ${quoted(each.words)}`
        : `it contradicts ${each.by}: ${quoted(each.words)}`;
    case 'unread_words':
      return unreadWordsOf(each);
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
      return `${quoted(each.description)} is open`;
    case 'open_difference': {
      const state = each.isArgued ? 'is open' : 'was not argued and is for you to decide';
      return `${quoted(each.description)} ${state}`;
    }
    case 'citation_failed':
      return `${quoted(each.text)} rests on a quotation that is not at the cited place (${clause(each.place)})`;
    case 'low_confidence':
      return lowConfidenceWords(each);
    case 'contradicts_itself':
      return `it contradicts what it adopts: ${someOf(each.claims.map(({ title, text }) => `${quoted(text)} (${title})`))}`;
    default:
      return courseWords(each);
  }
}

/** Caveats about the course of a design instead of its text or arguments. */
type OfCourse = Extract<
  Caveat,
  {
    kind:
      | 'not_framed'
      | 'not_compared'
      | 'not_audited'
      | 'degraded_participation'
      | 'budget'
      | 'time'
      | 'other_reason'
      | 'unsure_proposals'
      | 'other_language'
      | 'no_risk'
      | 'empty_audit'
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
      return `only ${each.toTheEnd} of ${each.of} finished${inBrackets(deathsWords(each.dead))}`;
    case 'budget':
      return each.isUsedUp ? 'the money was used up' : leftOutWords(each.dropped).join('; ');
    case 'time':
      return leftOutWords(each.dropped).join('; ');
    case 'other_reason':
      return REASON_WORDS[each.reason];
    case 'not_framed':
      return 'the question was not framed';
    case 'one_proposal':
      return 'there was really only one proposal';
    case 'unsure_proposals':
      return 'no persona was sure of its own proposal';
    case 'other_language':
      return `it is not written in the language of the question (${each.language})`;
    case 'no_risk':
      return 'it names no risk';
    case 'empty_audit':
      return 'the audit found nothing, although the proposals differ on what matters most';
    case 'no_source':
      return 'no claim has a source that was found';
    case 'lost':
      return deathsWords(each.dead).join('; ');
    case 'not_to_the_end':
      return `${names(each.missing)} did not finish`;
    case 'not_waited_for':
      return missingWords(each);
    case 'stand_in':
      return stoodInWords(
        each.by.map(({ title }) => title),
        each.role,
      );
  }
}

const unreadWordsOf: Words<'unread_words'> = ({ by, text, more }) => {
  const others = more === 0 ? '' : ` (and ${counted(more, 'message')} before)`;
  return `nobody has read what ${by} said last: ${quoted(text)}${others}`;
};

const leftOutOfTextWords: Words<'person_left_out'> = ({ by, about, settled, said }) =>
  said !== ''
    ? `${by} said ${quoted(said)}, but the decision does not reflect it`
    : `${by} settled ${quoted(about)}, but the decision does not reflect it: ${clause(settled)}`;

const notSignedWords: Words<'not_signed'> = ({ dissents }) => {
  if (dissents === 0) return 'nobody has signed it';
  return `nobody has signed it (${dissents === 1 ? 'the only persona asked dissents' : `all ${dissents} dissent`})`;
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

const lowConfidenceWords: Words<'low_confidence'> = ({ unsure, areAll }) =>
  areAll ? NOBODY_SURE : `${names(unsure)} ${unsure.length === 1 ? 'is' : 'are'} not sure of it`;

const missingWords: Words<'not_waited_for'> = ({ round, missing, hasFailed }) => {
  const facilitator = facilitatorOf(round);
  if (hasFailed) return attemptsFailedWords(round, facilitator, missing.length);
  return notWaitedForWords(someOf(missing.map(({ title }) => title)), round);
};

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

/** Someone's words inside our sentence, without their full stop. */
function clause(text: string): string {
  return cutLine(text, MATTER_CHARACTERS).replace(/\.$/, '');
}

export function namedOf(caveats: readonly Caveat[]): readonly Caveat[] {
  return caveats.slice(0, countNamed(caveats.map(caveatWords)));
}

function countNamed(words: readonly string[]): number {
  const fitting = [...words.keys()].filter(
    (index) => index < MAX_IN_HEADLINE && words.slice(0, index + 1).join('; ').length <= HEADLINE_CHARACTERS,
  );
  return Math.max(1, fitting.length);
}

export function namedGravest(words: readonly string[]): string {
  const count = countNamed(words);
  const more = words.length - count;
  return [...words.slice(0, count), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
