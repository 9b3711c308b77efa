import { test } from 'vitest'
test('by include', () => {})
