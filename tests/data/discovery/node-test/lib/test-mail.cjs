const test = require('node:test');
test('by prefix', () => {});
