import { cases, versions } from './pt-cases.ts'
import { checks } from './pt-checks.ts'
import { faults } from './pt-faults.ts'
import { rules } from './pt-rules.ts'
import { scenarios } from './pt-scenarios.ts'
import type { Titles } from './titles-of.ts'

export const titles: Titles = { faults, scenarios, cases, versions, checks, rules }
