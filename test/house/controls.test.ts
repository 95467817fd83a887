import { expect, test } from 'vitest';
import { VERB_NAMES } from '../../src/acts/gateway/verbs/verbs.ts';
import { sourceFiles } from './source.ts';

/** What ids name besides verbs: other controls, forms, and the entry of a menu. */
const OTHERS = [
  'agree',
  'answers?',
  'begin',
  'design_this',
  'form',
  'not_sure',
  'read',
  'running',
  'start',
  'sure',
  'topic',
  'typed',
];
const ID = new RegExp(`\\bcharrette\\\\?\\.(?:${[...VERB_NAMES, ...OTHERS].join('|')})\\b`);

/** Ids that nobody can have been shown are made in one place. */
const FORGED = 'test/surfaces/drawn-controls.ts';

test('A25: no test makes the id of a control or form: what was drawn is pressed', () => {
  const made = sourceFiles('test').flatMap(({ path, lines }) =>
    path === FORGED ? [] : lines.flatMap((line, at) => (ID.test(line) ? [`${path}:${at + 1}`] : [])),
  );
  expect(made).toEqual([]);
});

const LOOK_UP = 'looked up again';

/** What a process keeps for longer than an act, by file, with what happens in a daemon that has not got it. */
const KEPT: Readonly<Record<string, string>> = {
  'src/acts/gateway/messages/incoming-messages.ts':
    'a mention that is sent again is answered again, and done once',
  'src/acts/gateway/private-ways.ts': 'the starter is told in the place itself, or in a direct message',
  'src/acts/message/markdown.ts': LOOK_UP,
  'src/surfaces/discord/incoming/messages.ts': 'a deletion that names no author is taken, and nobody is told',
  'src/surfaces/discord/outgoing/ephemeral.ts': 'words for a closed direct message: it says to ask again',
  'src/surfaces/discord/outgoing/thread-people.ts': LOOK_UP,
  'src/surfaces/http/access/known-secrets.ts': LOOK_UP,
  'src/surfaces/http/console/pages/designs.ts': LOOK_UP,
  'src/surfaces/http/door/budget.ts': 'each daemon bounds what reaches it',
  'src/surfaces/slack/calls/web-client.ts': 'each daemon learns how long to wait',
  'src/surfaces/slack/outgoing/chat.ts': 'a thread that is gone is found to be gone by the next post',
  'src/surfaces/slack/incoming/stop.ts': 'a second press of the stop button is asked once more',
};

test('A25: what acts and surfaces keep between two presses is on a list, with what another daemon does', () => {
  const kept = sourceFiles('src/acts', 'src/surfaces').filter(({ text }) =>
    /new (?:LRUCache|SeenKeys)\b|#\w+ = new Map\b/.test(text),
  );
  expect(kept.map(({ path }) => path).toSorted()).toEqual(Object.keys(KEPT).toSorted());
});
