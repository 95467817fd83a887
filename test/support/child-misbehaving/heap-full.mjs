// Is ready, and fills its heap.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
const held = [];
setImmediate(() => {
  for (;;) held.push(new Array(10_000).fill(held.length));
});
