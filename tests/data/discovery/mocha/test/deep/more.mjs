import assert from 'node:assert';
describe('module', () => {
  it('works', () => assert(true));
});
