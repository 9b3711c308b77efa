import { test } from 'vitest'
test('not included', () => {})
