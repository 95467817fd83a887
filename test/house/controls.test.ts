import { expect, test } from 'vitest';
import { VERB_NAMES } from '../../src/acts/gateway/verbs/verbs.ts';
import { sourceFiles } from './source.ts';

/** What ids name besides verbs: other controls, forms, and the entry of a menu. */
const OTHERS = [
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
    path === FORGED
      ? []
      : lines.flatMap((line, at) => (ID.test(line) ? [`${path}:${at + 1}`] : [])),
  );
  expect(made).toEqual([]);
});

const LOOK_UP = 'looked up again';
const OWN = 'each daemon bounds its own';
const UNDER_WAY = 'what is under way at this moment';
const ONE_CALL = 'gone after the call';

/**
 * Collections that begin empty, by file: what happens in a daemon that has not got what they keep.
 */
const KEPT: Readonly<Record<string, string>> = {
  'src/acts/gateway/incoming/catching-up.ts': ONE_CALL,
  'src/acts/gateway/incoming/requests.ts': UNDER_WAY,
  'src/acts/gateway/private-ways.ts':
    'the answer to an act that is still open: another daemon tells in the place itself, or in a direct message',
  'src/acts/drawing/markdown.ts': LOOK_UP,
  'src/surfaces/discord/interactions/handle-interaction.ts': ONE_CALL,
  'src/surfaces/discord/outgoing/ephemeral.ts':
    'direct channels; another daemon posts a button of its own',
  'src/surfaces/discord/outgoing/thread-people.ts': LOOK_UP,
  'src/surfaces/http/access/known-secrets.ts': LOOK_UP,
  'src/surfaces/http/console/pages/designs.ts': LOOK_UP,
  'src/surfaces/http/console/sent-form.ts': ONE_CALL,
  'src/surfaces/http/door/budget.ts': OWN,
  'src/surfaces/http/door/door.ts': OWN,
  'src/surfaces/http/readable.ts': ONE_CALL,
  'src/surfaces/http/routes/follow-changes.ts': ONE_CALL,
  'src/surfaces/http/routes/idempotency.ts': UNDER_WAY,
  'src/surfaces/http/routes/metrics.ts': ONE_CALL,
  'src/surfaces/mcp/add-tool.ts': ONE_CALL,
  'src/surfaces/slack/calls/web-client.ts': OWN,
  'src/surfaces/slack/incoming/memberships.ts': ONE_CALL,
  'src/surfaces/slack/incoming/plain-words.ts': ONE_CALL,
  'src/surfaces/slack/outgoing/sessions.ts':
    'channels that refused: another daemon tries each once, too',
  'src/surfaces/terminal/progress.ts': ONE_CALL,
};

test('A25: what acts and surfaces keep between two presses is looked up again, or each daemon has its own', () => {
  const kept = sourceFiles('src/acts', 'src/surfaces').filter(({ text }) =>
    /new LRUCache\b|createQueues\(|new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)/.test(text),
  );
  expect(kept.map(({ path }) => path).toSorted()).toEqual(Object.keys(KEPT).toSorted());
});
