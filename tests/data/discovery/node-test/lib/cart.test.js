const { test } = require('node:test');
test('in lib', () => {});
