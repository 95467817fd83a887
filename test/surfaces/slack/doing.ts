import type { SlackServer } from '../../platforms/slack/server.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import type { Doing } from '../doing.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';

/** What Ana and Ben do at a local Slack, and see there. */
export function doingAt(
  slack: SlackServer,
  ana: string,
  ben: string,
  general: string,
): Doing<Message> {
  const { people, workspace, deliveries } = slack;
  const say: Doing<Message>['say'] = (who, text, files = []) =>
    people.say(who, general, text, { files });
  const mention: Doing<Message>['mention'] = (who, words, thread) =>
    people.mention(who, general, words, thread);
  return {
    ana,
    ben,
    general,
    say,
    mention,
    mentionInThread: (who, [first = '', ...more], words) => {
      const thread = say(ben, first).ts;
      for (const text of more) people.say(ben, general, text, { thread });
      return mention(who, words, thread);
    },
    sayDirectly: (who, words) => people.say(who, workspace.direct(who), words),
    edit: (message, text) => people.edit(message, text),
    remove: (message) => people.remove(message),
    start: (who, topic) => people.slash(who, general, `/design ${topic}`),
    list: (who) => people.slash(who, general, '/design list'),
    linkTo: ({ channel, thread }) =>
      `Open the thread (https://${workspace.team.domain}.slack.com/archives/${channel}/p${thread.replace('.', '')})`,
    ephemerals: (who) => slack.ephemeral(who).map((text) => text.replace('Charrette: ', '')),
    takeOffer: async (who, from = who, alter = (value) => value) => {
      const isOffer = ({ blocks }: Message) => findDrawn(blocks, 'start') !== undefined;
      const offer = people.ephemeral(from).findLast(isOffer);
      if (offer === undefined) throw new Error('nothing is offered');
      const blocks = structuredClone(offer.blocks);
      for (const block of blocks) {
        for (const element of block.type === 'actions' ? block.elements : []) {
          if (element.type === 'button')
            Object.assign(element, { value: alter(element.value ?? '') });
        }
      }
      const before = slack.views.before(who);
      const { view } = await people.click(
        who,
        { ...offer, onlyFor: who, blocks },
        drawnId(blocks, 'start'),
      );
      if (view === null || view === before) return '';
      const { errors } = await people.submitView(who, view, {});
      return Object.values(errors).join();
    },
    press: async (who, button) => {
      const action = button === 'cancel' ? 'typed' : button;
      const isOffer = ({ blocks }: Message) => findDrawn(blocks, action) !== undefined;
      const offer = people.ephemeral(who).findLast(isOffer);
      if (offer === undefined) throw new Error('nothing is offered');
      return people.click(who, offer, drawnId(offer.blocks, action));
    },
    askStarter: async (who) => {
      const isDenied = ({ blocks }: Message) => findDrawn(blocks, 'ask_starter') !== undefined;
      const denied = people.ephemeral(who).findLast(isDenied);
      if (denied === undefined) throw new Error('nobody can be asked');
      return people.click(who, denied, drawnId(denied.blocks, 'ask_starter'));
    },
    join: (name) => {
      const person = workspace.addPerson(name);
      workspace.channels.get(general)?.members.add(person);
      return person;
    },
    leave: (who) => {
      const person = workspace.people.get(who);
      if (person === undefined) throw new Error('nobody is there to leave');
      person.isDeactivated = true;
      for (const { members } of workspace.channels.values()) members.delete(who);
    },
    hold: () => deliveries.hold(),
    releaseReversed: () => deliveries.release((held) => held.toReversed()),
    sendAgain: async () => {
      for (const envelope of [...deliveries.sent]) await deliveries.send(envelope);
    },
    settled: () => deliveries.settled(),
    counts: () => slack.record.counts(),
  };
}
