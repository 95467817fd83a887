// Calls a tool before it has said that it is ready.
process.on('disconnect', () => process.exit(0));
process.send?.(JSON.stringify({ type: 'call_tool', turnId: 't', callId: 'c', name: 'read', input: {} }));
