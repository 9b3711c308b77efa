import { cart } from '../cart';
const rx = /it('in a regular expression', () => {/;
const s = "it('in a string', () => {})";
// it('in a comment', () => {});
/* describe('in a block comment', () => { */
const t = `it('in a template ${cart ? `${"nested"}` : '}'}', () => {`;
regex.test('not a test');

describe('cart', () => {
  // @SHOP-1
  it('adds an item', async () => {
    const half = 1 / 2; const url = 'http://example.org/it("x")';
    expect(cart.add('mug')).toBe(1);
  });

  describe.each([[1, 2], [3, 4]])('with %i of %i', (a, b) => {
    test.each`
      left | right
      ${1} | ${2}
      ${3} | ${4}
      ${5} | ${6}
    `('adds $left and $right', ({ left }) => {
      expect(left).toBeTruthy();
    });

    it.skip("doesn't run: \"it('nested')\"", function () {});
  });

  xit('is switched off', () => {});
  it.only(`costs ${1 + 1} euros`, () => { if (x) { expect(y) } });
  it.todo('is not written yet');
  it(name, () => { expect(name) });
  it('[SHOP-2, SHOP-3] is linked', () => {});
});

describe(Cart.name, function () {
  context('when empty', () => { specify('has no total', done => { done(); }); });
});
const view = <div>don't it('in JSX', () => {'{'})</div>;
test('after the apostrophe', () => {});
