import { foundAlone } from '../../core/citation/cited.ts';
import { claimsOf, labelOf } from '../../core/proposal/labels.ts';
import { decidedIn } from '../../core/synthesis/decided.ts';
import { citationLine } from '../../core/telling/facts/citation.ts';
import { linePlain } from '../../core/telling/render/plain.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Ask } from './ask.ts';
import type { AskedPoint } from './asked-points.ts';
import { material } from './material-text.ts';
import { ASKS, endThisTurnWith, mayRead, SECOND_ARGUMENT, SIGNED_AGAIN, TOPIC_AGAIN } from './texts.ts';
import { newWords } from './transcript-answers.ts';

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
    ASKS[ask.kind],
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
    case 'matching':
      return matchingFacts(ask);
    case 'proposals':
      return [listed('Unanswered questions', assumed(ask))];
    case 'mapping':
      return [
        listed('Proposals', [...new Set(ask.claims.map((claim) => claim.label))]),
        listed('How sure each is of it', confidences(design)),
        listed(
          'Decision claims to place',
          ask.claims.filter(({ kind }) => kind === 'decision').map(({ id }) => id),
        ),
        alone(design),
      ];
    case 'argument':
      return argumentFacts(ask);
    case 'composite':
      return [
        listed(
          'Claims to account for',
          ask.claims.map(({ id }) => id),
        ),
        listed('How sure each was of its proposal', confidences(design)),
        ...decisionFacts(design, ask),
      ];
    case 'signing':
      return signingFacts(design, ask);
    case 'revision':
      return [listed('Findings to answer', ask.findings), ...decisionFacts(design, ask)];
  }
}

/** Facts that every text of the decision has to take in. */
function decisionFacts(design: Design, ask: Ask): string[] {
  return [
    alone(design),
    listed('Settled differences', settled(ask)),
    listed('Open differences', ask.openDifferences),
    listed('Unanswered questions', assumed(ask)),
  ];
}

/** Lists claims that are easily lost (J4). */
function alone(design: Design): string {
  const claims = foundAlone(claimsOf(design)).map(({ id }) => id);
  return listed('Found by one proposal alone, with a citation', claims);
}

function matchingFacts({ matching }: Ask): string[] {
  if (matching === null) return [];
  const questions = matching.questions.map(({ id, text }) => `${id}: ${text}`).join('\n');
  const replies = matching.replies.map(({ name, author, text, answers }) => {
    const under = [...new Set(answers.map(({ questionId }) => questionId))];
    return material(`${name}, by ${author}${under.length === 0 ? '' : `, under ${under.join(', ')}`}`, text);
  });
  return [material('questions', questions), ...replies];
}

function listed(name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${name}: ${items.join(', ')}`;
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

/** Shown to facilitators only, never to those who argue (J6). */
function confidences(design: Design): string[] {
  return design.proposals
    .filter(({ revealed }) => revealed)
    .map(({ participant, proposal }) => `${labelOf(design, participant)} ${proposal.confidence}`)
    .toSorted();
}

/** The positions and the strongest claims of each, under the names that a submission uses (J6). */
function argumentFacts({ points }: Ask): string[] {
  return [
    points.some(({ own }) => own.said !== '') ? SECOND_ARGUMENT : '',
    listed(
      'Your differences',
      points.map(({ difference }) => difference),
    ),
    ...points.map(({ difference, description, positions, own }) => {
      const sides = positions.map(({ name, statement, claims, said }) =>
        [
          `${name}: ${statement}`,
          ...claims.map((claim) => `${claim.name} (${claim.kind}) ${claim.text}${citedWords(claim)}`),
          ...(said === '' ? [] : [`Said for ${name} in the first round: ${said}`]),
        ].join('\n'),
      );
      const text = [description, ...sides].join('\n\n');
      return `${material(`difference ${difference}`, text)}\n${ownBefore(difference, own)}`;
    }),
  ];
}

/** Tells its position so far, and its own words in the first round: nothing else of that turn comes back to it. */
function ownBefore(difference: string, { position, said }: AskedPoint['own']): string {
  if (said === '') return `Your claims were put on ${position}.`;
  const where = position === 'none' ? 'none of these positions' : position;
  const words = material(`your answer on ${difference} in the first round`, said);
  return `You ended the first round at ${where}.\n${words}`;
}

/** Tells the fate in the decision of the signer's own claims that are not simply adopted. */
function signingFacts(design: Design, ask: Ask): string[] {
  const decided = decidedIn(design);
  if (decided === null || ask.ownLabel === '') return [];
  const own = new Set(ask.claims.filter((claim) => claim.label === ask.ownLabel).map((claim) => claim.id));
  const lines = decided.accounts
    .filter((account) => own.has(account.claim) && account.disposition !== 'adopted')
    .map(({ claim, disposition, into }) => {
      const how = {
        adopted: '',
        merged: `merged into ${into}`,
        rejected: 'rejected',
        unresolved: 'left open',
      };
      return `Your claim ${claim} was ${how[disposition]}.`;
    });
  const signings = design.rounds.filter(({ kind }) => kind === 'signing').length;
  return signings > 1 ? [SIGNED_AGAIN, ...lines] : lines;
}

/** Place, quotation and check, behind what rests on them; empty for nothing cited. */
function citedWords(claim: Parameters<typeof citationLine>[0]): string {
  const cited = linePlain(citationLine(claim));
  return cited === '' ? '' : ` (${cited})`;
}
