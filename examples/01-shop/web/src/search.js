'use strict';

const SYNONYMS = { cup: 'mug', tee: 'shirt', 't-shirt': 'shirt' };

function normalise(text) {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

function search(products, query, { page = 1, perPage = 10, sort = 'relevance' } = {}) {
  const words = normalise(query).split(' ').filter(Boolean).map((w) => SYNONYMS[w] || w);
  if (words.length === 0) return { total: 0, items: [] };
  let found = products.filter((p) => words.every((w) => normalise(p.name).includes(w)));
  if (sort === 'price') found = [...found].sort((a, b) => a.cents - b.cents);
  return { total: found.length, items: found.slice((page - 1) * perPage, page * perPage) };
}

function highlight(name, query) {
  const safe = name.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const word = normalise(query).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return word ? safe.replace(new RegExp(word, 'gi'), '<mark>$&</mark>') : safe;
}

module.exports = { search, highlight };
