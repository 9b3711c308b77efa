'use strict';

const { search, highlight } = require('../src/search');

const products = [
  { name: 'Blue mug', cents: 900 },
  { name: 'Red mug', cents: 700 },
  { name: 'Blue shirt', cents: 5000 },
];

describe('product search', () => {
  describe('finding', () => {
    it('finds products by part of their name', () => {
      expect(search(products, 'mug').total).toBe(2);
    });

    it('needs every word of the query', () => {
      expect(search(products, 'blue mug').items).toEqual([products[0]]);
    });

    it.each([
      ['cup', 2],
      ['tee', 1],
      ['T-Shirt', 1],
    ])('knows that %s is a synonym', (query, total) => {
      expect(search(products, query).total).toBe(total);
    });

    it('finds nothing for an empty query', () => {
      expect(search(products, '   ')).toEqual({ total: 0, items: [] });
    });
  });

  describe('ordering and paging', () => {
    it('sorts by price, cheapest first', () => {
      expect(search(products, 'mug', { sort: 'price' }).items[0].cents).toBe(700);
    });

    it('shows the second page of results', () => {
      expect(search(products, 'mug', { page: 2, perPage: 1 }).items).toEqual([products[1]]);
    });
  });

  describe('highlighting', () => {
    it('marks the words that were searched for', () => {
      expect(highlight('Blue mug', 'mug')).toBe('Blue <mark>mug</mark>');
    });

    it('escapes markup in product names', () => {
      expect(highlight('<script>', 'x')).not.toContain('<script>');
    });
  });
});
