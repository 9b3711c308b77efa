import { test, describe, it, suite, before } from 'node:test';
import assert from 'node:assert';

test('plain', () => { assert.ok(1) });
test('with options', { timeout: 1000 }, () => {});
test('parent', async (t) => {
  await t.test('child', async (t2) => {
    await t2.test('grand child', () => {});
  });
  assert.ok(/x/.test('x'));
});
test.skip('skipped', () => {});
test.todo('to do');
test('skipped by option', { skip: true }, () => {});
test('to do by option', { todo: 'later' }, () => {});
describe('suite', () => {
  before(() => {});
  it('in it', () => {});
  it('has `ticks`', () => {});
  describe('deeper', { concurrency: true }, () => { it('down', async () => {}) });
});
suite('a suite', () => { test('inside', () => {}) });
for (const n of [1, 2]) test(`loop ${n}`, () => {});
test(function named() {});
const text = "test('no', () => {})";
