import { cases, versions } from './es-cases.ts'
import { checks } from './es-checks.ts'
import { faults } from './es-faults.ts'
import { rules } from './es-rules.ts'
import { scenarios } from './es-scenarios.ts'
import type { Titles } from './titles-of.ts'

export const titles: Titles = { faults, scenarios, cases, versions, checks, rules }
