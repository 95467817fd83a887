/** A set-up file: the same for the classes of ours that more than one test file loads. */
import { afterAll, expect } from 'vitest';
import { Engine } from '#engine/engine.ts';

const methods = () => Object.getOwnPropertyDescriptors(Engine.prototype);
const before = methods();
afterAll(() => {
  expect(methods(), 'this file leaves the engine of every other changed').toEqual(before);
});
