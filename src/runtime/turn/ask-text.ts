import { foundAlone } from '../../core/citation/cited.ts';
import { claimsOf } from '../../core/proposal/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { cutInside } from '../../core/vocabulary/text.ts';
import type { Ask } from './ask.ts';
import { listed, material } from './material-text.ts';
import { confirmationFacts, namingFacts, revisionFacts } from './revision-facts.ts';
import { signingFacts } from './signing-facts.ts';
import { ASKS, endThisTurnWith, mayRead, SECOND_ARGUMENT, TOPIC_AGAIN, withoutRepository } from './texts.ts';
import { newWords } from './transcript-answers.ts';
import { settledBy } from './transcript-refinement.ts';

/**
 * The question itself: the topic once more, what people have said since the participant's last turn, what the round
 * wants, how much may be read, then the facts that a submission may refer to, in fixed words, and
 * last the terminal tools in backticks, because newer models refuse to have a tool forced upon them.
 */
export function askText(design: Design, ask: Ask): string {
  const facts = factsFor(design, ask).filter((fact) => fact !== '');
  return [
    `${TOPIC_AGAIN}\n\n${material('topic', ask.topic)}`,
    newWords(design, ask.participant.id, ask.roundId),
    ask.hasRepository ? ASKS[ask.kind] : withoutRepository(ASKS[ask.kind]),
    ask.hasRepository ? mayRead(ask.readings) : '',
    facts.join('\n'),
    endThisTurnWith(ask.terminalTools),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function factsFor(design: Design, ask: Ask): string[] {
  switch (ask.kind) {
    case 'questions':
    case 'audit':
      return [];
    case 'confirmation':
      return confirmationFacts(ask);
    case 'matching':
      return matchingFacts(ask);
    case 'proposals':
      return [listed('Unanswered questions', assumed(ask))];
    case 'mapping':
      return [
        listed('Proposals', [...new Set(ask.claims.map((claim) => claim.label))]),
        listed(
          'Decision claims to place',
          ask.claims.filter(({ kind }) => kind === 'decision').map(({ id }) => id),
        ),
        listed(
          'Options decided both ways, to stand on two positions of one divergence',
          ask.decidedBothWays.map((option) => `${option.for.join(' ')} against ${option.against.join(' ')}`),
        ),
        alone(design),
      ];
    case 'argument':
      return argumentFacts(ask);
    case 'composite':
      return compositeFacts(design, ask);
    case 'signing':
      return signingFacts(design, ask);
    case 'revision':
      return [...revisionFacts(ask), ...decisionFacts(design, ask), namingFacts(ask)];
  }
}

function compositeFacts(design: Design, ask: Ask): string[] {
  return [
    listed(
      'Claims to account for',
      ask.claims.map(({ id }) => id),
    ),
    ...decisionFacts(design, ask),
    namingFacts(ask),
  ];
}

/** Facts that every text of the decision has to take in. */
function decisionFacts(design: Design, ask: Ask): string[] {
  return [
    alone(design),
    listed('Settled differences', settled(ask)),
    listed('Open differences', ask.openDifferences),
    listed('Unanswered questions', assumed(ask)),
    listed('Disputed questions, to be left to people in `open`', ask.disputed),
    ask.optionWords.length === 0 ? '' : material('what claims call the options', ask.optionWords.join('\n')),
  ];
}

/** Lists claims that are easily lost (J4). */
function alone(design: Design): string {
  const claims = foundAlone(claimsOf(design)).map(({ id }) => id);
  return listed('Found by one proposal alone, with a citation', claims);
}

/** Answers of before that a new one may contradict: the newest, each as long as is shown to people. */
const [MAX_BEFORE, BEFORE_CHARACTERS] = [60, 600];

function matchingFacts({ matching }: Ask): string[] {
  if (matching === null) return [];
  const questions = matching.questions.map(({ id, text }) => `${id}: ${text}`).join('\n');
  const replies = matching.replies.map(({ name, author, text, answers }) => {
    const under = [...new Set(answers.map(({ questionId }) => questionId))];
    return material(`${name}, by ${author}${under.length === 0 ? '' : `, under ${under.join(', ')}`}`, text);
  });
  const before = matching.before.slice(-MAX_BEFORE).map(({ name, author, question, text }) => {
    return material(`${name}, by ${author}, answered ${question} before`, cutInside(text, BEFORE_CHARACTERS));
  });
  return [material('questions', questions), ...before, ...replies];
}

function assumed(ask: Ask): string[] {
  return ask.assumptions.map(({ id }) => id);
}

/** `1a holds (A-1 B-1 and not C-1)` */
function settled({ sides }: Ask): string[] {
  const known = sides.filter(({ position }) => position !== '');
  return known.map(({ position, holds, against }) => {
    const named = [holds.join(' '), against.length === 0 ? '' : `not ${against.join(' ')}`];
    return `${position} holds (${named.filter((part) => part !== '').join(' and ')})`;
  });
}

/** The differences that this one is to argue; the words of all of them stand above, the same for everybody (J6). */
function argumentFacts({ points, settledMeanwhile }: Ask): string[] {
  const again = points.filter(({ ended }) => ended !== '');
  return [
    again.length === 0 ? '' : SECOND_ARGUMENT,
    listed(
      'Your differences',
      points.map(({ difference }) => difference),
    ),
    ...again.map(({ difference, ended }) => {
      const where = ended === 'none' ? 'none of its positions' : ended;
      return `On difference ${difference} you ended the first round at ${where}.`;
    }),
    ...settledMeanwhile.map(({ difference, position, person, note }) =>
      settledBy(person, `Difference ${difference}: ${position} holds, and is not argued any more.`, note),
    ),
  ];
}
