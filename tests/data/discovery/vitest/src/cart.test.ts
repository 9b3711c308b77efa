import { describe, expect, it, suite, test, vi } from 'vitest'

interface Row { a: number; b: string }

const generic = <T,>(x: T): T => x
const text = 'it("no", () => {})'

describe('Cart', () => {
  it('adds', () => { expect(generic(1)).toBe(1) })
  it('options second', { timeout: 1000 }, () => {})
  it.skip('skipped', () => {})
  it.todo('later')
  it.fails('fails', () => { throw new Error(text) })
  it.skipIf(false)('skipIf', () => {})
  it.runIf(true)('runIf', () => {})
  it.concurrent('concurrent', async () => {})
  it.sequential('sequential', async () => {})
  test.each<Row>([{ a: 1, b: 'x' }, { a: 2, b: 'y' }])('row $a', ({ a }) => {})
  test.for([[1, 1], [2, 2]])('for %i', ([a, b]) => {})
  describe.each(['S', 'M'])('size %s', (size) => {
    it('fits', () => {})
  })
  suite('a suite', () => { test('in it', () => {}) })
  describe.skipIf(false)('skipIf block', () => { it('inside', () => {}) })
  describe.concurrent('concurrent block', () => { it('inside', async () => {}) })
})

function add(a: number): number { return a }
describe(add, () => { it('named by a function', () => {}) })
class Cart { test(x: string) { return x } }
new Cart().test('no test')
const pageTest = test.extend<{ page: number }>({ page: 1 })
pageTest('by a fixture', ({ page }) => { expect(page).toBe(1) })
vi.fn()
