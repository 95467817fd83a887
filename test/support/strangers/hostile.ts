import type { Design } from '#core/vocabulary/design.ts';
import type { Decision } from '#core/vocabulary/submission.ts';
import { id, tellToTheEnd } from '../designs/sample-design.ts';

/** What people and models might write, and what somebody might make them write. */
export const HOSTILE: Record<string, string> = {
  mentions: '<!channel> <!here> <@U123> <#C123|general> <!subteam^S1> @channel @here @everyone',
  'a disguised link':
    '[https://bank.example](https://evil.example/login) <https://evil.example|bank>',
  'a link in a definition': '[bank][1]\n\n[1]: https://evil.example',
  scripts: '[x](javascript:alert(1)) <script>alert(1)</script> ![](https://evil.example/p.png)',
  'escaped signs': '&lt;!channel&gt; &amp; < > &#60;!channel&#62;',
  'overrides of direction': 'abc \u202egnp.exe\u202c \u2066x\u2069 \u200b\u200f end',
  'right to left': 'האם לעבור ל־Postgres? هل ننتقل؟ '.repeat(100),
  'right to left in bold': '**האם** _לעבור_ `ל־Postgres` ~~هل~~ ننتقل؟ '.repeat(100),
  controls: 'a\u0000b\u0007c\u001b[31md\u009be',
  'half a character': `a\ud83d b\ude00`,
  'emoji only': '🧑‍🧑‍🧒‍🧒'.repeat(300),
  'an open fence': '```\n# not a heading\n> not a quote',
  backticks: '`'.repeat(5_000),
  stars: '*_~'.repeat(3_000),
  'open brackets': '['.repeat(8_000),
  'nested quotes': '> '.repeat(4_000),
  'nested lists': Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n'),
  'one long word': 'x'.repeat(40_000),
  'many words': 'word '.repeat(8_000),
  'many lines': '\n'.repeat(5_000).concat('end'),
  'a wide table': `|${'a|'.repeat(200)}\n|${'-|'.repeat(200)}\n|${'b|'.repeat(200)}`,
  'nothing but space': ' \n\t ',
  'words of code': 'null undefined [object Object] NaN',
};

/** The story with this text in the place of every text that a person or a model gives. */
export function saying(text: string): Design {
  const design = tellToTheEnd().design;
  const cut = (most: number) => text.slice(0, most);
  return {
    ...design,
    topic: cut(4_000),
    participants: design.participants.map((each) => ({ ...each, title: cut(60) })),
    questions: design.questions.map((each) => ({
      ...each,
      text: cut(400),
      why: cut(300),
      assumption: cut(400),
    })),
    replies: design.replies.map((each) => ({ ...each, author: cut(200), text })),
    proposals: design.proposals.map((each) => ({
      ...each,
      proposal: { ...each.proposal, headline: cut(200) },
    })),
    divergences: design.divergences.map((each) => ({
      ...each,
      description: cut(500),
      positions: each.positions.map((position) => ({ ...position, statement: cut(500) })),
      arguments: each.arguments.map((argument) => ({
        ...argument,
        text: cut(2_000),
        strongest: cut(1_000),
        citation: { place: cut(400), quote: cut(400) },
        changedBy: [cut(600)],
      })),
    })),
    signatures: design.signatures.map((each) => ({
      ...each,
      verdict: 'dissents',
      dissent: cut(3_000),
    })),
    composites: design.composites.map((each) => ({
      ...each,
      composite: { ...each.composite, decision: withMuch(each.composite.decision, cut) },
    })),
    gates: design.gates.map((each) => ({
      ...each,
      decision: { choice: 'accept', note: cut(4_000), by: cut(200) },
    })),
  };
}

function withMuch(decision: Decision, cut: (most: number) => string): Decision {
  const many = <Item>(item: Item) => Array.from({ length: 15 }, () => item);
  return {
    ...decision,
    sentence: cut(400),
    sentences: many({ part: 'why', text: cut(400), rests: [] }),
    steps: many({
      title: cut(200),
      detail: cut(1_200),
      undo: cut(600),
      owner: '',
      date: '',
      named: { reply: '', quote: '' },
      rests: [],
    }),
    risks: many({ risk: cut(600), signal: cut(600), rests: [] }),
    open: many({ text: cut(600), difference: '', rests: [] }),
  };
}

/** Eighteen personas and two facilitators, who all say as much as they may. */
export function crowdDesign(): Design {
  const design = saying('word '.repeat(1_000));
  const [one] = design.participants;
  const [question] = design.questions;
  const [sealed] = design.proposals;
  const [signature] = design.signatures;
  if (!one || !question || !sealed || !signature) throw new Error('the story has all of these');
  const names = Array.from({ length: 18 }, (_, index) => id(`persona-${index}`));
  return {
    ...design,
    end: null,
    settled: null,
    turns: [],
    step: 'answering',
    answering: {
      openedAt: design.startedAt,
      deadlineAt: design.startedAt + 600_000,
      isSeen: true,
      matchedAt: null,
    },
    drawnOrder: names,
    participants: [
      ...names.map((name, index) => ({ ...one, id: name, title: `P${index} ${'x'.repeat(56)}` })),
      ...design.participants.slice(-2),
    ],
    questions: names.flatMap((participant, index) =>
      [1, 2, 3].map((place) => ({
        ...question,
        participant,
        id: `Q${index * 3 + place}` as const,
        status: 'open' as const,
      })),
    ),
    proposals: names.map((participant) => ({ ...sealed, participant })),
    signatures: names.map((participant) => ({ ...signature, participant })),
    divergences: design.divergences.map((each) => ({
      ...each,
      positions: each.positions.map((position) => ({ ...position, holders: names })),
      arguments: names.flatMap((participant) =>
        each.arguments.slice(0, 2).map((argument) => ({ ...argument, participant })),
      ),
    })),
  };
}
