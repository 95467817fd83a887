// Is ready, and then sends a message that would be valid if it were not too large.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'ready', version: 1, sessionId: process.argv[2] }));
const input = 'x'.repeat(9 * 1024 * 1024);
process.send?.(JSON.stringify({ type: 'call_tool', turnId: 't', callId: 'c', name: 'read', input }));
