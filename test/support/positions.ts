import { ParticipantId } from '../../src/core/ids.ts';

const id = (name: string) => ParticipantId.parse(name);

/** The two answers of the sample stories to whether the outbox table carries the load. */
export const IT_CAN_OR_CANNOT = [
  {
    id: 'P1',
    statement: 'It can',
    claims: ['E-1', 'F-1'],
    holders: [id('archaeologist'), id('failure-analyst')],
  },
  {
    id: 'P2',
    statement: 'It cannot',
    claims: ['A-1', 'B-1'],
    holders: [id('migrationist'), id('subtractor')],
  },
];
