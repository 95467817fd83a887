// Is ready, answers pings, and holds more memory than it may, outside its heap.
/** @type {Buffer[]} */
const held = [];
process.on('disconnect', () => process.exit(0));
process.on('message', (raw) => {
  const message = JSON.parse(String(raw));
  if (message.type === 'ping') process.send?.(JSON.stringify({ type: 'pong', beat: message.beat }));
  if (held.length === 0) held.push(Buffer.alloc(200 * 1024 * 1024, 1));
});
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
