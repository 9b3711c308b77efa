import { describe, expect, test } from 'vitest'

describe('order', () => {
  test.for([1, 2, 3])('number %i', (n: number) => {
    expect<number>(n).toBeGreaterThan(0)
  })
  test.concurrent.each(sizes)('size %s', async () => {})
})
