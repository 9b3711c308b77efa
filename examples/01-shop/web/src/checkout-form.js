'use strict';

const POSTCODES = { DE: /^\d{5}$/, NL: /^\d{4} ?[A-Z]{2}$/, FR: /^\d{5}$/, IE: /^[A-Z]\d[\dW] ?\w{4}$/ };

function validate(form) {
  const errors = {};
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(form.email || '')) errors.email = 'Enter an e-mail address';
  if (!form.name) errors.name = 'Enter your name';
  const pattern = POSTCODES[form.country];
  if (!pattern) errors.country = 'We do not deliver there';
  else if (!pattern.test(form.postcode || '')) errors.postcode = 'Check the postcode';
  return errors;
}

async function submit(form, post) {
  const errors = validate(form);
  if (Object.keys(errors).length > 0) return { state: 'invalid', errors };
  const answer = await post('/api/orders', form);
  if (answer.status === 402) return { state: 'declined', message: answer.body.reason, keepCart: true };
  if (answer.status === 409) return { state: 'out-of-stock', sku: answer.body.sku };
  if (answer.status !== 201) return { state: 'failed' };
  return { state: 'done', number: answer.body.number };
}

module.exports = { validate, submit };
