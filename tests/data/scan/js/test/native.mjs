import test from 'node:test';
import assert from 'node:assert';

test('outer', async (t) => {
  await t.test('inner one', () => { assert.ok(1); });
  await t.test('inner two', { skip: true }, () => { assert.ok(2); });
  assert.ok(3);
});
