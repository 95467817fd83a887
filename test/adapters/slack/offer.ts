import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import type { Seen } from '../../platforms/slack/people.ts';
import type { SlackServer } from '../../platforms/slack/server.ts';
import type { Message } from '../../platforms/slack/workspace.ts';

/** What this person was offered last to start. */
function offerTo({ people }: SlackServer, who: string): Message {
  const offers = people.ephemeral(who).filter(({ blocks }) => JSON.stringify(blocks).includes(ACTIONS.start));
  const newest = offers.at(-1);
  if (newest === undefined) throw new Error('nothing is offered');
  return newest;
}

/** Clicks the newest offer to a person, who need not be the one that clicks; what its button says may be altered. */
export function clickOffer(
  slack: SlackServer,
  who: string,
  from = who,
  alter = (value: string) => value,
): Promise<Seen> {
  const offer = offerTo(slack, from);
  const blocks = structuredClone(offer.blocks);
  for (const block of blocks) {
    for (const element of block.type === 'actions' ? block.elements : []) {
      if (element.type === 'button') Object.assign(element, { value: alter(element.value ?? '') });
    }
  }
  return slack.people.click(who, { ...offer, onlyFor: who, blocks }, ACTIONS.start);
}
