'use strict';

function money(cents) {
  return `${(cents / 100).toFixed(2)} €`;
}

function renderCart(cart) {
  if (cart.lines.length === 0) return '<p class="empty">Your cart is empty</p>';
  const rows = cart.lines.map(
    (l) => `<tr><td>${l.name}</td><td>${l.quantity}</td><td>${money(l.cents * l.quantity)}</td></tr>`,
  );
  return `<table>${rows.join('')}</table><p class="total">${money(total(cart))}</p>`;
}

function total(cart) {
  return cart.lines.reduce((sum, l) => sum + l.cents * l.quantity, 0);
}

function badge(cart) {
  const count = cart.lines.reduce((sum, l) => sum + l.quantity, 0);
  return count > 99 ? '99+' : String(count);
}

module.exports = { renderCart, total, badge, money };
