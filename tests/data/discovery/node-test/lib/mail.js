const test = require('node:test');
test('not by name', () => {});
