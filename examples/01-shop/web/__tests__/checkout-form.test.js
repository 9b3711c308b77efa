'use strict';

const { validate, submit } = require('../src/checkout-form');

const form = { email: 'guest@example.org', name: 'Ana', country: 'DE', postcode: '10115' };
const answers = (status, body = {}) => async () => ({ status, body });

describe('checkout form', () => {
  describe('validation', () => {
    it('accepts a complete form', () => {
      expect(validate(form)).toEqual({});
    });

    it.each(['', 'guest', 'guest@', 'guest@example', 'a b@example.org'])('refuses the e-mail address "%s"', (email) => {
      expect(validate({ ...form, email })).toHaveProperty('email');
    });

    it.each([
      ['DE', '1011'],
      ['NL', '1011'],
      ['IE', '12345'],
    ])('checks the postcode format of %s', (country, postcode) => {
      expect(validate({ ...form, country, postcode })).toHaveProperty('postcode');
    });

    it('asks for no password from a guest', () => {
      expect(validate({ ...form, password: undefined })).toEqual({});
    });
  });

  describe('submitting', () => {
    it('shows the order number when the order is placed', async () => {
      await expect(submit(form, answers(201, { number: 'K-1001' }))).resolves.toEqual({ state: 'done', number: 'K-1001' });
    });

    it('shows why the card was declined and keeps the cart (SHOP-17)', async () => {
      const result = await submit(form, answers(402, { reason: 'card expired' }));
      expect(result).toEqual({ state: 'declined', message: 'card expired', keepCart: true });
    });

    it('tells which item is sold out', async () => {
      expect((await submit(form, answers(409, { sku: 'poster' }))).sku).toBe('poster');
    });

    it('does not send an invalid form', async () => {
      const post = jest.fn();
      await submit({ ...form, name: '' }, post);
      expect(post).not.toHaveBeenCalled();
    });
  });
});
