/** Which model answers for a participant of a design that runs. */

import type { ParticipantId } from '#design/ids.ts';
import { participantOf } from '#design/participants.ts';
import { openRound } from '#design/rounds.ts';
import type { Design } from '#design/state.ts';
import { type Model, ModelFault } from '#models/model.ts';
import type { Models } from '#models/models.ts';
import { REHEARSAL_CRASH } from '#models/rehearsal.ts';
import { isFault } from '#support/fault.ts';

/** Finds the model that a profile names. If it can no longer be called, the turn fails and says so. */
export function modelOf(design: Design, participant: ParticipantId, models: Models): Model {
  const { model: name, family } = participantOf(design, participant);
  try {
    const all = models.forParticipants(design.participants, design.isRehearsal);
    const model = all.get(participant);
    if (model === undefined) throw new Error(`broken invariant: no model for ${participant}`);
    return design.isRehearsal ? withRehearsedCrash(model, design, participant) : model;
  } catch (error) {
    if (!isFault(error, 'bad_setting')) throw error;
    const call = () => Promise.reject(new ModelFault('unknown_model', error.message));
    return { name, family, price: null, call };
  }
}

/** The example shows what happens when a process dies: it is killed once, in the middle of its turn. */
function withRehearsedCrash(model: Model, design: Design, id: ParticipantId): Model {
  const kind = openRound(design)?.kind;
  const { sessions } = participantOf(design, id);
  const pid = sessions.at(-1)?.pid;
  const isCrashed = sessions.some(({ origin }) => origin === 'retry');
  if (id !== REHEARSAL_CRASH.participant || kind !== REHEARSAL_CRASH.kind) return model;
  if (isCrashed || pid == null) return model;
  return {
    ...model,
    call: (request, options) => {
      process.kill(pid, 'SIGKILL');
      return model.call(request, options);
    },
  };
}
