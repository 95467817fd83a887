// Is ready, and then sends a message of which each of two million parts would be refused by its own
// words.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
const content = Array(2_000_000).fill('{}').join();
const request = `{"system":[],"messages":[{"role":"user","content":[${content}]}]}`;
channel.write(frame(`{"type":"ask_model","turnId":"t","call":1,"request":${request}}`));
