'use strict';

const { renderCart, badge, money } = require('../src/cart-view');

const cart = {
  lines: [
    { name: 'Mug', quantity: 2, cents: 900 },
    { name: 'Shirt', quantity: 1, cents: 5000 },
  ],
};

describe('cart page', () => {
  test('shows a row for each item and the total price', () => {
    const html = renderCart(cart);
    expect(html.match(/<tr>/g)).toHaveLength(2);
    expect(html).toContain('68.00 €');
  });

  test('says that the cart is empty', () => {
    expect(renderCart({ lines: [] })).toContain('Your cart is empty');
  });

  describe('badge in the header', () => {
    test('counts items, not lines', () => {
      expect(badge(cart)).toBe('3');
    });

    test('stops counting at 99', () => {
      expect(badge({ lines: [{ quantity: 120, cents: 1 }] })).toBe('99+');
    });
  });
});

test.each([
  [0, '0.00 €'],
  [5, '0.05 €'],
  [123456, '1234.56 €'],
])('%i cents are shown as %s', (cents, shown) => {
  expect(money(cents)).toBe(shown);
});
